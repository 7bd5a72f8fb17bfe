//! Setting an empty installation up.

use crate::support::TestHouse;
use rocket::http::Status;
use stafett::{organisations, programmes, requirements};

const PLATFORM: [(&str, &str); 7] = [
    ("name", "Barnrättsforum Test"),
    ("region", "Skåne"),
    ("issuer_code", "BRF"),
    ("issuer_name", "Barnrättsforum Test"),
    ("signatory_name", "Sigrid Signatär"),
    ("signatory_title", "ordförande"),
    ("contact_email", "kansli@example.org"),
];

#[rocket::async_test]
async fn an_empty_installation_begins_with_the_example_and_no_people() {
    let house = TestHouse::open().await;
    let coordinator = house.as_coordinator().await;

    let saved = coordinator.fill_in("/setup", 0, &PLATFORM).await;
    let offered = coordinator.follow(&saved).await;
    let loaded = coordinator.send(&offered, offered.form_to("/setup/example"), &[]).await;
    let done = coordinator.follow(&loaded).await;

    offered.assert_says("Barnrättsstrateg, 6 dagar");
    offered.assert_says("33 kommuner");
    done.assert_says("Allt är på plats");
    let db = house.db().read();
    assert_eq!(organisations::queries::all(db).await.expect("read").len(), 41);
    let (_, version) = programmes::queries::latest_versions(db).await.expect("read").remove(0);
    let rule = requirements::queries::rule(db, version.rule_id).await.expect("read").expect("a rule");
    assert!(requirements::CompletionRule::parse(&rule.rule).is_ok());
    let day = chrono::NaiveDate::from_ymd_opt(2012, 12, 5).expect("a day");
    let title = programmes::queries::award_title_on(db, version.programme_id, day).await.expect("read");
    assert_eq!(title.expect("a title").title_sv, "barnkonventionspilot");
}

#[rocket::async_test]
async fn loading_the_example_twice_doubles_nothing() {
    let house = TestHouse::open().await;
    let coordinator = house.as_coordinator().await;

    coordinator.post("/setup/example", &[]).await;
    coordinator.post("/setup/example", &[]).await;

    let db = house.db().read();
    assert_eq!(organisations::queries::all(db).await.expect("read").len(), 41);
    assert_eq!(programmes::queries::in_all(db).await.expect("read"), 1);
}

#[rocket::async_test]
async fn a_wrong_field_is_named_and_what_was_typed_is_kept() {
    let house = TestHouse::open().await;
    let coordinator = house.as_coordinator().await;

    let page = coordinator
        .fill_in("/setup", 0, &[("name", "Forum"), ("issuer_code", "brf!"), ("contact_email", "kansli")])
        .await;

    page.assert_status(Status::UnprocessableEntity);
    page.assert_field_error("issuer_code", "versaler");
    page.assert_field_error("contact_email", "Skriv en e-postadress");
    page.assert_field_error("region", "Skriv regionens namn.");
    let (_, fields) = page.form(0);
    assert!(fields.contains(&("name".to_owned(), "Forum".to_owned())));
}

#[rocket::async_test]
async fn the_second_to_set_up_sees_what_the_first_wrote() {
    let house = TestHouse::open().await;
    let coordinator = house.as_coordinator().await;
    let opened = coordinator.get("/setup").await;

    coordinator.send(&opened, 0, &PLATFORM).await;
    let mut mine = PLATFORM;
    mine[0] = ("name", "Mitt forum");
    let second = coordinator.send(&opened, 0, &mine).await;
    let third = coordinator.send(&second, 0, &[]).await;

    second.assert_status(Status::Conflict);
    second.assert_says("Någon annan hann spara före dig");
    second.assert_says("Mitt forum Barnrättsforum Test");
    third.assert_status(Status::SeeOther);
    let platform = organisations::queries::platform(house.db().read()).await.expect("read").expect("a platform");
    assert_eq!(platform.name, "Mitt forum");
}

#[rocket::async_test]
async fn trainers_and_strangers_do_not_set_up() {
    let house = TestHouse::open().await;

    let stranger = house.visitor().get("/setup").await;
    let trainer = house.as_trainer().await.get("/setup").await;

    assert!(stranger.location().starts_with("/sign-in"));
    trainer.assert_status(Status::Forbidden);
}
