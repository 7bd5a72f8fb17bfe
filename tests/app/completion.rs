//! Deciding who met the rule: once, on facts that are kept, and again only by hand.

mod dispensing;
mod easing;
mod generated;
mod rechecking;
mod standing;

use crate::support::{TestHouse, Visitor};
use rocket::futures::future::join_all;
use rocket::http::Status;
use sea_orm::{EntityTrait, PaginatorTrait};
use stafett::cohorts::{CohortState, CourseDay};
use stafett::completion::{self, Outcome, queries};
use stafett::graduates::{Graduate, entity::graduate};
use stafett::jobs::turn_cohorts;
use stafett::journal;
use stafett::kernel::{ApplicationId, CohortId, Instant, ParticipantId};
use stafett::locale::stockholm;
use stafett::offers::OfferState;
use stafett::people::Role;

/// A cohort whose six days are marked: Ada was there, Bo missed days 3 and 4, Cia missed three days.
struct Course<'h> {
    house: &'h TestHouse,
    coordinator: Visitor<'h>,
    trainer: Visitor<'h>,
    cohort: CohortId,
    days: Vec<CourseDay>,
    people: Vec<ParticipantId>,
}

const MISSED: [&[usize]; 3] = [&[], &[2, 3], &[1, 2, 3]];

async fn finished_course(house: &TestHouse) -> Course<'_> {
    house.platform().await;
    let eslov = house.municipality("1285", "Eslöv", 30).await;
    let programme = house.programme().await;
    let cohort = house.cohort(programme, "HT12A", 10).await;
    let offer = house.offer("HT12", &[cohort], &[eslov]).await;
    let mut people = Vec::new();
    for (seat, name) in (1..).zip(["Ada Ek", "Bo Al", "Cia Lind"]) {
        people.push(house.participant((offer, cohort), seat, eslov, name).await);
    }
    let account = house.account(Role::Trainer, "Tuva Trainer").await;
    house.teaches(account, cohort).await;
    let days = house.days_of(cohort).await;
    let coordinator = house.as_coordinator().await;
    let course = Course { house, coordinator, trainer: house.session_of(account).await, cohort, days, people };
    for (number, day) in course.days.iter().enumerate() {
        house.set_clock(stockholm::start_of_day(day.day).plus_minutes(600));
        let session = house.session_of(account).await;
        let marks =
            course.people.iter().zip(MISSED).map(|(id, missed)| {
                (format!("mark-{id}"), if missed.contains(&number) { "absent" } else { "present" })
            });
        let marks: Vec<(String, &str)> = marks.collect();
        let fields: Vec<(&str, &str)> = marks.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        session.fill_in(&format!("/days/{}", day.id), 0, &fields).await;
        session.fill_in(&format!("/days/{}/attest", day.id), 0, &[]).await;
    }
    let coordinator = house.signed_in(Role::Coordinator, "Kim Koordinator").await;
    Course { trainer: house.session_of(account).await, coordinator, ..course }
}

impl Course<'_> {
    fn decide(&self) -> String {
        format!("/desk/cohorts/{}/decide", self.cohort)
    }

    async fn decisions(&self) -> Vec<(ParticipantId, Outcome)> {
        let decisions = queries::decisions_of(self.house.db().read(), self.cohort).await.expect("read");
        decisions.into_iter().map(|decision| (decision.participant_id, decision.verdict)).collect()
    }

    async fn graduates(&self) -> Vec<Graduate> {
        graduate::Entity::find().all(self.house.db().read()).await.expect("read")
    }

    async fn decisions_ever(&self) -> u64 {
        completion::entity::Entity::find().count(self.house.db().read()).await.expect("read")
    }
}

#[rocket::async_test]
async fn the_cohort_page_counts_and_explains() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;

    let page = course.coordinator.get(&format!("/desk/cohorts/{}", course.cohort)).await;

    page.assert_ok();
    page.assert_says("Uppfyller kraven 1");
    page.assert_says("Kan fortfarande nå kraven 1");
    page.assert_says("Kan inte längre nå kraven 1");
    page.assert_says("Deltagaren har deltagit 4 av 6 dagar. Kravet är 5.");
    page.assert_says("Utbildare Tuva Trainer");
    course.trainer.get(&format!("/desk/cohorts/{}", course.cohort)).await.assert_status(Status::Forbidden);
    course.coordinator.get("/desk/cohorts/999999").await.assert_status(Status::NotFound);
}

