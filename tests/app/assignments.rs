//! Assignments: handed in by the participant, answered by the trainer, counted by the rule, kept and disposed of.

use crate::support::{Page, TestHouse, Visitor};
use rocket::http::{ContentType, Header, Method, Status};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, Statement};
use stafett::assignments::queries;
use stafett::check::recheck::recheck;
use stafett::completion::facts;
use stafett::kernel::*;
use stafett::people::Role;
use stafett::privacy::extract::gather;
use stafett::requirements::AssignmentState;
use stafett::rollouts::PlanState;
use stafett::rollouts::entity::rollout_plan;

/// A cohort whose rule asks for the assignment "plan", with Ada in it, taught by Tuva.
pub struct Course<'h> {
    pub house: &'h TestHouse,
    pub cohort: CohortId,
    pub eslov: OrganisationId,
    pub ada: ParticipantId,
    pub page: String,
    pub trainer: AccountId,
}

pub async fn course(house: &TestHouse) -> Course<'_> {
    house.platform().await;
    let eslov = house.municipality("1285", "Eslöv", 30).await;
    let programme = house.programme().await;
    let cohort = house.cohort(programme, "HT12A", 10).await;
    house.asks_for_a_plan(cohort).await;
    let offer = house.offer("HT12", &[cohort], &[eslov]).await;
    let ada = house.participant((offer, cohort), 1, eslov, "Ada Ek").await;
    let application = stafett::applications::queries::of_offer(house.db().read(), offer).await.expect("read")[0].id;
    let trainer = house.account(Role::Trainer, "Tuva Trainer").await;
    house.teaches(trainer, cohort).await;
    Course { house, cohort, eslov, ada, page: house.my_page(application).await, trainer }
}

