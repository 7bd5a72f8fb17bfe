//! Marking a day: by phone and by form, by two trainers at once, before and after attestation.

mod corrections;
mod rosters;

use crate::support::{Page, TestHouse, Visitor};
use rocket::futures::future::join_all;
use rocket::http::Status;
use stafett::attendance::{MarkKind, queries};
use stafett::cohorts::CourseDay;
use stafett::kernel::{AccountId, ApplicationId, CohortId, CourseDayId, OrganisationId, ParticipantId};
use stafett::locale::stockholm;
use stafett::people::Role;

/// A cohort of three participants on its first day, with its trainer.
struct Course<'h> {
    house: &'h TestHouse,
    trainer: Visitor<'h>,
    account: AccountId,
    cohort: CohortId,
    days: Vec<CourseDay>,
    people: Vec<ParticipantId>,
    eslov: OrganisationId,
}

async fn course(house: &TestHouse) -> Course<'_> {
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
    house.set_clock(stockholm::start_of_day(days[0].day).plus_minutes(9 * 60 + 4));
    Course { house, trainer: house.session_of(account).await, account, cohort, days, people, eslov }
}

impl Course<'_> {
    /// The trainer on the morning of a day, signed in anew.
    async fn on_day(&self, day: usize) -> Visitor<'_> {
        self.house.set_clock(stockholm::start_of_day(self.days[day].day).plus_minutes(600));
        self.house.session_of(self.account).await
    }

    fn roster(&self, day: usize) -> String {
        format!("/days/{}", self.days[day].id)
    }

    fn person(&self, day: usize, person: usize) -> String {
        format!("/days/{}/participants/{}", self.days[day].id, self.people[person])
    }

    fn mark(&self, person: usize) -> String {
        format!("mark-{}", self.people[person])
    }

    async fn tap(&self, who: &Visitor<'_>, person: usize, kind: &str, nonce: &str) -> Page {
        let participant = self.people[person].to_string();
        let fields = [("participant", participant.as_str()), ("kind", kind), ("minutes", "300"), ("nonce", nonce)];
        who.post(&format!("{}/marks", self.roster(0)), &fields).await
    }

    async fn history(&self, day: usize, person: usize) -> Vec<MarkKind> {
        let marks = queries::history(self.house.db().read(), self.people[person], self.days[day].id).await;
        marks.expect("read").into_iter().map(|mark| mark.kind).collect()
    }

    async fn standing(&self, day: CourseDayId) -> usize {
        queries::standing_on(self.house.db().read(), &[day]).await.expect("read").len()
    }
}

#[rocket::async_test]
async fn the_trainers_day_stands_first_and_leads_to_the_roster() {
    let house = TestHouse::open().await;
    let course = course(&house).await;

    let list = course.trainer.get("/days").await;
    let roster = course.trainer.get(&list.link("torsdag 4 oktober 2012")).await;

    list.assert_says("I dag torsdag 4 oktober 2012");
    list.assert_says("0 av 3 markerade");
    roster.assert_ok();
    roster.assert_says("Omgång HT12A");
    roster.assert_says("Bo Al Eslöv");
    roster.assert_says("0 av 3");
}

#[rocket::async_test]
async fn six_days_are_marked_without_script_and_add_up_in_words() {
    let house = TestHouse::open().await;
    let course = course(&house).await;

    for day in 0..6 {
        let trainer = course.on_day(day).await;
        let bo = course.mark(1);
        let fields: &[(&str, &str)] = if day == 2 { &[(&bo, "notified"), ("do", "all")] } else { &[("do", "all")] };
        let saved = trainer.fill_in(&course.roster(day), 0, fields).await;
        assert_eq!(saved.location(), course.roster(day));
        trainer.follow(&saved).await.assert_says("Sparat 10.00");
        trainer.fill_in(&format!("{}/attest", course.roster(day)), 0, &[]).await;
    }

    let page = course.on_day(5).await.get(&course.person(5, 1)).await;
    page.assert_says("Deltagaren har deltagit 5 av 6 dagar.");
    page.assert_says("Deltagaren har uppfyllt kraven.");
    assert_eq!(course.history(2, 1).await, [MarkKind::Notified]);
}

