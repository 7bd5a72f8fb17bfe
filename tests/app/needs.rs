//! Food and access: given by the participant, counted for the kitchen, opened one name at a time, erased afterwards.

use crate::support::TestHouse;
use crate::support::world::day;
use rocket::http::Status;
use sea_orm::{EntityTrait, PaginatorTrait};
use stafett::jobs;
use stafett::journal;
use stafett::kernel::*;
use stafett::locale::stockholm;
use stafett::needs::entity;

/// A participant before the course begins, and "my application".
struct Given {
    house: TestHouse,
    cohort: CohortId,
    participant: ParticipantId,
    application: ApplicationId,
    link: String,
}

async fn given() -> Given {
    let house = TestHouse::open().await;
    house.platform().await;
    let home = house.municipality("1285", "Eslöv", 33_793).await;
    let programme = house.programme().await;
    let cohort = house.cohort(programme, "BRF-2012-A", 4).await;
    let offer = house.offer("BRF-2012-H", &[cohort], &[home]).await;
    let participant = house.participant((offer, cohort), 1, home, "Ada Alm").await;
    let found = stafett::seats::queries::find_participant(house.db().read(), participant).await.expect("read");
    let application = found.and_then(|found| found.application_id).expect("an application");
    let link = house.my_page(application).await;
    Given { house, cohort, participant, application, link }
}

impl Given {
    async fn rows(&self) -> u64 {
        entity::Entity::find().count(self.house.db().read()).await.expect("read")
    }

    async fn events(&self) -> Vec<journal::Told> {
        journal::history_of(self.house.db().read(), "application", self.application.0).await.expect("read")
    }

    /// Lactose, mustard, a hearing loop.
    async fn give(&self) {
        let path = format!("{}/needs", self.link);
        let fields =
            [("food", "lactose_free"), ("other", "Tål inte senap"), ("access", "Jag behöver hörslinga i salen.")];
        let sent = self.house.visitor().fill_in(&path, 0, &fields).await;
        assert_eq!(sent.status, Status::SeeOther, "{}", sent.text());
    }
}

#[rocket::async_test]
async fn what_is_given_lies_sealed_and_is_told_to_the_kitchen_without_a_name() {
    let course = given().await;
    course.give().await;

    let row = entity::Entity::find().one(course.house.db().read()).await.expect("read").expect("a row");
    let page = course.house.as_coordinator().await.get(&format!("/desk/cohorts/{}/needs", course.cohort)).await;
    let own = course.house.visitor().get(&format!("{}/needs", course.link)).await;

    for sealed in [&row.food, &row.access] {
        assert!(!sealed.contains("lactose") && !sealed.contains("senap") && !sealed.contains("slinga"));
    }
    page.assert_says("Utan laktos 1");
    page.assert_says("Tål inte senap");
    page.assert_says("1 deltagare har lämnat behov");
    page.assert_does_not_say("hörslinga");
    own.assert_says("Jag behöver hörslinga i salen.");
    let kitchen = page.text();
    let (before, _) = kitchen.split_once("Tillgänglighet 1").expect("the part about access");
    assert!(!before.contains("Ada Alm"), "{before}");
}

#[rocket::async_test]
async fn each_opening_is_written_down_and_the_participant_sees_it() {
    let course = given().await;
    course.give().await;
    let desk = course.house.as_coordinator().await;
    let page = desk.get(&format!("/desk/cohorts/{}/needs", course.cohort)).await;

    let opened = desk.send(&page, page.form_to("/open"), &[]).await;

    opened.assert_says("Jag behöver hörslinga i salen.");
    assert_eq!(opened.headers["cache-control"], "no-store");
    let events = course.events().await;
    let told = events.iter().find(|told| told.entry.event == "needs.opened").expect("an event");
    assert!(!format!("{events:?}").contains("slinga"), "the journal says what was needed");
    assert!(told.entry.details.contains("coordinator"));
    course.house.visitor().get(&course.link).await.assert_says("3 september 2012 kl. 9.00, samordnare");
    let sheet = desk.get(&format!("/desk/cohorts/{}/participants.xlsx", course.cohort)).await;
    assert!(!sheet.html.contains("senap"));
}

#[rocket::async_test]
async fn needs_are_erased_seven_days_after_the_last_day() {
    let course = given().await;
    course.give().await;

    let last = |days| stockholm::start_of_day(day(2012, 12, 5) + chrono::Days::new(days)).plus_minutes(600);
    let early = jobs::erase_needs(&course.house.house, last(7)).await.expect("a job");
    let kept = course.rows().await;
    let due = jobs::erase_needs(&course.house.house, last(8)).await.expect("a job");

    assert_eq!((early, kept, due, course.rows().await), (0, 1, 1, 0));
    assert!(course.events().await.iter().any(|told| told.entry.event == "needs.erased"));
}

#[rocket::async_test]
async fn needs_are_erased_when_the_seat_is_given_back() {
    let course = given().await;
    course.give().await;
    let mine = course.house.visitor().get(&course.link).await;
    course.house.visitor().send(&mine, mine.form_to("/give-back"), &[]).await;

    let erased = jobs::erase_needs(&course.house.house, course.house.now()).await.expect("a job");

    assert_eq!((erased, course.rows().await), (1, 0));
}

#[rocket::async_test]
async fn once_the_course_has_begun_nothing_is_taken_in() {
    let course = given().await;
    let path = format!("{}/needs", course.link);
    let page = course.house.visitor().get(&path).await;
    course.house.set_clock(stockholm::start_of_day(day(2012, 10, 4)));

    let late = course.house.visitor().send(&page, 0, &[("other", "Tål inte senap")]).await;

    late.assert_status(Status::UnprocessableEntity);
    late.assert_says("Utbildningen har börjat.");
    assert_eq!(course.rows().await, 0);
}

#[rocket::async_test]
async fn the_second_saver_sees_that_somebody_was_first() {
    let course = given().await;
    let path = format!("{}/needs", course.link);
    let (visitor, desk) = (course.house.visitor(), course.house.as_coordinator().await);
    let page = visitor.get(&path).await;
    let entered =
        desk.fill_in(&format!("/desk/applications/{}/needs", course.application), 0, &[("food", "vegan")]).await;

    let second = visitor.send(&page, 0, &[("food", "vegetarian")]).await;
    let same = visitor.send(&page, 0, &[("food", "vegan")]).await;

    assert_eq!(entered.status, Status::SeeOther, "{}", entered.text());
    second.assert_status(Status::Conflict);
    assert_eq!(same.status, Status::SeeOther);
}

#[rocket::async_test]
async fn a_personal_number_and_too_many_words_are_refused_at_their_fields() {
    let course = given().await;
    let path = format!("{}/needs", course.link);
    let long = "a".repeat(121);

    let page =
        course.house.visitor().fill_in(&path, 0, &[("other", &long), ("access", "Mitt nummer är 19121272-1219")]).await;

    page.assert_field_error("other", "Skriv högst 120 tecken.");
    page.assert_field_error("access", "Ta bort personnumret.");
    assert_eq!(course.rows().await, 0);
}

#[rocket::async_test]
async fn what_nobody_left_cannot_be_opened() {
    let course = given().await;
    let desk = course.house.as_coordinator().await;

    let nothing = desk.post(&format!("/desk/cohorts/{}/needs/{}/open", course.cohort, course.participant), &[]).await;

    nothing.assert_status(Status::NotFound);
    assert!(!course.events().await.iter().any(|told| told.entry.event == "needs.opened"));
}