impl Course<'_> {
    pub fn task(&self) -> String {
        format!("{}/assignments/1", self.page)
    }

    pub async fn tuva(&self) -> Visitor<'_> {
        self.house.session_of(self.trainer).await
    }

    pub async fn write(&self, words: &str) -> Page {
        self.house.visitor().fill_in(&self.task(), 0, &[("way", "text"), ("words", words)]).await
    }

    /// Sends a file as a browser does.
    async fn send_file(&self, bytes: &str) -> Page {
        self.send_beside(("file", ""), bytes).await
    }

    /// Sends a file beside these words, the way chosen so.
    pub async fn send_beside(&self, (way, words): (&str, &str), bytes: &str) -> Page {
        let page = self.house.visitor().get(&self.task()).await;
        let (action, fields) = page.form(0);
        let field = |name: &str, value: &str| {
            format!("--grans\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let standing = fields.iter().filter(|(name, _)| !["way", "file", "words"].contains(&name.as_str()));
        let standing: String = standing.map(|(name, value)| field(name, value)).collect();
        let file = "--grans\r\nContent-Disposition: form-data; name=\"file\"; filename=\"ada-ek.exe\"\r\n\
                    Content-Type: application/octet-stream\r\n\r\n";
        let chosen = [field("way", way), field("words", words)].concat();
        let body = [&standing, &chosen, file, bytes, "\r\n--grans--\r\n"].concat();
        let kind = ContentType::new("multipart", "form-data").with_params(("boundary", "grans"));
        let headers = [Header::new("Content-Type", kind.to_string()), Header::new("Accept-Language", "sv")];
        self.house.visitor().send_raw(Method::Post, &action, &headers, &body).await
    }

    pub async fn newest(&self) -> HandInId {
        queries::all_of(self.house.db().read(), self.ada, "plan").await.expect("read")[0].id
    }

    pub async fn answer(&self, verdict: &str, comment: &str) -> Page {
        let path = format!("/hand-ins/{}", self.newest().await);
        self.tuva().await.fill_in(&path, 0, &[("verdict", verdict), ("comment", comment)]).await
    }

    async fn state(&self) -> Option<AssignmentState> {
        let records = facts::records_of(self.house.db().read(), self.cohort).await.expect("read");
        records[0].1.assignments.get("plan").copied()
    }

    /// Moves the organisation's plan to another state.
    async fn comes_to(&self, state: &str) {
        self.run(&format!("UPDATE rollout_plans SET state = '{state}'")).await;
        let values = format!("SELECT id, '{state}', '2012-09-03', {} FROM rollout_plans", self.house.now().millis());
        self.run(&format!("INSERT INTO rollout_states (plan_id, state, from_day, recorded_at) {values}")).await;
    }

    pub async fn run(&self, sql: &str) {
        let tx = self.house.db().begin_write().await.expect("a transaction");
        tx.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        tx.commit().await.expect("a commit");
    }

    pub async fn number(&self, sql: &str) -> i64 {
        let db = self.house.db().read();
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await;
        row.expect("read").expect("a row").try_get("", "n").expect("a number")
    }
}

#[rocket::async_test]
async fn an_assignment_goes_back_and_forth_until_it_is_approved() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    let before = house.visitor().get(&course.page).await;

    let handed = course.write("Vår plan är att börja med budgeten.").await;
    let to_trainer = house.letter_to("tuva.trainer@example.org").await;
    let table = course.tuva().await.get(&format!("/cohorts/{}/assignments", course.cohort)).await;
    let returned = course.answer("returned", "Vem gör vad, och när?").await;
    let to_ada = house.letter_to("ada.ek@example.org").await;
    let told = house.visitor().get(&course.page).await;
    let state = course.state().await;
    course.write("Ada skriver, nämnden beslutar i mars.").await.assert_status(Status::SeeOther);
    let approved = course.answer("approved", "").await;
    let done = house.visitor().get(&course.task()).await;

    before.assert_says("Hemuppgifter plan Inte inlämnad Lämna in");
    before.assert_says("Hemuppgiften ”plan” ska vara godkänd och är inte påbörjad.");
    assert!(handed.location().ends_with("/assignments/1?done=yes"), "{}", handed.text());
    assert!(to_trainer.text_body.contains("Ada Ek har lämnat in hemuppgiften ”plan”."), "{}", to_trainer.text_body);
    table.assert_says("1 väntar på att läsas.");
    table.assert_says("Ada Ek Eslöv Inlämnad Öppna");
    assert_eq!(returned.location(), format!("/cohorts/{}/assignments", course.cohort));
    assert!(to_ada.text_body.contains("Vem gör vad, och när?"), "{}", to_ada.text_body);
    told.assert_says("Återlämnad Vem gör vad, och när? Läs och lämna in igen");
    assert_eq!(state, Some(AssignmentState::Returned));
    approved.assert_status(Status::SeeOther);
    assert_eq!(course.state().await, Some(AssignmentState::Approved));
    done.assert_says("Hemuppgiften är godkänd. Du behöver inte göra något mer.");
    done.assert_says("Vår plan är att börja med budgeten.");
    done.assert_says("Ada skriver, nämnden beslutar i mars.");
    done.assert_says("Tuva Trainer");
    assert!(done.posting_forms().iter().all(|(to, ..)| !to.contains("/assignments/")));
    house.visitor().get(&course.page).await.assert_says("Hemuppgiften ”plan” ska vara godkänd och är godkänd.");
    course.tuva().await.get("/days").await.assert_says("Omgång HT12A : alla är lästa");
}

#[rocket::async_test]
async fn a_file_is_what_its_bytes_say_and_only_ever_kept() {
    let house = TestHouse::open().await;
    let course = course(&house).await;

    let odd = course.send_file("MZ\u{0}\u{1}").await;
    let none = course.send_file("").await;
    let large = course.send_file(&"a".repeat(5 * 1024 * 1024 + 1)).await;
    let far_too_large = course.send_file(&"a".repeat(7 * 1024 * 1024)).await;
    let sent = course.send_file("%PDF-1.7\nplanen").await;
    let own = house.visitor().get(&format!("{}/hand-ins/{}/file", course.page, course.newest().await)).await;
    let read = course.tuva().await.get(&format!("/hand-ins/{}/file", course.newest().await)).await;

    odd.assert_field_error("file", "Välj en fil i något av formaten PDF, ODT, DOCX (utan makron) eller TXT (UTF-8).");
    none.assert_field_error("file", "Välj en fil.");
    large.assert_field_error("file", "Välj en fil på högst 5 MB.");
    far_too_large.assert_field_error("file", "Välj en fil på högst 5 MB.");
    sent.assert_status(Status::SeeOther);
    for page in [own, read] {
        page.assert_ok();
        assert_eq!(page.bytes, b"%PDF-1.7\nplanen");
        let says = |name: &str| page.headers.get(name).cloned().unwrap_or_default();
        assert_eq!(says("content-type"), "application/pdf");
        assert!(says("content-disposition").starts_with("attachment; filename=\"hemuppgift-"));
        assert_eq!(says("x-content-type-options"), "nosniff");
    }
    let kept = house.visitor().get(&course.task()).await;
    kept.assert_says("Hämta filen (PDF, 1 kB)");
    assert!(!kept.html.contains("ada-ek"));
}