#[rocket::async_test]
async fn twenty_presses_decide_once_and_leave_those_who_can_still_meet_the_rule() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    let preview = course.coordinator.get(&course.decide()).await;
    let form = preview.form_to("/decide");

    let presses = join_all((0..20).map(|_| course.coordinator.send(&preview, form, &[]))).await;

    preview.assert_says("Uppfyller kraven: 1 Ada Ek, Eslöv");
    preview.assert_says("Kan inte längre nå kraven: 1 Cia Lind, Eslöv");
    preview.assert_says("Kan fortfarande nå kraven och väntar: 1 Bo Al, Eslöv");
    assert!(presses.iter().all(|page| page.location() == course.decide()));
    let expected = [(course.people[0], Outcome::Met), (course.people[2], Outcome::Impossible)];
    assert_eq!(course.decisions().await, expected);
    assert_eq!(course.decisions_ever().await, 2);
    let graduates = course.graduates().await;
    assert_eq!(graduates.len(), 1);
    assert_eq!(graduates[0].completed_on, course.days[5].day);
    course.coordinator.get(&course.decide()).await.assert_says("Beslutade: 2");
}

#[rocket::async_test]
async fn a_day_made_up_completes_the_course_on_the_day_of_the_decision() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    house.set_clock(house.now().plus_days(30));
    let coordinator = house.signed_in(Role::Coordinator, "Lo Koordinator").await;
    let path = format!("/days/{}/participants/{}", course.days[2].id, course.people[1]);

    coordinator.fill_in(&path, 0, &[("kind", "made_up"), ("reference", "Skriftlig uppgift 3")]).await;
    let page = coordinator.get(&course.decide()).await;
    coordinator.send(&page, page.form_to("/decide"), &[]).await;

    let bo = course.graduates().await.into_iter().find(|each| each.completed_on != course.days[5].day);
    assert_eq!(bo.map(|each| each.completed_on), Some(stockholm::today(house.now())));
    assert_eq!(course.decisions().await.len(), 3);
}

#[rocket::async_test]
async fn a_correction_after_the_decision_is_shown_and_decided_again_only_by_hand() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    let preview = course.coordinator.get(&course.decide()).await;
    course.coordinator.send(&preview, preview.form_to("/decide"), &[]).await;
    let path = format!("/days/{}/participants/{}", course.days[0].id, course.people[0]);
    for day in 0..3 {
        let path = format!("/days/{}/participants/{}", course.days[day].id, course.people[0]);
        course.trainer.fill_in(&path, 0, &[("kind", "absent"), ("reason", "Fel rad markerad")]).await;
    }

    course.coordinator.post(&course.decide(), &[("fingerprint", "x")]).await;
    let before = course.decisions().await;
    let page = course.coordinator.get(&course.decide()).await;
    let form = page.form_to(&format!("/decide/{}", course.people[0]));
    course.coordinator.send(&page, form, &[]).await;
    let late = course.coordinator.send(&page, form, &[]).await;

    page.assert_says("Underlaget har ändrats efter beslutet: 1");
    page.assert_says("Underlaget säger nu: Uppfyller inte kraven.");
    page.assert_says("Dag 1: då närvarande, nu frånvarande.");
    assert!(before.contains(&(course.people[0], Outcome::Met)));
    assert!(course.decisions().await.contains(&(course.people[0], Outcome::Impossible)));
    assert_eq!(course.decisions_ever().await, 3);
    assert!(course.graduates().await[0].withdrawn_at.is_some());
    // What was shown is decided: the second press of the same button is led to it, and decides nothing more.
    assert_eq!(late.location(), course.decide());
    course.trainer.get(&path).await.assert_says("Frånvarande Tuva Trainer Fel rad markerad");
}

#[rocket::async_test]
async fn the_second_writer_of_a_days_content_sees_both() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    let path = format!("/desk/cohorts/{}/days/{}", course.cohort, course.days[0].id);
    let (first, second) = (course.coordinator.get(&path).await, course.coordinator.get(&path).await);

    let saved = course.coordinator.send(&first, 0, &[("lecturers", "Lena Lärare")]).await;
    let stale = course.coordinator.send(&second, 0, &[("lecturers", "Olle Orator")]).await;
    course.coordinator.send(&stale, 0, &[]).await;

    assert!(saved.location().starts_with("/desk/cohorts/"));
    stale.assert_status(Status::Conflict);
    stale.assert_says("Så står det nu: Föreläsare Lena Lärare");
    assert!(stale.html.contains("Olle Orator"));
    let page = course.coordinator.get(&format!("/desk/cohorts/{}", course.cohort)).await;
    page.assert_says("Föreläsare: Olle Orator");
}

