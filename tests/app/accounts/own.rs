//! One's own account.

use crate::sign_in::{recovery_codes, secret_on};
use crate::support::{PASSWORD, TestHouse};
use rocket::futures::future::join_all;
use rocket::http::Status;
use stafett::access::second_factor;
use stafett::people::Role;

const NEW: &str = "en alldeles ny mening";

#[rocket::async_test]
async fn a_new_password_asks_for_the_old_one_and_signs_out_everywhere_else() {
    let house = TestHouse::open().await;
    let id = house.account(Role::Coordinator, "Karin Koordinator").await;
    let (here, there) = (house.session_of(id).await, house.session_of(id).await);
    let page = here.get("/account").await;
    let form = page.form_to("/account/password");

    let wrong = here.send(&page, form, &[("old_password", "inte det"), ("password", NEW)]).await;
    let weak = here.send(&page, form, &[("old_password", PASSWORD), ("password", "Karin Koordinator")]).await;
    let changed = here.send(&page, form, &[("old_password", PASSWORD), ("password", NEW)]).await;

    wrong.assert_field_error("old_password", "Det nuvarande lösenordet stämmer inte.");
    weak.assert_field_error("password", "bland de första som gissas");
    assert_eq!(changed.location(), "/account?done=password");
    here.get("/desk").await.assert_ok();
    assert!(there.get("/desk").await.location().starts_with("/sign-in"), "a replayed cookie is refused");
    let email = "karin.koordinator@example.org";
    let old = house.visitor().post("/sign-in", &[("email", email), ("password", PASSWORD)]).await;
    old.assert_status(Status::UnprocessableEntity);
    let new = house.visitor().post("/sign-in", &[("email", email), ("password", NEW)]).await;
    assert_eq!(new.location(), "/sign-in/enrol");
}

#[rocket::async_test]
async fn a_new_password_sent_twice_is_no_wrong_password() {
    let house = TestHouse::open().await;
    let karin = house.as_coordinator().await;
    let fields = [("old_password", PASSWORD), ("password", NEW)];

    let first = karin.post("/account/password", &fields).await;
    let second = karin.post("/account/password", &fields).await;
    let other = karin.post("/account/password", &[("old_password", PASSWORD), ("password", "ännu en ny mening")]).await;
    let at_once = [("old_password", NEW), ("password", "tredje gången gillt nu")];
    let both = join_all((0..2).map(|_| karin.post("/account/password", &at_once))).await;

    assert_eq!([first.location(), second.location()], ["/account?done=password"; 2]);
    other.assert_field_error("old_password", "Det nuvarande lösenordet stämmer inte.");
    assert_eq!([both[0].location(), both[1].location()], ["/account?done=password"; 2]);
    assert_eq!(house.letters().await.len(), 2);
}

#[rocket::async_test]
async fn ten_wrong_old_passwords_are_enough() {
    let house = TestHouse::open().await;
    let karin = house.as_coordinator().await;

    for _ in 0..10 {
        karin.post("/account/password", &[("old_password", "inte det"), ("password", NEW)]).await;
    }
    let right = karin.post("/account/password", &[("old_password", PASSWORD), ("password", NEW)]).await;

    right.assert_field_error("old_password", "För många försök.");
}

#[rocket::async_test]
async fn devices_are_listed_and_signed_out_one_by_one_or_all_others() {
    let house = TestHouse::open().await;
    let id = house.account(Role::Coordinator, "Karin Koordinator").await;
    let kim = house.as_trainer().await;
    let (here, there, third) = (house.session_of(id).await, house.session_of(id).await, house.session_of(id).await);
    let sessions = stafett::access::sessions::live_of(house.db().read(), id, house.now()).await.expect("read");
    let of_there = sessions[1].id;

    let foreign = kim.post(&format!("/account/sessions/{of_there}/close"), &[]).await;
    there.get("/desk").await.assert_ok();
    let closed = here.post(&format!("/account/sessions/{of_there}/close"), &[]).await;

    foreign.assert_status(Status::SeeOther);
    assert_eq!(closed.location(), "/account?done=signed-out");
    assert!(there.get("/desk").await.location().starts_with("/sign-in"));
    third.get("/desk").await.assert_ok();
    here.post("/account/sessions/close-others", &[]).await.assert_status(Status::SeeOther);
    assert!(third.get("/desk").await.location().starts_with("/sign-in"));
    here.get("/account").await.assert_says("(den här)");
}