#[rocket::async_test]
async fn the_rollout_plan_is_handed_in_as_it_stands_at_that_moment() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    let without = house.visitor().get(&course.task()).await;
    let forced = house.visitor().fill_in(&course.task(), 0, &[("way", "plan")]).await;
    let tx = house.db().begin_write().await.expect("a transaction");
    let row = rollout_plan::ActiveModel {
        organisation_id: Set(course.eslov),
        state: Set(PlanState::Draft),
        coach_id: Set(None),
        situation: Set("Skolan är med, nämnden inte än.".to_owned()),
        aims: Set("Barnets bästa prövas i varje ärende.".to_owned()),
        created_at: Set(house.now()),
        version: Set(1),
        ..Default::default()
    };
    rollout_plan::Entity::insert(row).exec(&tx).await.expect("a plan");
    tx.commit().await.expect("a commit");

    house.visitor().fill_in(&course.task(), 0, &[("way", "plan")]).await.assert_status(Status::SeeOther);
    course.run("UPDATE rollout_plans SET aims = 'Något helt annat.'").await;
    let page = course.tuva().await.get(&format!("/hand-ins/{}", course.newest().await)).await;

    without.assert_does_not_say("Vår genomförandeplan, som den ser ut nu");
    forced.assert_field_error("way", "Er genomförandeplan är tom. Lämna in en text eller en fil i stället.");
    page.assert_says("Nuläge Skolan är med, nämnden inte än. Mål Barnets bästa prövas i varje ärende.");
    page.assert_does_not_say("Något helt annat.");
}

#[rocket::async_test]
async fn what_was_handed_in_anew_or_answered_meanwhile_is_shown_first() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    course.write("Första utkastet.").await.assert_status(Status::SeeOther);
    let tuva = course.tuva().await;
    let path = format!("/hand-ins/{}", course.newest().await);
    let open = tuva.get(&path).await;
    let form = open.form_to("/hand-ins/");
    course.write("Andra utkastet.").await.assert_status(Status::SeeOther);

    let late = tuva.send(&open, form, &[("verdict", "approved")]).await;
    let unsaid = course.answer("returned", "").await;
    let undecided = course.answer("hokus", "Bra").await;
    let open = house.visitor().get(&course.task()).await;
    course.answer("approved", "").await.assert_status(Status::SeeOther);
    let third = [("way", "text"), ("words", "Tredje utkastet.")];
    let again = house.visitor().send(&open, 0, &third).await;

    late.assert_status(Status::Conflict);
    late.assert_says("Ditt svar är inte sparat");
    late.assert_says("Det finns en senare inlämning");
    unsaid.assert_field_error("comment", "Skriv vad som saknas.");
    undecided.assert_field_error("verdict", "Välj om du godkänner.");
    again.assert_status(Status::UnprocessableEntity);
    again.assert_says("Hemuppgiften är redan godkänd. Du behöver inte lämna in igen.");
    assert_eq!(course.number("SELECT COUNT(*) AS n FROM hand_ins").await, 2);
}