#[rocket::async_test]
async fn all_present_leaves_an_excused_absence_alone() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    course.tap(&course.trainer, 1, "notified", "phone-0001").await.assert_ok();

    let saved = course.trainer.fill_in(&course.roster(0), 0, &[("do", "all")]).await;

    course.trainer.follow(&saved).await.assert_says("3 av 3");
    assert_eq!(course.history(0, 0).await, [MarkKind::Present]);
    assert_eq!(course.history(0, 1).await, [MarkKind::Notified]);
}

#[rocket::async_test]
async fn a_form_sent_twenty_times_marks_once() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    let page = course.trainer.get(&course.roster(0)).await;
    let bo = course.mark(1);

    for _ in 0..20 {
        let saved = course.trainer.send(&page, 0, &[(&bo, "absent"), ("do", "all")]).await;
        assert_eq!(saved.location(), course.roster(0));
    }

    assert_eq!(course.history(0, 0).await, [MarkKind::Present]);
    assert_eq!(course.history(0, 1).await, [MarkKind::Absent]);
}

#[rocket::async_test]
async fn a_tap_sent_again_is_answered_as_the_first_even_after_another_mark() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    let first = course.tap(&course.trainer, 0, "present", "phone-0001").await;
    house.set_clock(house.now().plus_minutes(10));
    course.tap(&course.trainer, 0, "absent", "phone-0002").await.assert_ok();

    let again = course.tap(&course.trainer, 0, "present", "phone-0001").await;

    assert!(first.html.contains("\"saved\":\"9.04\""), "{}", first.html);
    assert_eq!(again.html, first.html);
    assert_eq!(course.history(0, 0).await, [MarkKind::Present, MarkKind::Absent]);
}

#[rocket::async_test]
async fn five_phones_that_send_the_same_marks_make_one_of_each() {
    let house = TestHouse::open().await;
    let course = course(&house).await;

    let sent = (0..5).flat_map(|_| (0..3).map(|person| (person, format!("phone-000{person}"))));
    let sent: Vec<_> = sent.collect();
    let answers =
        join_all(sent.iter().map(|(person, nonce)| course.tap(&course.trainer, *person, "present", nonce))).await;

    assert!(answers.iter().all(|answer| answer.status == Status::Ok));
    for person in 0..3 {
        assert_eq!(course.history(0, person).await, [MarkKind::Present]);
    }
}

#[rocket::async_test]
async fn of_two_trainers_the_later_stands_and_both_are_on_record() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    let second = house.account(Role::Trainer, "Urban Trainer").await;
    house.teaches(second, course.cohort).await;
    let second = house.session_of(second).await;
    let stale = course.trainer.fill_in(&course.roster(0), 0, &[(&course.mark(1), "present")]).await;
    let open_since_then = course.trainer.follow(&stale).await;
    course.tap(&second, 1, "absent", "phone-0002").await.assert_ok();

    // The first trainer's page still shows Bo as present; saving it says nothing new about Bo.
    course.trainer.send(&open_since_then, 0, &[(&course.mark(0), "present")]).await;

    let page = second.get(&course.person(0, 1)).await;
    page.assert_says("Frånvarande Urban Trainer");
    page.assert_says("Närvarande Tuva Trainer");
    assert_eq!(course.history(0, 1).await, [MarkKind::Present, MarkKind::Absent]);
    assert_eq!(course.standing(course.days[0].id).await, 2);
}

#[rocket::async_test]
async fn a_partly_attended_day_says_its_minutes_and_a_wrong_number_is_told_at_the_row() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    let (bo, minutes) = (course.mark(1), format!("minutes-{}", course.people[1]));

    let wrong = course.trainer.fill_in(&course.roster(0), 0, &[(&bo, "partial"), (&minutes, "400")]).await;
    let right = course.trainer.fill_in(&course.roster(0), 0, &[(&bo, "partial"), (&minutes, "300")]).await;

    wrong.assert_status(Status::UnprocessableEntity);
    wrong.assert_field_error(&minutes, "Skriv ett heltal från 1 till 359.");
    assert_eq!(right.location(), course.roster(0));
    course.trainer.get(&course.person(0, 1)).await.assert_says("Delvis, 300 av 360 min");
}