#[rocket::async_test]
async fn new_recovery_codes_ask_for_a_code_and_replace_the_old_ones() {
    let house = TestHouse::open().await;
    let id = house.account(Role::Coordinator, "Karin Koordinator").await;
    let secret = house.enrol(id).await;
    let karin = house.session_of(id).await;

    let slip = karin.post("/account/recovery-codes", &[("code", "000000")]).await;
    let first = karin.post("/account/recovery-codes", &[("code", &house.code(&secret))]).await;
    house.set_clock(house.now().plus_minutes(1));
    let second = karin.post("/account/recovery-codes", &[("code", &house.code(&secret))]).await;

    slip.assert_field_error("code", "Koden stämmer inte.");
    let (old, new) = (recovery_codes(&first), recovery_codes(&second));
    assert_eq!((old.len(), new.len()), (10, 10));
    assert!(old.iter().all(|code| !new.contains(code)));
    let left = second_factor::recovery_codes_left(house.db().read(), id).await.expect("read");
    assert_eq!(left, 10);
}

#[rocket::async_test]
async fn another_app_takes_a_code_of_the_present_one_and_signs_out_everywhere_else() {
    let house = TestHouse::open().await;
    let id = house.account(Role::Coordinator, "Karin Koordinator").await;
    let old = house.enrol(id).await;
    let (here, there) = (house.session_of(id).await, house.session_of(id).await);
    let page = here.get("/account/factor").await;
    let new = secret_on(&page);

    let without = here.send(&page, 0, &[("code", &house.code(&new)), ("present_code", "000000")]).await;
    let both = [("code", house.code(&new)), ("present_code", house.code(&old))];
    let both = both.each_ref().map(|(name, code)| (*name, code.as_str()));
    let changed = here.send(&page, 0, &both).await;

    without.assert_field_error("present_code", "Koden stämmer inte.");
    assert_eq!(recovery_codes(&changed).len(), 10);
    assert!(there.get("/desk").await.location().starts_with("/sign-in"));
    house.set_clock(house.now().plus_minutes(1));
    let right = [("email", "karin.koordinator@example.org"), ("password", PASSWORD)];
    let halfway = house.visitor().carrying(&house.visitor().post("/sign-in", &right).await);
    let refused = halfway.post("/sign-in/second", &[("code", &house.code(&old))]).await;
    let entered = halfway.post("/sign-in/second", &[("code", &house.code(&new))]).await;
    refused.assert_status(Status::UnprocessableEntity);
    assert_eq!(entered.location(), "/desk");
}

#[rocket::async_test]
async fn the_language_of_an_account_holds_on_every_page() {
    let house = TestHouse::open().await;
    let karin = house.as_coordinator().await;

    let saved = karin.fill_in("/account", 2, &[("language", "en")]).await;

    assert_eq!(saved.location(), "/account?done=language");
    karin.get("/account").await.assert_says("My devices");
}

#[rocket::async_test]
async fn administrators_find_the_accounts_in_the_menu_and_everybody_their_own_behind_their_name() {
    let house = TestHouse::open().await;
    let (adam, karin) = (house.as_administrator().await, house.as_coordinator().await);

    let (menu, own) = (adam.get("/desk").await, karin.get("/desk").await);
    let looked_after = adam.get("/administration").await;

    assert!(menu.html.contains("href=\"/administration\"") && looked_after.html.contains("href=\"/accounts\""));
    assert!(!own.html.contains("href=\"/administration\"") && own.html.contains("href=\"/account\""));
}