#[rocket::async_test]
async fn an_approval_taken_back_after_the_decision_raises_a_review_and_everything_is_derived_again() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    course.write("Vår plan.").await.assert_status(Status::SeeOther);
    course.answer("approved", "").await.assert_status(Status::SeeOther);
    course.run("UPDATE course_days SET attested_at = 1").await;
    for day in house.days_of(course.cohort).await {
        let columns = "participant_id, course_day_id, kind, minutes, nonce, marked_at, account_id";
        let values = format!("{}, {}, 'present', 360, 'n{}', 1, {}", course.ada, day.id, day.id, course.trainer);
        course.run(&format!("INSERT INTO marks ({columns}) VALUES ({values})")).await;
    }
    let desk = house.as_coordinator().await;
    let decide = format!("/desk/cohorts/{}/decide", course.cohort);
    let preview = desk.get(&decide).await;
    desk.send(&preview, preview.form_to("/decide"), &[]).await.assert_status(Status::SeeOther);
    let before = recheck(house.db().read()).await.expect("read");
    house.set_clock(house.now().plus_minutes(60));

    let corrected = house.session_of(course.trainer).await;
    let path = format!("/hand-ins/{}", course.newest().await);
    corrected.fill_in(&path, 0, &[("verdict", "returned"), ("comment", "Fel plan godkändes.")]).await.location();
    let after = recheck(house.db().read()).await.expect("read");
    let page = house.session_of(course.trainer).await;
    let desk = house.signed_in(Role::Coordinator, "Kim Koordinator").await;

    preview.assert_says("Uppfyller kraven: 1 Ada Ek, Eslöv");
    assert_eq!((before.decisions, before.differences), (1, vec![]));
    assert_eq!((after.decisions, after.differences), (1, vec![]));
    desk.get(&decide).await.assert_says("Underlaget har ändrats");
    page.get(&path).await.assert_says("Fel plan godkändes.");
    course.run("UPDATE hand_in_answers SET answered_at = answered_at + 7200000").await;
    assert!(!recheck(house.db().read()).await.expect("read").differences.is_empty());
}

#[rocket::async_test]
async fn who_is_not_of_the_cohort_sees_nothing_and_who_is_reads_their_own() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    course.send_file("%PDF-1.7\nplanen").await.assert_status(Status::SeeOther);
    let id = course.newest().await;
    let programme = ProgrammeVersionId(1);
    let other = house.cohort(programme, "HT12B", 4).await;
    house.asks_for_a_plan(other).await;
    let offer = house.offer("HT12B", &[other], &[course.eslov]).await;
    house.participant((offer, other), 1, course.eslov, "Bo Al").await;
    let bo = stafett::applications::queries::of_offer(house.db().read(), offer).await.expect("read")[0].id;
    let bo = house.my_page(bo).await;
    let tom = house.signed_in(Role::Trainer, "Tom Trainer").await;

    for path in
        [format!("/hand-ins/{id}"), format!("/hand-ins/{id}/file"), format!("/cohorts/{}/assignments", course.cohort)]
    {
        tom.get(&path).await.assert_status(Status::NotFound);
    }
    tom.post(&format!("/hand-ins/{id}"), &[("version", "1"), ("verdict", "approved")])
        .await
        .assert_status(Status::NotFound);
    house.visitor().get(&format!("{bo}/hand-ins/{id}/file")).await.assert_status(Status::NotFound);
    house.visitor().get(&format!("{bo}/assignments/2")).await.assert_status(Status::NotFound);
    house.visitor().get(&format!("{bo}/assignments/0")).await.assert_status(Status::NotFound);
    house.visitor().get(&format!("{bo}/assignments/1")).await.assert_says("Inte inlämnad");
}

#[rocket::async_test]
async fn a_protected_person_is_not_named_to_the_trainer() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    course.run("UPDATE persons SET is_protected = TRUE WHERE email = 'ada.ek@example.org'").await;

    course.write("Vår plan.").await.assert_status(Status::SeeOther);
    let letter = house.letter_to("tuva.trainer@example.org").await;
    let page = course.tuva().await.get(&format!("/hand-ins/{}", course.newest().await)).await;

    assert!(!format!("{}{}{}", letter.subject, letter.text_body, letter.html_body).contains("Ada"));
    page.assert_does_not_say("Ada");
    page.assert_says("Vår plan.");
}