#[rocket::async_test]
async fn after_attestation_a_change_needs_a_reason_and_both_marks_stay() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    course.trainer.fill_in(&course.roster(0), 0, &[(&course.mark(0), "present")]).await;

    let asked = course.trainer.get(&format!("{}/attest", course.roster(0))).await;
    let attested = course.trainer.send(&asked, 0, &[]).await;
    let tapped = course.tap(&course.trainer, 0, "absent", "phone-0009").await;
    let silent = course.trainer.fill_in(&course.person(0, 0), 0, &[("kind", "absent")]).await;
    let fields = [("kind", "absent"), ("reason", "Fel rad markerad")];
    let told = course.trainer.fill_in(&course.person(0, 0), 0, &fields).await;

    asked.assert_says("Utan markering Bo Al, Eslöv Cia Lind, Eslöv");
    course.trainer.follow(&attested).await.assert_says("Intygad av Tuva Trainer 4 oktober 2012 kl. 9.04");
    tapped.assert_status(Status::UnprocessableEntity);
    silent.assert_status(Status::UnprocessableEntity);
    silent.assert_field_error("reason", "Dagen är intygad. Skriv varför markeringen ändras.");
    let page = course.trainer.follow(&told).await;
    page.assert_says("Frånvarande Tuva Trainer Fel rad markerad");
    assert_eq!(course.history(0, 0).await, [MarkKind::Present, MarkKind::Absent]);
}

#[rocket::async_test]
async fn an_undone_mark_is_open_again_and_stays_on_record() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    course.tap(&course.trainer, 0, "absent", "phone-0001").await.assert_ok();

    course.trainer.fill_in(&course.person(0, 0), 0, &[("kind", "open")]).await;

    course.trainer.get(&course.roster(0)).await.assert_says("0 av 3");
    assert_eq!(course.history(0, 0).await, [MarkKind::Absent, MarkKind::Open]);
}

#[rocket::async_test]
async fn what_waited_on_a_phone_is_not_saved_in_the_name_of_whoever_signs_in_next() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    let (person, other) = (course.people[0].to_string(), (course.account.0 + 1).to_string());
    let fields = [("participant", &*person), ("kind", "absent"), ("nonce", "phone-0001"), ("account", &*other)];

    let refused = course.trainer.post(&format!("{}/marks", course.roster(0)), &fields).await;

    refused.assert_status(Status::Forbidden);
    assert!(course.history(0, 0).await.is_empty());
}

#[rocket::async_test]
async fn another_cohorts_trainer_finds_nothing() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    let stranger = house.signed_in(Role::Trainer, "Frida Trainer").await;

    let pages = [
        stranger.get(&course.roster(0)).await,
        stranger.get(&course.person(0, 0)).await,
        stranger.get(&format!("{}/attest", course.roster(0))).await,
        stranger.post(&format!("{}/attest", course.roster(0)), &[]).await,
        course.tap(&stranger, 0, "present", "phone-0001").await,
        stranger.get("/days/999999").await,
    ];

    assert!(pages.iter().all(|page| page.status == Status::NotFound));
    stranger.get("/days").await.assert_does_not_say("HT12A");
    assert!(course.history(0, 0).await.is_empty());
}

#[rocket::async_test]
async fn a_day_is_made_up_by_a_coordinator_with_a_reference_and_not_by_a_trainer() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    let coordinator = house.as_coordinator().await;
    let path = course.person(0, 0);

    let by_trainer = course.trainer.fill_in(&path, 0, &[("kind", "made_up"), ("reference", "Omgång B")]).await;
    let without = coordinator.fill_in(&path, 0, &[("kind", "made_up")]).await;
    coordinator.fill_in(&path, 0, &[("kind", "made_up"), ("reference", "Omgång B, 8 november 2012")]).await;

    by_trainer.assert_status(Status::UnprocessableEntity);
    without.assert_field_error("reference", "Skriv var det går att läsa om dagen");
    let page = course.trainer.get(&path).await;
    page.assert_says("Tagit igen, Omgång B, 8 november 2012");
    page.assert_says("Deltagaren har deltagit 1 av 6 dagar.");
}

