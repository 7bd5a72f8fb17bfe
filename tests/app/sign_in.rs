//! Signing in: address and password, the second factor, and what somebody who guesses learns.

mod asking;
mod guessing;
mod resets;

use crate::support::{PASSWORD, Page, TestHouse, Visitor};
use rocket::futures::future::join_all;
use rocket::http::Status;
use rocket::tokio;
use stafett::access::sign_in::{Door, give_code, halfway};
use stafett::access::totp::Secret;
use stafett::access::{NewSession, Stage, Whence, second_factor, sessions};
use stafett::accounts::actions;
use stafett::kernel::{AccountId, Failure};
use stafett::people::Role;

const KARIN: &str = "karin.koordinator@example.org";

/// Karin with an app, and the secret in it.
async fn karin(house: &TestHouse) -> (AccountId, Secret) {
    let account = house.account(Role::Coordinator, "Karin Koordinator").await;
    (account, house.enrol(account).await)
}

/// The first step, and the visitor it leaves halfway.
async fn first_step<'h>(visitor: &Visitor<'h>) -> (Page, Visitor<'h>) {
    let page = visitor.fill_in("/sign-in", 0, &[("email", KARIN), ("password", PASSWORD)]).await;
    let halfway = visitor.clone().carrying(&page);
    (page, halfway)
}

#[rocket::async_test]
async fn password_and_code_lead_in_and_each_code_once() {
    let house = TestHouse::open().await;
    let (_, secret) = karin(&house).await;
    let code = house.code(&secret);

    let (first, halfway) = first_step(&house.visitor()).await;
    let asked = halfway.follow(&first).await;
    let before = halfway.get("/desk").await;
    let second = halfway.send(&asked, 0, &[("code", &code)]).await;
    let inside = house.visitor().carrying(&second);
    let desk = inside.get("/desk").await;
    let (_, again) = first_step(&house.visitor()).await;
    let replayed = again.post("/sign-in/second", &[("code", &code)]).await;

    assert_eq!(first.location(), "/sign-in/second");
    asked.assert_says("Skriv engångskoden");
    assert!(before.location().starts_with("/sign-in"));
    assert_eq!(second.location(), "/desk");
    desk.assert_ok();
    assert_ne!(second.session(), first.session());
    assert!(
        halfway.get("/desk").await.location().starts_with("/sign-in"),
        "the half session opens nothing later either"
    );
    replayed.assert_status(Status::UnprocessableEntity);
    replayed.assert_field_error("code", "Koden stämmer inte.");
}

#[rocket::async_test]
async fn the_way_goes_on_to_where_it_was_meant_to_go() {
    let house = TestHouse::open().await;
    let (_, secret) = karin(&house).await;

    let turned = house.visitor().get("/desk/certificates?q=ek").await;
    let form = house.visitor().get(turned.location()).await;
    let first = house.visitor().send(&form, 0, &[("email", KARIN), ("password", PASSWORD)]).await;
    let halfway = house.visitor().carrying(&first);
    let asked = halfway.follow(&first).await;
    let second = halfway.send(&asked, 0, &[("code", &house.code(&secret))]).await;

    assert_eq!(second.location(), "/desk/certificates?q=ek");
}

#[rocket::async_test]
async fn the_first_sign_in_connects_an_app_and_shows_ten_recovery_codes_once() {
    let house = TestHouse::open().await;
    house.account(Role::Coordinator, "Karin Koordinator").await;

    let (first, halfway) = first_step(&house.visitor()).await;
    let offered = halfway.follow(&first).await;
    let secret = secret_on(&offered);
    let slip = halfway.send(&offered, 0, &[("code", "000000")]).await;
    let codes = halfway.send(&slip, 0, &[("code", &house.code(&secret))]).await;

    assert_eq!(first.location(), "/sign-in/enrol");
    slip.assert_status(Status::UnprocessableEntity);
    assert_eq!(secret_on(&slip), secret, "a slip keeps the secret the app has already");
    codes.assert_ok();
    let shown = recovery_codes(&codes);
    assert_eq!(shown.len(), 10);
    house.visitor().carrying(&codes).get("/desk").await.assert_ok();
    let (_, next) = first_step(&house.visitor()).await;
    let lost_phone = next.post("/sign-in/second", &[("recovery_code", &shown[3].to_uppercase())]).await;
    assert_eq!(lost_phone.location(), "/desk");
    let (_, next) = first_step(&house.visitor()).await;
    let twice = next.post("/sign-in/second", &[("recovery_code", &shown[3])]).await;
    twice.assert_field_error("recovery_code", "Reservkoden stämmer inte");
}

