//! What somebody who guesses learns, and how often they may.

use super::{KARIN, karin};
use crate::support::{PASSWORD, TestHouse};
use rocket::futures::future::join_all;
use rocket::http::Status;
use rocket::local::asynchronous::Client;
use rocket::tokio::{self, sync::Barrier};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, sea_query::Expr};
use stafett::access::entity::attempt;
use stafett::access::sign_in::{Credentials, Door, sign_in};
use stafett::access::{Whence, networks};
use stafett::kernel::Failure;
use stafett::people::entity::account;
use stafett::people::{AccountState, Refusal, Role, password};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

#[rocket::async_test]
async fn unknown_disabled_invited_and_merged_look_like_a_wrong_password_byte_for_byte() {
    let house = TestHouse::open().await;
    let mut addresses = vec![("ingen.konto@example.org".to_owned(), "unknown")];
    for (state, name) in [
        (AccountState::Active, "Aktiv Konto"),
        (AccountState::Disabled, "Stang Konto"),
        (AccountState::Invited, "Bjudn Konto"),
        (AccountState::Merged, "Samma Konto"),
    ] {
        let id = house.account(Role::Coordinator, name).await;
        let tx = house.db().begin_write().await.expect("a transaction");
        account::Entity::update_many()
            .col_expr(account::Column::State, Expr::value(state))
            .filter(account::Column::Id.eq(id))
            .exec(&tx)
            .await
            .expect("an update");
        tx.commit().await.expect("a commit");
        addresses.push((format!("{}@example.org", name.to_lowercase().replace(' ', ".")), name));
    }

    let mut answers = BTreeSet::new();
    for (address, what) in &addresses {
        for typed in ["inte det rätta alls", PASSWORD] {
            if *what == "Aktiv Konto" && typed == PASSWORD {
                continue;
            }
            let page =
                house.visitor().at("192.0.2.7").post("/sign-in", &[("email", address), ("password", typed)]).await;
            assert_eq!(page.status, Status::UnprocessableEntity, "{what}");
            assert!(page.session().is_none(), "{what}");
            let mut headers: Vec<_> = page.headers.into_iter().collect();
            headers.sort();
            answers.insert((
                page.html.replace(address, "ADDRESS"),
                format!("{headers:?}"),
                page.bytes.len() - address.len(),
            ));
        }
    }

    // How long each takes, told and not judged: a machine with other work to do proves nothing.
    let mut times: Vec<(&str, Vec<Duration>)> = addresses.iter().map(|(_, what)| (*what, Vec::new())).collect();
    for _ in 0..5 {
        for ((address, _), (_, taken)) in addresses.iter().zip(&mut times) {
            let begun = Stopwatch::now();
            let typed = [("email", address.as_str()), ("password", "inte det rätta alls")];
            house.visitor().at("192.0.2.7").post("/sign-in", &typed).await;
            taken.push(begun.elapsed());
        }
    }
    for (what, mut taken) in times {
        taken.sort();
        println!("{what}: {:?} (the middle of five)", taken[2]);
    }
    assert_eq!(answers.len(), 1, "{answers:#?}");
}

#[rocket::async_test]
async fn fifty_guesses_at_once_are_answered_ten_times() {
    let house = TestHouse::open().await;
    karin(&house).await;

    let tries = (0..50).map(|number| {
        let (inside, now) = (house.house.clone(), house.now());
        tokio::spawn(async move {
            let door = Door { db: &inside.db, keys: &inside.tokens, vault: &inside.vault };
            // Each from a network of its own.
            let ip = format!("198.51.{number}.1").parse().ok();
            let whence = Whence::new(&inside.tokens, ip, "");
            let typed = Credentials { email: KARIN, password: "inte det rätta alls" };
            sign_in(&door, &typed, &whence, now).await.err()
        })
    });
    let answers = join_all(tries).await;

    let looked_at =
        answers.iter().filter(|one| matches!(one, Ok(Some(Failure::Refused(Refusal::NotSignedIn))))).count();
    let turned_away = answers
        .iter()
        .filter(|one| match one {
            Ok(Some(Failure::Refused(Refusal::TooManyAttempts))) => true,
            Ok(Some(Failure::Storage(error))) => stafett::storage::is_busy(error),
            _ => false,
        })
        .count();
    assert_eq!((looked_at, turned_away), (10, 40));
}