#[rocket::async_test]
async fn participants_and_attendance_come_as_sheets_and_the_pages_in_english() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    let desk = format!("/desk/cohorts/{}", course.cohort);

    let participants = course.coordinator.get(&format!("{desk}/participants.xlsx")).await;
    let attendance = course.coordinator.get(&format!("{desk}/attendance.xlsx")).await;
    let english = course.coordinator.get(&format!("{}?lang=en", course.decide())).await;

    assert_eq!(cells(&participants.bytes)[1][..4], ["1", "Ada Ek", "", "Eslöv"]);
    assert_eq!(cells(&attendance.bytes)[0][2], "2012-10-04");
    assert_eq!(cells(&attendance.bytes)[2][..5], ["Bo Al", "Eslöv", "Närvarande", "Närvarande", "Frånvarande"]);
    english.assert_says("Meet the requirements: 1");
    english.assert_says("The participant has attended 4 of 6 days.");
}

fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
    use calamine::{Reader, Xlsx};
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes.to_vec())).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("cells");
    sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

#[rocket::async_test]
async fn a_cohort_begins_with_day_1_and_is_closed_once_attested_and_decided() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    let offer = stafett::offers::queries::offer_of(house.db().read(), course.cohort).await.expect("read").expect("one");
    house.set_offer_state(offer.id, OfferState::Allocated).await;
    let begins = stockholm::parse_local(course.days[0].day, "09:00").expect("a time");
    let run = async |now| turn_cohorts(&house.house, now).await.expect("a run");

    let before = run(Instant::from_millis(begins.millis() - 1)).await;
    let first = (run(begins).await, house.find_cohort(course.cohort).await.state);
    let undecided = run(begins.plus_days(430)).await;
    house.set_clock(begins.plus_days(430));
    let kim = house.signed_in(Role::Coordinator, "Kaj Koordinator").await;
    let preview = kim.get(&course.decide()).await;
    kim.send(&preview, preview.form_to("/decide"), &[]).await.assert_status(Status::SeeOther);
    let last = (run(house.now()).await, house.find_cohort(course.cohort).await.state);
    let again = run(house.now()).await;

    assert_eq!((before, undecided, again), (0, 0, 0));
    assert_eq!(first, (1, CohortState::Running));
    assert_eq!(last, (2, CohortState::Closed));
    assert_eq!(house.find_offer(offer.id).await.state, OfferState::Ended);
    let history = journal::history_of(house.db().read(), "cohort", course.cohort.0).await.expect("read");
    let events: Vec<_> = history.iter().map(|told| told.entry.event.as_str()).collect();
    assert!(events.contains(&"cohort.begun") && events.contains(&"cohort.closed"), "{events:?}");
}

#[rocket::async_test]
async fn closing_takes_nothing_from_participants_trainers_and_coordinators() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    let ends = stockholm::parse_local(course.days[5].day, "16:00").expect("a time");
    turn_cohorts(&house.house, ends).await.expect("a run");
    let application = house.find_application(ApplicationId(1)).await.id;

    let open = turn_cohorts(&house.house, ends.plus_days(549)).await.expect("a run");
    let at_last = turn_cohorts(&house.house, ends.plus_days(550)).await.expect("a run");

    assert_eq!((open, at_last), (0, 1));
    assert_eq!(house.find_cohort(course.cohort).await.state, CohortState::Closed);
    house.visitor().get(&house.my_page(application).await).await.assert_ok();
    course.trainer.get(&format!("/days/{}", course.days[0].id)).await.assert_ok();
    let preview = course.coordinator.get(&course.decide()).await;
    course.coordinator.send(&preview, preview.form_to("/decide"), &[]).await.assert_status(Status::SeeOther);
    course.coordinator.get("/desk").await.assert_says("Omgång HT12A");
}