/// The secret an enrolment page shows for typing.
pub fn secret_on(page: &Page) -> Secret {
    let start = page.html.find("<figcaption>").expect("a key");
    let code = &page.html[start..];
    let from = code.find("<code>").expect("a key") + 6;
    let to = code.find("</code>").expect("a key");
    Secret::parse(&code[from..to]).expect("a secret")
}

/// The recovery codes a page shows.
pub fn recovery_codes(page: &Page) -> Vec<String> {
    let codes = page.html.split("<li><code>").skip(1).filter_map(|part| part.split("</code>").next());
    codes.map(str::to_owned).collect()
}

#[rocket::async_test]
async fn an_app_offered_to_one_account_connects_no_other_and_not_after_an_hour() {
    let house = TestHouse::open().await;
    house.account(Role::Coordinator, "Karin Koordinator").await;
    house.account(Role::Coordinator, "Kim Koordinator").await;
    let (_, karin) = first_step(&house.visitor()).await;
    let offered = karin.get("/sign-in/enrol").await;
    let (_, fields) = offered.form(0);
    let sealed = fields.iter().find(|(name, _)| name == "sealed").expect("sealed").1.clone();
    let kim = [("email", "kim.koordinator@example.org"), ("password", PASSWORD)];
    let kim = house.visitor().carrying(&house.visitor().fill_in("/sign-in", 0, &kim).await);

    let code = house.code(&secret_on(&offered));
    let foreign = kim.post("/sign-in/enrol", &[("sealed", &sealed), ("code", &code)]).await;

    foreign.assert_ok();
    foreign.assert_says("Koppla en app");
    assert!(foreign.session().is_none());
    assert_ne!(secret_on(&foreign), secret_on(&offered));
}

#[rocket::async_test]
async fn an_app_connected_twice_by_one_form_says_where_new_recovery_codes_are_made() {
    let house = TestHouse::open().await;
    house.account(Role::Coordinator, "Karin Koordinator").await;
    let (_, halfway) = first_step(&house.visitor()).await;
    let offered = halfway.get("/sign-in/enrol").await;
    let code = house.code(&secret_on(&offered));

    let typed = [("code", code.as_str())];
    let both = join_all((0..2).map(|_| halfway.send(&offered, 0, &typed))).await;
    let late = halfway.send(&offered, 0, &typed).await;

    let (codes, second) = if both[0].session().is_some() { (&both[0], &both[1]) } else { (&both[1], &both[0]) };
    assert_eq!(recovery_codes(codes).len(), 10);
    assert_eq!([second.location(), late.location()], ["/sign-in?done=enrolled"; 2]);
    house.visitor().follow(second).await.assert_says("gör du nya på Mitt konto");
    let inside = house.visitor().carrying(codes);
    let led = inside.follow(second).await;
    assert_eq!(led.location(), "/account?done=enrolled");
    inside.follow(&led).await.assert_says("Såg du inga reservkoder?");
}

#[rocket::async_test]
async fn who_is_signed_in_is_led_past_the_sign_in() {
    let house = TestHouse::open().await;
    let (karin, tuva) = (house.as_coordinator().await, house.as_trainer().await);

    let pages = [karin.get("/sign-in").await, tuva.get("/sign-in").await, karin.get("/sign-in?next=%2Foffers").await];
    let foreign = karin.get("/sign-in?next=%2F%2Fevil.example").await;

    assert_eq!(pages.each_ref().map(|page| page.location()), ["/desk", "/days", "/offers"]);
    assert_eq!(foreign.location(), "/desk");
    house.visitor().get("/sign-in").await.assert_ok();
}

