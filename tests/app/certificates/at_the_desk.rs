//! What has become of decisions and certificates is told where it is mended.

use super::{Course, FIVE_DAYS, TWO_DAYS};
use stafett::attendance::MarkKind::{Absent, Open};
use stafett::certification::queries;
use stafett::completion::model::Outcome;

#[rocket::async_test]
async fn a_certificate_whose_decision_was_turned_is_shown_with_the_way_to_revoke_it() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let one = course.certificate_of("Åsa Öberg").await;
    course.rule_on(one.participant_id, FIVE_DAYS, Outcome::Impossible).await;
    let visitor = course.coordinator().await;

    let (page, desk) = (visitor.get(&course.page()).await, visitor.get("/desk").await);
    let card = visitor.get(&format!("/desk/cohorts/{}/decide", course.cohort)).await;
    let told = queries::broken(course.house.db().read()).await.expect("read");
    course.revoke(&one).await;
    let (after, quiet) = (visitor.get(&course.page()).await, visitor.get("/desk").await);

    page.assert_says("det beslut som står säger inte att kraven är uppfyllda");
    assert_eq!(page.link("Återkalla"), format!("/desk/certificates/{}#revoke", one.id));
    assert_eq!(page.link(&one.number), format!("/desk/certificates/{}", one.id));
    desk.assert_says("1 intyg att granska eller återkalla: Omgång BRF-2012-A");
    assert_eq!(desk.link("1 intyg att granska"), course.page());
    assert_eq!(card.link(&format!("Gällande intyg {}", one.number)), format!("/desk/certificates/{}", one.id));
    assert!(told.iter().any(|line| line.contains("revoke it or decide anew")), "{told:?}");
    after.assert_does_not_say("det beslut som står säger inte");
    quiet.assert_does_not_say("att granska eller återkalla");
    course.assert_sound().await;
}

#[rocket::async_test]
async fn a_decision_whose_facts_have_moved_is_told_at_the_desk_and_beside_the_paper() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let one = course.certificate_of("Åsa Öberg").await;
    let visitor = course.coordinator().await;
    let before = visitor.get("/desk").await;

    course.house.set_clock(course.house.now().plus_minutes(1));
    course.attend(one.participant_id, [Open, Open, Absent, Absent, Open, Open]).await;
    let (page, desk) = (visitor.get(&course.page()).await, visitor.get("/desk").await);

    let decide = format!("/desk/cohorts/{}/decide", course.cohort);
    before.assert_does_not_say("beslut att granska");
    desk.assert_says("1 beslut att granska: Omgång BRF-2012-A");
    assert_eq!(desk.link("1 beslut att granska"), decide);
    page.assert_says("Underlaget har ändrats efter beslutet.");
    assert_eq!(page.link("Se över beslutet"), decide);
}

#[rocket::async_test]
async fn only_who_can_be_decided_about_is_counted_and_certificates_of_attendance_are_told() {
    let course = Course::over().await;
    course.undecided(1, "Vera Väntar").await;
    let lost = course.undecided(2, "Frida Frånvarande").await;
    course.attend(lost, [Absent; 6]).await;
    course.participant(3, "Bo Ek", TWO_DAYS, Outcome::Impossible).await;
    let nothing = course.undecided(4, "Nils Noll").await;
    course.attend(nothing, [Absent; 6]).await;
    course.rule_on(nothing, [Absent; 6], Outcome::Impossible).await;
    let visitor = course.coordinator().await;

    let before = visitor.get("/desk").await;
    course.issue("attendance").await;
    let after = visitor.get("/desk").await;

    before.assert_says("1 deltagare väntar på beslut: Omgång BRF-2012-A");
    assert_eq!(before.link("1 deltagare väntar"), format!("/desk/cohorts/{}/decide", course.cohort));
    before.assert_says("1 närvarointyg att utfärda: Omgång BRF-2012-A");
    assert_eq!(before.link("1 närvarointyg att utfärda"), course.page());
    after.assert_does_not_say("närvarointyg att utfärda");
}
