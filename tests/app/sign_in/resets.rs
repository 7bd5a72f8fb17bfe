//! A forgotten password.

use super::{KARIN, first_step, karin};
use crate::support::{PASSWORD, TestHouse};
use rocket::http::Status;
use stafett::access::{Whence, networks};
use stafett::people::Role;

const NEW: &str = "en alldeles ny mening";

#[rocket::async_test]
async fn the_link_works_once_for_its_owner_even_behind_a_mail_scanner_and_ends_every_session() {
    let house = TestHouse::open().await;
    let (account, secret) = karin(&house).await;
    let signed_in = house.session_of(account).await;

    let sent = house.visitor().fill_in("/sign-in/forgotten", 0, &[("email", "Karin.Koordinator@example.org")]).await;
    let link = house.link_to(KARIN, "/new-password/").await;
    for _ in 0..2 {
        house.visitor().get(&link).await.assert_ok();
        let head = house.client.head(link.clone()).dispatch().await;
        assert_eq!(head.status(), Status::Ok);
    }
    let weak = house.visitor().fill_in(&link, 0, &[("password", "Password1234")]).await;
    let changed = house.visitor().fill_in(&link, 0, &[("password", NEW)]).await;

    house.visitor().follow(&sent).await.assert_says("Om det finns ett konto med adressen");
    weak.assert_field_error("password", "bland de första som gissas");
    assert_eq!(changed.location().split('?').next(), Some("/sign-in"));
    house.visitor().get(&link).await.assert_status(Status::NotFound);
    house.visitor().post(&link, &[("password", "ännu en annan mening")]).await.assert_status(Status::NotFound);
    assert!(signed_in.get("/desk").await.location().starts_with("/sign-in"), "a replayed cookie is refused");
    let (old, _) = first_step(&house.visitor()).await;
    old.assert_status(Status::UnprocessableEntity);
    let first = house.visitor().post("/sign-in", &[("email", KARIN), ("password", NEW)]).await;
    assert_eq!(first.location(), "/sign-in/second", "the second factor is still asked for");
    let second = house.visitor().carrying(&first).post("/sign-in/second", &[("code", &house.code(&secret))]).await;
    assert_eq!(second.location(), "/desk");
    let told = house.letters().await;
    assert!(told.iter().any(|one| one.subject == "Ditt lösenord är bytt" && one.to_email == KARIN));
}

#[rocket::async_test]
async fn the_answer_is_the_same_for_everybody_and_only_an_account_with_a_password_gets_a_letter() {
    let house = TestHouse::open().await;
    karin(&house).await;
    house.account(Role::Delegate, "Dora Delegat").await;

    let mut answers = Vec::new();
    for address in [KARIN, "ingen@example.org", "dora.delegat@example.org"] {
        let page = house.visitor().post("/sign-in/forgotten", &[("email", address)]).await;
        answers.push((page.status, page.location().to_owned()));
    }

    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
    let letters = house.letters().await;
    assert_eq!(letters.iter().map(|one| one.to_email.as_str()).collect::<Vec<_>>(), [KARIN]);
}

#[rocket::async_test]
async fn a_mailbox_gets_three_such_letters_a_day() {
    let house = TestHouse::open().await;
    karin(&house).await;

    for _ in 0..6 {
        let page = house.visitor().post("/sign-in/forgotten", &[("email", KARIN)]).await;
        assert_eq!(page.location(), "/sign-in/forgotten?sent=1");
    }
    assert_eq!(house.letters().await.len(), 3);

    house.set_clock(house.now().plus_days(1).plus_minutes(1));
    house.visitor().post("/sign-in/forgotten", &[("email", KARIN)]).await;
    assert_eq!(house.letters().await.len(), 4);
}