#[rocket::async_test]
async fn a_browser_that_signs_in_anew_leaves_no_session_behind() {
    let house = TestHouse::open().await;
    let (account, _) = karin(&house).await;
    let former = house.session_of(account).await;
    former.get("/desk").await.assert_ok();

    let page = former.post("/sign-in", &[("email", KARIN), ("password", PASSWORD)]).await;

    page.assert_status(Status::SeeOther);
    assert!(former.get("/desk").await.location().starts_with("/sign-in"), "a replayed cookie is refused");
    let told = stafett::journal::history_of(house.db().read(), "account", account.0).await.expect("read");
    assert_eq!(told[0].entry.event, "session.closed");
}

#[rocket::async_test]
async fn a_recovery_code_and_a_reset_of_the_factor_never_wait_for_each_other() {
    let house = TestHouse::open().await;
    let adam = house.administrator("Adam Administrator").await;
    let whence = Whence::new(&house.house.tokens, None, "");
    let inside = &house.house;
    let door = Door { db: &inside.db, keys: &inside.tokens, vault: &inside.vault };

    for letter in 'A'..='J' {
        let account = house.account(Role::Coordinator, &format!("Karin {letter}")).await;
        house.enrol(account).await;
        let tx = house.db().begin_write().await.expect("a transaction");
        let codes = second_factor::new_recovery_codes(&tx, &inside.tokens, account, house.now()).await.expect("made");
        let new = NewSession { stage: Stage::Password, ..NewSession::of_account(account, "", house.now()) };
        let token = sessions::open(&tx, &inside.tokens, &new, house.now()).await.expect("half a session");
        tx.commit().await.expect("a commit");
        let half = halfway(house.db().read(), &inside.tokens, token.as_str(), house.now()).await.expect("read");
        let half = half.expect("halfway");

        let entering = give_code(&door, &half, &codes[0], &whence, house.now());
        let resetting = actions::reset_factor(house.db(), &adam, (account, 1), house.now());
        let (entered, reset) = rocket::futures::future::join(entering, resetting).await;

        assert!(!matches!(entered, Err(Failure::Storage(_))), "{entered:?}");
        assert!(reset.is_ok(), "{reset:?}");
    }
}

#[rocket::async_test]
async fn five_wrong_codes_end_the_sign_in_even_for_the_right_one() {
    let house = TestHouse::open().await;
    let (_, secret) = karin(&house).await;
    let (_, halfway) = first_step(&house.visitor()).await;

    for _ in 0..5 {
        let wrong = halfway.post("/sign-in/second", &[("code", "000000")]).await;
        wrong.assert_field_error("code", "Koden stämmer inte.");
    }
    let sixth = halfway.post("/sign-in/second", &[("code", &house.code(&secret))]).await;
    let after = halfway.post("/sign-in/second", &[("code", &house.code(&secret))]).await;

    sixth.assert_status(Status::UnprocessableEntity);
    sixth.assert_says("För många felaktiga koder.");
    assert_eq!(after.location(), "/sign-in?done=over");
    let (_, anew) = first_step(&house.visitor()).await;
    assert_eq!(anew.post("/sign-in/second", &[("code", &house.code(&secret))]).await.location(), "/desk");
}

#[rocket::async_test]
async fn wrong_codes_of_many_sign_ins_are_counted_together() {
    let house = TestHouse::open().await;
    let (_, secret) = karin(&house).await;

    for _ in 0..4 {
        let (_, halfway) = first_step(&house.visitor()).await;
        for _ in 0..5 {
            halfway.post("/sign-in/second", &[("code", "000000")]).await.assert_status(Status::UnprocessableEntity);
        }
    }
    let (_, halfway) = first_step(&house.visitor()).await;
    let refused = halfway.post("/sign-in/second", &[("code", &house.code(&secret))]).await;

    refused.assert_says("För många felaktiga koder.");
}

#[rocket::async_test]
async fn ten_minutes_after_the_password_the_way_begins_anew() {
    let house = TestHouse::open().await;
    let (_, secret) = karin(&house).await;
    let (_, halfway) = first_step(&house.visitor()).await;

    house.set_clock(house.now().plus_minutes(10));
    let late = halfway.post("/sign-in/second", &[("code", &house.code(&secret))]).await;

    assert_eq!(late.location(), "/sign-in?done=over");
}