#[rocket::async_test]
async fn whoever_is_about_to_fall_below_the_rule_is_flagged() {
    let house = TestHouse::open().await;
    let course = course(&house).await;

    // One day may be missed and one made up; the second missed day leaves no more.
    for day in 1..3 {
        let trainer = course.on_day(day).await;
        trainer.fill_in(&course.roster(day), 0, &[(&course.mark(1), "absent"), ("do", "all")]).await;
        trainer.fill_in(&format!("{}/attest", course.roster(day)), 0, &[]).await;
    }

    let page = course.on_day(3).await.get(&course.roster(3)).await;
    page.assert_says("Bo Al Eslöv Kan inte missa fler dagar");
    page.assert_does_not_say("Ada Ek Eslöv Kan inte missa fler dagar");
}

#[rocket::async_test]
async fn the_roster_speaks_english_and_masks_whoever_is_protected() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    protect(&course, 1).await;

    let page = course.trainer.get(&format!("{}?lang=en", course.roster(0))).await;

    page.assert_says("Protected personal data ");
    page.assert_does_not_say("Bo Al");
    page.assert_says("All present marks only those without a mark.");
    assert!(!page.text().contains("Närvarande"));
}

#[rocket::async_test]
async fn a_participant_confirms_how_the_name_stands_on_the_certificate() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    let application = application_of(&course, 0).await;
    let path = format!("{}/name", house.my_page(application).await);
    let visitor = house.visitor();

    let first = visitor.get(&path).await;
    let empty = visitor.send(&first, 0, &[("name", " ")]).await;
    let saved = visitor.send(&first, 0, &[("name", "Ada Maria Ek")]).await;
    let late = visitor.send(&first, 0, &[("name", "Ada M Ek")]).await;

    first.assert_says("Så står ditt namn på intyget Ada Ek");
    empty.assert_field_error("name", "Skriv för- och efternamn.");
    visitor.follow(&saved).await.assert_says("Du bekräftade namnet 4 oktober 2012 kl. 9.04");
    late.assert_status(Status::Conflict);
    late.assert_says("Där står nu: Ada Maria Ek");
    visitor.get("/my/unknown-token/name").await.assert_status(Status::NotFound);
}

#[rocket::async_test]
async fn my_application_shows_the_own_days_and_what_remains() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    course.trainer.fill_in(&course.roster(0), 0, &[("do", "all")]).await;
    course.trainer.fill_in(&format!("{}/attest", course.roster(0)), 0, &[]).await;

    let told = section(&course, 0).await;

    assert!(told.contains("Du har deltagit 1 av 6 dagar. Kravet är 5."), "{told}");
    assert!(told.contains("Närvarande"), "{told}");
    assert!(told.contains("Bekräfta namnet före sista dagen."), "{told}");
}

async fn section(course: &Course<'_>, person: usize) -> String {
    use stafett::applications::Applicant;
    use stafett::kernel::Lang;
    use stafett::web::parts::{Chrome, LangFrom};
    let house = course.house;
    let application = application_of(course, person).await;
    let token = house.my_page(application).await.replace("/my/", "");
    let who = Applicant::prove(house.db().read(), &house.house.tokens, &token, house.now())
        .await
        .expect("read")
        .expect("a link");
    let chrome = Chrome::public(Lang::Sv, LangFrom::Reader, "/my", "Test");
    let told = stafett::web::attendance::my_section::section(&house.house, &who, &chrome, house.now());
    told.await.expect("a section").expect("a participant")
}

async fn application_of(course: &Course<'_>, person: usize) -> ApplicationId {
    let found = stafett::seats::queries::find_participant(course.house.db().read(), course.people[person]).await;
    found.expect("read").and_then(|participant| participant.application_id).expect("an application")
}

async fn protect(course: &Course<'_>, person: usize) {
    use sea_orm::sea_query::Expr;
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
    use stafett::people::entity::person as persons;
    let application = course.house.find_application(application_of(course, person).await).await;
    assert_eq!(application.organisation_id, course.eslov);
    let tx = course.house.db().begin_write().await.expect("a transaction");
    persons::Entity::update_many()
        .col_expr(persons::Column::IsProtected, Expr::value(true))
        .filter(persons::Column::Id.eq(application.person_id))
        .exec(&tx)
        .await
        .expect("a row");
    tx.commit().await.expect("a commit");
}