#[rocket::async_test]
async fn without_counting_first_fifty_at_once_would_all_be_answered() {
    let house = TestHouse::open().await;
    let barrier = Arc::new(Barrier::new(50));

    // The control: look how many there were, try, then count.
    let tries = (0..50).map(|_| {
        let (inside, now, barrier) = (house.house.clone(), house.now(), Arc::clone(&barrier));
        tokio::spawn(async move {
            let counted = attempt::Entity::find().filter(attempt::Column::Subject.eq("control"));
            let before = counted.count(inside.db.read()).await.expect("read");
            barrier.wait().await;
            if before >= 10 {
                return false;
            }
            password::is_right("inte det rätta alls", None).await;
            let tx = inside.db.begin_write().await.expect("a transaction");
            let row = attempt::ActiveModel { subject: Set("control".into()), at: Set(now), ..Default::default() };
            attempt::Entity::insert(row).exec(&tx).await.expect("counted");
            tx.commit().await.expect("a commit");
            true
        })
    });
    let looked_at = join_all(tries).await.into_iter().filter(|one| matches!(one, Ok(true))).count();

    assert!(looked_at > 10, "only {looked_at}");
}

#[rocket::async_test]
async fn strangers_who_guess_do_not_bar_the_owners_way() {
    let house = TestHouse::open().await;
    let (account, secret) = karin(&house).await;
    let owner = house.visitor().at("192.0.2.10");
    let right = [("email", KARIN), ("password", PASSWORD)];
    let first = owner.post("/sign-in", &right).await;
    let code = house.code(&secret);
    let second = owner.clone().carrying(&first).post("/sign-in/second", &[("code", &code)]).await;
    second.assert_status(Status::SeeOther);

    for number in 0..30 {
        let stranger = house.visitor().at(&format!("203.0.{number}.9"));
        stranger.post("/sign-in", &[("email", KARIN), ("password", "inte det rätta alls")]).await;
    }
    let elsewhere = house.visitor().at("198.51.100.1").post("/sign-in", &right).await;
    let at_home = house.visitor().at("192.0.2.99").post("/sign-in", &right).await;

    elsewhere.assert_says("För många försök.");
    assert_eq!(at_home.location(), "/sign-in/second");
    // After ninety days the network is strange again.
    let whence = Whence::new(&house.house.tokens, "192.0.2.1".parse().ok(), "");
    let later = house.now().plus_days(91);
    let nearness = networks::nearness(house.db().read(), Some(account), &whence.network, later).await.expect("read");
    assert_eq!(nearness, stafett::access::whence::Nearness::Strange);
}

#[rocket::async_test]
async fn one_network_may_not_try_address_after_address() {
    let house = TestHouse::open().await;
    karin(&house).await;
    let stranger = house.visitor().at("203.0.113.5");

    for number in 0..50 {
        let address = format!("person{number}@example.org");
        let wrong = stranger.post("/sign-in", &[("email", &address), ("password", "inte det rätta alls")]).await;
        wrong.assert_field_error("email", "E-postadressen eller lösenordet stämmer inte.");
    }
    let right = [("email", KARIN), ("password", PASSWORD)];
    let same_network = house.visitor().at("203.0.113.77").post("/sign-in", &right).await;
    let other_network = house.visitor().at("203.0.114.5").post("/sign-in", &right).await;

    same_network.assert_field_error("email", "För många försök.");
    assert_eq!(other_network.location(), "/sign-in/second");
}

#[rocket::async_test]
async fn nodes_count_together_and_a_quarter_of_an_hour_later_the_way_is_open() {
    let house = TestHouse::open().await;
    karin(&house).await;
    let other = stafett::app::build(house.house.clone(), stafett::settings::figment());
    let other = Client::untracked(other).await.expect("a server");
    let (here, there) = (house.visitor(), crate::support::Visitor::new(&other));
    let wrong = [("email", KARIN), ("password", "inte det rätta alls")];

    for _ in 0..5 {
        here.post("/sign-in", &wrong).await.assert_status(Status::UnprocessableEntity);
        there.post("/sign-in", &wrong).await.assert_status(Status::UnprocessableEntity);
    }
    let right = [("email", KARIN), ("password", PASSWORD)];
    let refused = there.post("/sign-in", &right).await;
    house.set_clock(house.now().plus_minutes(15));
    let open = here.post("/sign-in", &right).await;

    refused.assert_says("För många försök.");
    assert_eq!(open.location(), "/sign-in/second");
}

#[rocket::async_test]
async fn no_address_and_no_network_is_kept_in_clear() {
    let house = TestHouse::open().await;
    karin(&house).await;

    house.visitor().at("203.0.113.5").post("/sign-in", &[("email", KARIN), ("password", "inte det rätta")]).await;

    let rows = attempt::Entity::find().all(house.db().read()).await.expect("read");
    assert!(!rows.is_empty());
    for row in rows {
        assert!(!row.subject.contains("karin") && !row.subject.contains("203.0"), "{}", row.subject);
    }
}
