//! A plan's forms sent twice, or by two at once.

use crate::support::TestHouse;
use rocket::http::Status;
use stafett::people::Role;

#[rocket::async_test]
async fn a_plan_opened_twice_with_one_form_has_one_receipt() {
    let house = TestHouse::open().await;
    let home = house.municipality("1260", "Bjuv", 15_715).await.to_string();
    let karin = house.as_coordinator().await;
    let page = karin.get("/plans").await;
    let form = page.form_to("/plans");

    let first = karin.send(&page, form, &[("organisation", &home)]).await;
    let second = karin.send(&page, form, &[("organisation", &home)]).await;

    assert_eq!(first.location(), second.location());
    karin.follow(&second).await.assert_says("Planen är öppnad.");
}

#[rocket::async_test]
async fn two_who_change_coach_and_state_at_once_see_what_holds() {
    let house = TestHouse::open().await;
    let home = house.municipality("1260", "Bjuv", 15_715).await.to_string();
    let tuva = house.account(Role::Trainer, "Tuva Trainer").await.to_string();
    let ulf = house.account(Role::Trainer, "Ulf Utbildare").await.to_string();
    let karin = house.as_coordinator().await;
    let list = karin.get("/plans").await;
    let opened = karin.send(&list, list.form_to("/plans"), &[("organisation", &home)]).await;
    let page = karin.follow(&opened).await;
    let form = page.form_to("/coach");

    let first = karin.send(&page, form, &[("coach", &tuva)]).await;
    let same = karin.send(&page, form, &[("coach", &tuva)]).await;
    let other = karin.send(&page, form, &[("coach", &ulf)]).await;

    assert_eq!(first.location(), same.location());
    other.assert_status(Status::Conflict);
    other.assert_says("Coach nu Tuva Trainer");
    other.assert_does_not_say("Sparat nuläge");
}
