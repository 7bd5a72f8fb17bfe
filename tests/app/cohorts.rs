//! Planning cohorts.

use crate::support::world::{DAYS, day};
use crate::support::{Page, TestHouse, Visitor};
use rocket::http::Status;
use stafett::cohorts::{self, CohortState};
use stafett::kernel::CohortId;
use stafett::locale::holidays;
use stafett::people::Role;

const FRAME: [(&str, &str); 7] = [
    ("name", "Omgång A"),
    ("code", "HT2012-A"),
    ("term", "HT 2012"),
    ("place", "Höör"),
    ("room", "Stora salen"),
    ("capacity", "40"),
    ("languages", "sv"),
];

async fn drafted(house: &TestHouse, coordinator: &Visitor<'_>) -> (CohortId, Page) {
    house.programme().await;
    let made = coordinator.fill_in("/desk/cohorts/new", 0, &FRAME).await;
    let page = coordinator.follow(&made).await;
    page.assert_ok();
    let id = made.location().trim_start_matches("/desk/cohorts/").trim_end_matches("/edit").parse();
    (id.expect("a cohort"), page)
}

#[rocket::async_test]
async fn a_cohort_is_drafted_in_one_step_with_six_working_days() {
    let house = TestHouse::open().await;
    let coordinator = house.as_coordinator().await;
    house.programme().await;

    // Suggestions from here would meet All Saints, Christmas and Epiphany if nobody looked.
    let made = coordinator.fill_in("/desk/cohorts/new", 0, &[&FRAME[..], &[("from", "2012-11-01")]].concat()).await;

    let page = coordinator.follow(&made).await;
    page.assert_says("Planera Omgång A");
    page.assert_says("Tema 6");
    let cohort = cohorts::queries::all(house.db().read()).await.expect("read").remove(0);
    assert_eq!(cohort.state, CohortState::Draft);
    let days = house.days_of(cohort.id).await;
    assert_eq!(days.len(), 6);
    assert!(days.iter().all(|day| holidays::is_working_day(day.day)), "{days:?}");
    assert!(days.windows(2).all(|pair| pair[0].day < pair[1].day));
    assert!(days[0].day >= day(2012, 11, 1));
    assert_eq!((days[0].starts_minute, days[0].minutes, days[0].room.as_str()), (540, 360, "Stora salen"));
    assert_eq!(cohorts::queries::seat_numbers(house.db().read(), cohort.id).await.expect("read").len(), 40);
}

#[rocket::async_test]
async fn twenty_identical_posts_make_one_cohort() {
    let house = TestHouse::open().await;
    let coordinator = house.as_coordinator().await;
    house.programme().await;
    let form = coordinator.get("/desk/cohorts/new").await;

    let mut receipts = Vec::new();
    for _ in 0..20 {
        receipts.push(coordinator.send(&form, 0, &FRAME).await.location().to_owned());
    }

    receipts.dedup();
    assert_eq!(receipts.len(), 1);
    assert_eq!(cohorts::queries::all(house.db().read()).await.expect("read").len(), 1);
}

#[rocket::async_test]
async fn a_day_is_moved_and_trainers_are_named() {
    let house = TestHouse::open().await;
    let coordinator = house.as_coordinator().await;
    let trainer = house.account(Role::Trainer, "Tuva Utbildare").await;
    let (id, page) = drafted(&house, &coordinator).await;

    page.assert_says("Ingen utbildare är vald.");
    let fields: Vec<(String, String)> = (1..)
        .zip(DAYS)
        .map(|(number, (year, month, date))| (format!("day-{number}"), day(year, month, date).to_string()))
        .collect();
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let trainer = trainer.to_string();
    fields.extend([("trainers", trainer.as_str()), ("room-2", "Lilla salen"), ("ends-3", "16:30")]);
    let saved = coordinator.send(&page, 0, &fields).await;

    let page = coordinator.follow(&saved).await;
    page.assert_says("Omgången är sparad.");
    page.assert_says("torsdag 4 oktober 2012");
    page.assert_does_not_say("Ingen utbildare är vald.");
    let days = house.days_of(id).await;
    assert_eq!((days[0].day, days[1].room.as_str(), days[2].minutes), (day(2012, 10, 4), "Lilla salen", 390));
    assert!(cohorts::queries::trainers_of(house.db().read(), id).await.expect("read").len() == 1);
}

#[rocket::async_test]
async fn wrong_days_are_named_at_their_fields_and_what_was_typed_is_kept() {
    let house = TestHouse::open().await;
    let coordinator = house.as_coordinator().await;
    let (_, page) = drafted(&house, &coordinator).await;

    let order = coordinator.send(&page, 0, &[("day-2", "2012-09-10"), ("name", "Omgång Å")]).await;
    let format = coordinator.send(&page, 0, &[("day-3", "i morgon"), ("starts-1", "25:00"), ("capacity", "")]).await;

    order.assert_status(Status::UnprocessableEntity);
    order.assert_field_error("day-2", "Dag 2 måste komma efter dag 1.");
    assert!(order.form(0).1.contains(&("name".to_owned(), "Omgång Å".to_owned())));
    format.assert_field_error("day-3", "Skriv ett datum");
    format.assert_field_error("starts-1", "Skriv ett klockslag");
    format.assert_field_error("capacity", "Skriv ett heltal");
}