#[rocket::async_test]
async fn what_is_decided_is_what_was_previewed() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    let preview = course.coordinator.get(&course.decide()).await;
    let path = format!("/days/{}/participants/{}", course.days[2].id, course.people[1]);
    course.coordinator.fill_in(&path, 0, &[("kind", "made_up"), ("reference", "Skriftlig uppgift 3")]).await;

    let changed = course.coordinator.send(&preview, preview.form_to("/decide"), &[]).await;
    let decided = course.decisions_ever().await;
    let seen = course.coordinator.send(&changed, changed.form_to("/decide"), &[]).await;

    changed.assert_status(Status::Conflict);
    changed.assert_says("Inget är beslutat. Så här ser det ut nu.");
    assert_eq!(decided, 0);
    seen.assert_status(Status::SeeOther);
    assert_eq!(course.decisions_ever().await, 3);
}

#[rocket::async_test]
async fn what_is_decided_anew_is_what_was_shown() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    let preview = course.coordinator.get(&course.decide()).await;
    course.coordinator.send(&preview, preview.form_to("/decide"), &[]).await;
    let path = |day: usize| format!("/days/{}/participants/{}", course.days[day].id, course.people[0]);
    let absent = [("kind", "absent"), ("reason", "Fel rad markerad")];
    for day in [2, 3] {
        course.trainer.fill_in(&path(day), 0, &absent).await;
    }

    let shown = course.coordinator.get(&course.decide()).await;
    let form = shown.form_to(&format!("/decide/{}", course.people[0]));
    course.trainer.fill_in(&path(4), 0, &absent).await;
    let changed = course.coordinator.send(&shown, form, &[]).await;
    let (standing, ever) = (course.decisions().await, course.decisions_ever().await);
    let bare = course.coordinator.post(&format!("{}/{}", course.decide(), course.people[0]), &[]).await;
    let form = changed.form_to(&format!("/decide/{}", course.people[0]));
    let presses = join_all((0..5).map(|_| course.coordinator.send(&changed, form, &[]))).await;

    shown.assert_says("Underlaget säger nu: Kan fortfarande nå kraven.");
    changed.assert_status(Status::Conflict);
    changed.assert_says("Inget är beslutat. Så här ser det ut nu.");
    changed.assert_says("Underlaget säger nu: Uppfyller inte kraven.");
    changed.assert_says("Dag 5: då närvarande, nu frånvarande.");
    assert!(standing.contains(&(course.people[0], Outcome::Met)));
    assert_eq!(ever, 2);
    bare.assert_status(Status::Conflict);
    assert!(presses.iter().all(|page| page.location() == course.decide()));
    assert!(course.decisions().await.contains(&(course.people[0], Outcome::Impossible)));
    assert_eq!(course.decisions_ever().await, 3);
}

#[rocket::async_test]
async fn who_is_decided_about_reads_what_the_decision_rests_on() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    let own = house.my_page(ApplicationId(1)).await;
    let before = house.visitor().get(&own).await;
    let preview = course.coordinator.get(&course.decide()).await;
    course.coordinator.send(&preview, preview.form_to("/decide"), &[]).await;
    let path = format!("/days/{}/participants/{}", course.days[2].id, course.people[0]);
    course.trainer.fill_in(&path, 0, &[("kind", "absent"), ("reason", "Fel rad markerad")]).await;

    let after = house.visitor().get(&own).await;

    before.assert_does_not_say("Vad beslutet bygger på");
    after.assert_says(
        "Vad beslutet bygger på Kraven då: Minst 5 av 6 dagar, dag 1 och 6 måste ingå. Du har deltagit 6 av 6 dagar.",
    );
    after.assert_says("Du har deltagit 5 av 6 dagar.");
}

#[rocket::async_test]
async fn as_many_others_are_not_what_was_previewed() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    let preview = course.coordinator.get(&course.decide()).await;
    let path = |day: usize, who: usize| format!("/days/{}/participants/{}", course.days[day].id, course.people[who]);

    for day in [2, 3] {
        course.trainer.fill_in(&path(day, 0), 0, &[("kind", "absent"), ("reason", "Fel rad markerad")]).await;
    }
    course.coordinator.fill_in(&path(2, 1), 0, &[("kind", "made_up"), ("reference", "Skriftlig uppgift 3")]).await;
    let changed = course.coordinator.send(&preview, preview.form_to("/decide"), &[]).await;

    changed.assert_status(Status::Conflict);
    changed.assert_says("Uppfyller kraven: 1 Bo Al, Eslöv");
    assert_eq!(course.decisions_ever().await, 0);
}