#[rocket::async_test]
async fn contents_are_disposed_of_two_years_after_the_decision_and_states_stay() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    course.write("Vår plan.").await.assert_status(Status::SeeOther);
    course.answer("returned", "Mer!").await.assert_status(Status::SeeOther);
    course.send_file("%PDF-1.7\nplanen").await.assert_status(Status::SeeOther);
    course.answer("approved", "Bra!").await.assert_status(Status::SeeOther);
    let decided = format!(
        "INSERT INTO completion_decisions (participant_id, rule_id, rule_hash, facts, verdict, decided_on, decided_at, decided_by) \
         SELECT {}, rule_id, '', '{{}}', 'met', '2012-09-03', {}, {} FROM cohorts WHERE id = {}",
        course.ada,
        house.now().millis(),
        course.trainer,
        course.cohort
    );
    course.run(&decided).await;
    let adam = house.account(Role::Administrator, "Adam Administrator").await;
    house.set_clock(house.now().plus_days(740));

    let press = house.session_of(adam).await;
    let page = press.get("/retention/hand_ins").await;
    press.send(&page, page.form_to("/dispose"), &[]).await.assert_status(Status::SeeOther);

    page.assert_says("Hemuppgifternas texter, filer och kommentarer");
    assert_eq!(course.number("SELECT COUNT(*) AS n FROM hand_in_files").await, 0);
    assert_eq!(course.number("SELECT COUNT(*) AS n FROM hand_ins WHERE words <> ''").await, 0);
    assert_eq!(course.number("SELECT COUNT(*) AS n FROM hand_in_answers WHERE comment <> ''").await, 0);
    assert_eq!(course.state().await, Some(AssignmentState::Approved));
}

#[rocket::async_test]
async fn what_was_written_both_ways_stands_in_the_access_extract() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    course.write("Vår plan är att börja med budgeten.").await.assert_status(Status::SeeOther);
    course.answer("returned", "Vem gör vad, och när?").await.assert_status(Status::SeeOther);
    course.send_file("%PDF-1.7\nplanen").await.assert_status(Status::SeeOther);
    let db = house.db().read();
    let person = course.number(&format!("SELECT person_id AS n FROM participants WHERE id = {}", course.ada)).await;
    let person = stafett::people::queries::find_person(db, PersonId(person)).await.expect("read").expect("Ada");

    let extract = gather(db, &house.house.vault, &person, house.now()).await.expect("an extract").as_json().to_string();

    for words in ["Vår plan är att börja med budgeten.", "Vem gör vad, och när?", "hand_in_files", "pdf"] {
        assert!(extract.contains(words), "{words}: {extract}");
    }
    assert!(!extract.contains("Tuva"));
}

#[rocket::async_test]
async fn a_plan_counts_as_it_stands_and_a_decision_keeps_what_it_was_made_on() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    let rule = stafett::requirements::CompletionRule::parse(r#"{"rule":{"rollout_plan":{"state":"submitted"}}}"#);
    let tx = house.db().begin_write().await.expect("a transaction");
    let rule = stafett::requirements::queries::add_rule(&tx, &rule.expect("a rule"), house.now()).await;
    stafett::cohorts::queries::pin_rule(&tx, course.cohort, rule.expect("kept")).await.expect("pinned");
    tx.commit().await.expect("a commit");
    let plan = format!("{}, 'draft', '', '', {}, 1", course.eslov, house.now().millis());
    course
        .run(&format!(
            "INSERT INTO rollout_plans (organisation_id, state, situation, aims, created_at, version) VALUES ({plan})"
        ))
        .await;
    let decide = format!("/desk/cohorts/{}/decide", course.cohort);
    let karin = house.account(Role::Coordinator, "Karin Koordinator").await;

    let draft = house.session_of(karin).await.get(&decide).await;
    course.comes_to("submitted").await;
    let desk = house.session_of(karin).await;
    let preview = desk.get(&decide).await;
    desk.send(&preview, preview.form_to("/decide"), &[]).await.assert_status(Status::SeeOther);
    house.set_clock(house.now().plus_days(400));
    course.comes_to("resting").await;
    let later = house.session_of(karin).await.get(&decide).await;

    draft.assert_says("Genomförandeplanen ska vara minst inlämnad och är ett utkast.");
    preview.assert_says("Uppfyller kraven: 1 Ada Ek, Eslöv");
    later.assert_says("Beslutade: 1");
    later.assert_does_not_say("Underlaget har ändrats");
    assert_eq!(recheck(house.db().read()).await.expect("read").differences, []);
}