#[rocket::async_test]
async fn one_code_sent_by_twenty_at_once_lets_one_in() {
    let house = TestHouse::open().await;
    let (_, secret) = karin(&house).await;
    let whence = Whence::new(&house.house.tokens, None, "");
    let mut half = Vec::new();
    for _ in 0..20 {
        let (page, _) = first_step(&house.visitor()).await;
        let token = page.session().expect("half a session");
        let found = halfway(house.db().read(), &house.house.tokens, &token, house.now()).await.expect("read");
        half.push(found.expect("halfway"));
    }

    let code = house.code(&secret);
    let tries = half.into_iter().map(|half| {
        let (inside, now, code, whence) = (house.house.clone(), house.now(), code.clone(), whence.clone());
        tokio::spawn(async move {
            let door = Door { db: &inside.db, keys: &inside.tokens, vault: &inside.vault };
            give_code(&door, &half, &code, &whence, now).await.is_ok()
        })
    });
    let entered = join_all(tries).await.into_iter().filter(|one| matches!(one, Ok(true))).count();

    assert_eq!(entered, 1);
}

#[rocket::async_test]
async fn the_example_shows_the_code_and_a_real_installation_does_not() {
    let house = TestHouse::open().await;
    let (_, secret) = karin(&house).await;
    let (page, halfway) = first_step(&house.visitor()).await;
    let real = halfway.follow(&page).await;

    let demo = stafett::app::build(house.house.clone().as_demo(), stafett::settings::figment());
    let client = rocket::local::asynchronous::Client::untracked(demo).await.expect("a server");
    let shown = Visitor::new(&client).carrying(&page).get("/sign-in/second").await;

    shown.assert_says(&format!("koden är just nu {}", house.code(&secret)));
    real.assert_does_not_say(&house.code(&secret));
}

#[rocket::async_test]
async fn the_journal_names_who_came_and_went_and_no_address() {
    let house = TestHouse::open().await;
    let (account, secret) = karin(&house).await;
    let (_, halfway) = first_step(&house.visitor()).await;
    let inside = house.visitor().carrying(&halfway.post("/sign-in/second", &[("code", &house.code(&secret))]).await);

    inside.post("/sign-out", &[]).await.assert_status(Status::SeeOther);

    let told = stafett::journal::history_of(house.db().read(), "account", account.0).await.expect("read");
    let events: Vec<(&str, &str)> =
        told.iter().map(|one| (one.entry.event.as_str(), one.actor_name.as_str())).collect();
    assert_eq!(events[..2], [("session.closed", "Karin Koordinator"), ("session.opened", "Karin Koordinator")]);
    assert!(told.iter().all(|one| !format!("{:?}", one.entry).contains("example.org")));
    assert!(inside.get("/desk").await.location().starts_with("/sign-in"));
}

#[rocket::async_test]
async fn a_trainer_may_stay_signed_in_until_midnight_and_no_longer() {
    let house = TestHouse::open().await;
    let tuva = house.as_trainer().await;
    let start = house.now();

    let stayed = tuva.post("/account/stay", &[("next", "/days/7")]).await;

    assert_eq!(stayed.location(), "/days/7");
    house.set_clock(start.plus_minutes(6 * 60));
    tuva.get("/days").await.assert_ok();
    house.set_clock(start.plus_minutes(12 * 60 - 1));
    tuva.get("/days").await.assert_ok();
    house.set_clock(start.plus_minutes(12 * 60 + 1));
    assert!(tuva.get("/days").await.location().starts_with("/sign-in"), "twelve hours are the most");
    let evening = start.plus_minutes(10 * 60);
    house.set_clock(evening);
    let late = house.signed_in(Role::Trainer, "Ture Trainer").await;
    late.post("/account/stay", &[]).await.assert_status(Status::SeeOther);
    house.set_clock(evening.plus_minutes(4 * 60 + 59));
    late.get("/days").await.assert_ok();
    house.set_clock(evening.plus_minutes(5 * 60 + 31));
    assert!(late.get("/days").await.location().starts_with("/sign-in"), "after midnight half an hour holds again");
}