#[rocket::async_test]
async fn strangers_use_up_no_letter_of_the_owner_and_a_newer_link_ends_the_former() {
    let house = TestHouse::open().await;
    let (account, _) = karin(&house).await;
    let at_work = Whence::new(&house.house.tokens, "192.0.2.7".parse().ok(), "");
    let tx = house.db().begin_write().await.expect("a transaction");
    networks::remember(&tx, account, &at_work, house.now()).await.expect("noted");
    tx.commit().await.expect("a commit");

    for _ in 0..5 {
        house.visitor().at("198.51.100.7").post("/sign-in/forgotten", &[("email", KARIN)]).await;
    }
    let by_strangers = house.letters().await.len();
    let former = house.link_to(KARIN, "/new-password/").await;
    house.visitor().at("192.0.2.8").post("/sign-in/forgotten", &[("email", KARIN)]).await;
    let own = house.link_to(KARIN, "/new-password/").await;

    assert_eq!((by_strangers, house.letters().await.len()), (3, 4));
    house.visitor().get(&former).await.assert_status(Status::NotFound);
    house.visitor().get(&own).await.assert_ok();
}

#[rocket::async_test]
async fn who_chose_a_password_by_a_link_is_known_from_there_whatever_strangers_guess() {
    let house = TestHouse::open().await;
    karin(&house).await;
    let adam = house.as_administrator().await;
    let ida = [("name", "Ida Inbjuden"), ("email", "ida@example.org"), ("role", "trainer"), ("language", "sv")];
    adam.fill_in("/accounts/new", 0, &ida).await.assert_status(Status::SeeOther);
    house.visitor().post("/sign-in/forgotten", &[("email", KARIN)]).await;
    let (here, elsewhere) = (house.visitor().at("192.0.2.7"), house.visitor().at("198.51.100.7"));
    let links = [house.link_to(KARIN, "/new-password/").await, house.link_to("ida@example.org", "/invitations/").await];
    for link in &links {
        here.fill_in(link, 0, &[("password", NEW)]).await.assert_status(Status::SeeOther);
    }

    for email in [KARIN, "ida@example.org"] {
        for _ in 0..11 {
            elsewhere.post("/sign-in", &[("email", email), ("password", "inte det")]).await;
        }
        let barred = elsewhere.post("/sign-in", &[("email", email), ("password", NEW)]).await;
        let owner = here.post("/sign-in", &[("email", email), ("password", NEW)]).await;

        barred.assert_field_error("email", "För många försök.");
        owner.assert_status(Status::SeeOther);
    }
}

#[rocket::async_test]
async fn the_link_is_over_after_half_an_hour_and_when_the_password_changes() {
    let house = TestHouse::open().await;
    karin(&house).await;
    house.visitor().post("/sign-in/forgotten", &[("email", KARIN)]).await;
    let first = house.link_to(KARIN, "/new-password/").await;
    house.visitor().post("/sign-in/forgotten", &[("email", KARIN)]).await;
    let second = house.link_to(KARIN, "/new-password/").await;

    house.visitor().fill_in(&second, 0, &[("password", NEW)]).await.assert_status(Status::SeeOther);

    house.visitor().get(&first).await.assert_status(Status::NotFound);
    house.visitor().post("/sign-in/forgotten", &[("email", KARIN)]).await;
    let third = house.link_to(KARIN, "/new-password/").await;
    house.set_clock(house.now().plus_minutes(30));
    house.visitor().get(&third).await.assert_status(Status::NotFound);
}

#[rocket::async_test]
async fn a_link_for_one_purpose_opens_no_other() {
    let house = TestHouse::open().await;
    karin(&house).await;
    house.visitor().post("/sign-in/forgotten", &[("email", KARIN)]).await;
    let link = house.link_to(KARIN, "/new-password/").await;
    let token = link.trim_start_matches("/new-password/").split('?').next().expect("a token").to_owned();

    for place in ["/invitations/", "/first-administrator/", "/my/", "/mandates/"] {
        house.visitor().get(&format!("{place}{token}")).await.assert_status(Status::NotFound);
        let sent = house.visitor().post(&format!("{place}{token}"), &[("password", PASSWORD)]).await;
        assert_eq!(sent.status, Status::NotFound, "{place}");
    }
}