#[rocket::async_test]
async fn holidays_and_double_bookings_are_remarked_on_but_not_refused() {
    let house = TestHouse::open().await;
    let coordinator = house.as_coordinator().await;
    let trainer = house.account(Role::Trainer, "Tuva Utbildare").await;
    let (_, page) = drafted(&house, &coordinator).await;
    let version = cohorts::queries::all(house.db().read()).await.expect("read")[0].programme_version_id;
    let other = house.cohort(version, "B", 10).await;
    house.teaches(trainer, other).await;

    let trainer = trainer.to_string();
    let fields = [
        ("day-1", "2012-10-04"),
        ("day-2", "2012-10-06"),
        ("place", "Eslöv"),
        ("trainers", trainer.as_str()),
        ("room-1", "stora salen"),
    ];
    let saved = coordinator.send(&page, 0, &fields).await;

    let page = coordinator.follow(&saved).await;
    page.assert_says("6 oktober 2012 är en lördag.");
    page.assert_says("Tuva Utbildare utbildar Omgång B samma dag.");
    page.assert_says("stora salen är bokad för Omgång B samma dag.");
}

#[rocket::async_test]
async fn the_second_saver_sees_both_versions_and_may_save_again() {
    let house = TestHouse::open().await;
    let coordinator = house.as_coordinator().await;
    let (id, opened) = drafted(&house, &coordinator).await;

    coordinator.send(&opened, 0, &[("room", "Biblioteket")]).await.assert_status(Status::SeeOther);
    let second = coordinator.send(&opened, 0, &[("room", "Aulan")]).await;
    let third = coordinator.send(&second, 0, &[]).await;

    second.assert_status(Status::Conflict);
    second.assert_says("Lokal Aulan Biblioteket");
    third.assert_status(Status::SeeOther);
    assert_eq!(house.find_cohort(id).await.room, "Aulan");
}

#[rocket::async_test]
async fn seats_are_added_and_only_free_ones_taken_away() {
    let house = TestHouse::open().await;
    let coordinator = house.as_coordinator().await;
    let version = house.programme().await;
    let cohort = house.cohort(version, "A", 3).await;
    let bjuv = house.municipality("1260", "Bjuv", 15715).await;
    let offer = house.offer("BRF-2012-H", &[cohort], &[bjuv]).await;
    house.participant((offer, cohort), 1, bjuv, "Ada Ansökande").await;
    house.participant((offer, cohort), 3, bjuv, "Bo Behörig").await;
    let path = format!("/desk/cohorts/{cohort}/edit");

    let too_few = coordinator.fill_in(&path, 0, &[("capacity", "1")]).await;
    let raised = coordinator.fill_in(&path, 0, &[("capacity", "5")]).await;
    let numbers = cohorts::queries::seat_numbers(house.db().read(), cohort).await.expect("read");
    let lowered = coordinator.fill_in(&path, 0, &[("capacity", "2")]).await;

    too_few.assert_field_error("capacity", "2 platser är erbjudna eller tagna.");
    raised.assert_status(Status::SeeOther);
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
    lowered.assert_status(Status::SeeOther);
    assert_eq!(cohorts::queries::seat_numbers(house.db().read(), cohort).await.expect("read"), [1, 3]);
}

#[rocket::async_test]
async fn a_code_in_use_is_refused_at_its_field() {
    let house = TestHouse::open().await;
    let coordinator = house.as_coordinator().await;
    drafted(&house, &coordinator).await;

    let again = coordinator.fill_in("/desk/cohorts/new", 0, &FRAME).await;
    let bad = coordinator.fill_in("/desk/cohorts/new", 0, &[&[("code", "HT 2012/A")], &FRAME[..]].concat()).await;

    again.assert_status(Status::UnprocessableEntity);
    again.assert_field_error("code", "Det finns redan en omgång med den koden.");
    bad.assert_field_error("code", "Koden får innehålla");
}

#[rocket::async_test]
async fn the_list_and_the_forms_are_complete_in_english() {
    let house = TestHouse::open().await;
    let coordinator = house.as_coordinator().await;
    let (id, _) = drafted(&house, &coordinator).await;

    let list = coordinator.get("/desk/cohorts?lang=en").await;
    let edit = coordinator.get(&format!("/desk/cohorts/{id}/edit?lang=en")).await;

    list.assert_says("Plan a new cohort");
    list.assert_says("Draft");
    edit.assert_says("Day 1");
    edit.assert_says("Theme 1");
    edit.assert_says("No trainer is chosen.");
    assert!(list.link("Omgång A").ends_with("lang=en"));
}

#[rocket::async_test]
async fn a_trainer_nobody_knows_is_told_at_the_field() {
    let house = TestHouse::open().await;
    let coordinator = house.as_coordinator().await;
    house.account(Role::Trainer, "Tuva Utbildare").await;
    let other = house.account(Role::Coordinator, "Kim Koordinator").await.to_string();
    let (id, page) = drafted(&house, &coordinator).await;

    let unknown = coordinator.send(&page, 0, &[("trainers", "999999")]).await;
    let no_trainer = coordinator.send(&page, 0, &[("trainers", other.as_str())]).await;

    unknown.assert_status(Status::UnprocessableEntity);
    unknown.assert_field_error("trainers", "Välj utbildare bland dem i listan.");
    assert_eq!(no_trainer.status, unknown.status, "{}", no_trainer.text());
    assert!(cohorts::queries::trainers_of(house.db().read(), id).await.expect("read").is_empty());
}
