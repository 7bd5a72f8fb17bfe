//! Who has been through the course and can still meet the rule gets a *närvarointyg* in the meantime, and the *intyg* later.

use super::{Course, FIVE_DAYS};
use rocket::http::Status;
use stafett::attendance::MarkKind::{Absent, Open, Present};
use stafett::certification::{CertificateKind, CertificateState, queries};
use stafett::check::recheck::recheck;
use stafett::completion::model::Outcome;
use stafett::requirements::CompletionRule;

/// Three who have handed nothing in: one was there, one was not, and one has a day that nobody has marked.
async fn without_a_plan() -> Course {
    let course = Course::over().await;
    course.house.asks_for_a_plan(course.cohort).await;
    let (asa, bo, cia) = (
        course.undecided(1, "Åsa Öberg").await,
        course.undecided(2, "Bo Ek").await,
        course.undecided(3, "Cia Lind").await,
    );
    course.attend(asa, FIVE_DAYS).await;
    course.attend(bo, [Absent; 6]).await;
    course.attend(cia, [Present, Present, Present, Present, Present, Open]).await;
    course
}

#[rocket::async_test]
async fn an_attendance_certificate_is_issued_while_the_rule_can_still_be_met_and_gives_way_to_the_certificate() {
    let course = without_a_plan().await;
    let visitor = course.coordinator().await;
    let before = visitor.get(&course.page()).await;

    let draft = visitor.get(&before.link("Utkast Åsa Öberg")).await;
    let issued = course.issue("meanwhile").await;
    let after = visitor.get(&course.page()).await;
    let derived = recheck(course.house.db().read()).await.expect("read");
    let first = course.certificate_of("Åsa Öberg").await;
    course.house.set_clock(course.house.now().plus_minutes(1));
    let (who, by) = (first.participant_id, course.coordinator);
    let handed = "INSERT INTO hand_ins (participant_id, assignment, way, handed_in_at, state) VALUES";
    course.run(&format!("{handed} ({who}, 'plan', 'text', 1, 'approved')")).await;
    let answered =
        "INSERT INTO hand_in_answers (hand_in_id, participant_id, verdict, answered_at, answered_by) SELECT id";
    course.run(&format!("{answered}, {who}, 'approved', 2, {by} FROM hand_ins")).await;
    let decide = visitor.get(&format!("/desk/cohorts/{}/decide", course.cohort)).await;
    visitor.send(&decide, decide.form_to("/decide"), &[]).await.assert_status(Status::SeeOther);
    course.issue("certificate").await;

    before.assert_says("Utfärda 1 närvarointyg så länge");
    before.assert_says("Alla dagar är klara, men kraven kan ännu uppfyllas.");
    before.assert_says("Kan fortfarande uppfylla kraven. Det finns inget att besluta om än.");
    draft.assert_ok();
    issued.assert_status(Status::SeeOther);
    after.assert_does_not_say("så länge");
    assert_eq!((first.kind, derived.differences), (CertificateKind::Attendance, Vec::new()));
    let all = course.all().await;
    let papers: Vec<_> = all.iter().map(|one| (one.kind, one.state)).collect();
    let replaced = (CertificateKind::Attendance, CertificateState::Replaced);
    assert_eq!(papers, [replaced, (CertificateKind::Certificate, CertificateState::Current)]);
    assert_eq!(all[0].replaced_by, Some(all[1].id));
    course.assert_sound().await;
}

#[rocket::async_test]
async fn who_meets_the_rule_cannot_have_had_it_open() {
    let course = without_a_plan().await;
    course.issue("meanwhile").await;

    let easy = CompletionRule::parse(r#"{"rule":{"days_attended":{"min":5}}}"#).expect("a rule").canonical_json();
    course.run(&format!("UPDATE completion_rules SET rule = '{easy}'")).await;
    let found = recheck(course.house.db().read()).await.expect("read").differences;

    assert!(format!("{found:?}").starts_with("[Undecided("), "{found:?}");
}

#[rocket::async_test]
async fn a_paper_that_shows_other_days_than_the_reviewed_decision_is_told_until_it_is_replaced() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let one = course.certificate_of("Åsa Öberg").await;
    let visitor = course.coordinator().await;
    let (before, calm) = (visitor.get(&course.page()).await, visitor.get("/desk").await);

    course.house.set_clock(course.house.now().plus_minutes(1));
    course.attend(one.participant_id, [Open, Present, Open, Open, Open, Open]).await;
    course.rule_on(one.participant_id, [Present; 6], Outcome::Met).await;
    let (page, desk) = (visitor.get(&course.page()).await, visitor.get("/desk").await);
    course.replace(&one, "facts").await.assert_status(Status::SeeOther);
    let (after, quiet) = (visitor.get(&course.page()).await, visitor.get("/desk").await);

    let (told, at_desk) =
        ("Intyget visar andra dagar än närvaron nu.", "1 intyg visar andra dagar än närvaron: Omgång");
    before.assert_does_not_say(told);
    calm.assert_does_not_say("andra dagar");
    page.assert_says(told);
    assert_eq!(page.link("Ersätt Åsa Öberg"), format!("/desk/certificates/{}#replace", one.id));
    desk.assert_says(at_desk);
    assert_eq!(desk.link("1 intyg visar"), course.page());
    after.assert_does_not_say(told);
    quiet.assert_does_not_say("andra dagar");
    assert!(queries::broken(course.house.db().read()).await.expect("read").is_empty());
}

#[rocket::async_test]
async fn a_paper_that_shows_other_days_is_not_renewed() {
    let course = Course::with_three().await;
    course.run("UPDATE programme_versions SET valid_months = 24").await;
    course.issue("certificate").await;
    let one = course.certificate_of("Åsa Öberg").await;
    course.house.set_clock(course.house.now().plus_minutes(1));
    course.attend(one.participant_id, [Open, Present, Open, Open, Open, Open]).await;
    course.rule_on(one.participant_id, [Present; 6], Outcome::Met).await;

    let renewed = course.replace(&one, "renewal").await;

    renewed.assert_status(Status::UnprocessableEntity);
    renewed.assert_says("Utfärda först ett nytt med dagens uppgifter.");
}
