//! A dispensation: given, explained, bound to its cohort, and withdrawn with a reason.

use super::easing::DAYS_AND_A_DECISION;
use super::finished_course;
use crate::support::TestHouse;
use rocket::http::Status;
use stafett::completion::Outcome;
use stafett::kernel::ProgrammeVersionId;
use stafett::people::Role;

#[rocket::async_test]
async fn a_dispensation_counts_is_explained_and_can_be_withdrawn_with_a_reason_once_decided_too() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;

    let without_reason = course.give(2, "all/0", "").await;
    let unknown = course.give(2, "all/9", "Skäl").await;
    let everything = course.give(2, "all", "Skäl").await;
    let given = course.give(2, "all/0", "Var utlånad till krisledningen.").await;
    let twice = course.give(2, "all/0", "Igen").await;
    let page = course.coordinator.get(&course.dispense(2)).await;
    let unexplained = course.withdraw(&page, "").await;
    course.withdraw(&page, "Fel person.").await.assert_status(Status::SeeOther);
    let stale = course.withdraw(&page, "Fel person.").await;
    course.give(2, "all/0", "Var utlånad till krisledningen.").await;
    course.decide_now().await;
    let relied_on = course.coordinator.get(&course.dispense(2)).await;
    let rule = course.coordinator.get(&course.rule()).await;
    let late = course.withdraw(&relied_on, "Det var Bo som var utlånad.").await;
    let review = course.coordinator.get(&course.decide()).await;
    let standing = course.decisions().await;
    let told = course.coordinator.get(&format!("/history/participant/{}", course.people[2])).await;
    let before = course.differences().await;
    house.set_clock(house.now().plus_minutes(1));
    course.coordinator.send(&review, review.form_to(&format!("/decide/{}", course.people[2])), &[]).await;

    without_reason.assert_field_error("reason", "Skriv varför.");
    unknown.assert_field_error("demand", "Välj ett av omgångens krav.");
    everything.assert_field_error("demand", "Välj ett av omgångens krav.");
    given.assert_status(Status::SeeOther);
    twice.assert_field_error("demand", "Deltagaren har redan dispens från det kravet.");
    page.assert_says("Dispens är given: Var utlånad till krisledningen.");
    stale.assert_status(Status::Conflict);
    unexplained.assert_status(Status::UnprocessableEntity);
    unexplained.assert_says("Skriv varför.");
    rule.assert_says("Cia Lind Minst 5 av 6 dagar. Var utlånad");
    relied_on.assert_says("Beslutet om kraven är fattat efter det här.");
    relied_on.assert_says("Då ges ingen mer dispens.");
    late.assert_status(Status::SeeOther);
    review.assert_says("Underlaget har ändrats efter beslutet: 1");
    review.assert_says("Underlaget säger nu: Uppfyller inte kraven.");
    review.assert_says("Dispensen från ”Minst 5 av 6 dagar”: tillbakadragen efter beslutet.");
    assert!(standing.contains(&(course.people[2], Outcome::Met)));
    told.assert_says("Dispensen drogs tillbaka");
    assert_eq!(before, []);
    assert!(course.decisions().await.contains(&(course.people[2], Outcome::Impossible)));
    assert_eq!(course.differences().await, []);
}

#[rocket::async_test]
async fn why_somebody_protected_is_dispensed_is_theirs_to_read() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    course.give(2, "all/0", "Ett skäl ingen ska läsa.").await;
    course.edit("UPDATE persons SET is_protected = TRUE WHERE name = 'Cia Lind'").await;
    let day = format!("/days/{}/participants/{}", course.days[0].id, course.people[2]);

    let seen = [course.rule(), course.dispense(2), course.decide(), format!("/desk/cohorts/{}", course.cohort), day];

    for path in seen {
        let page = course.coordinator.get(&path).await;
        page.assert_ok();
        page.assert_does_not_say("Ett skäl ingen ska läsa.");
    }
    let trainer = house.signed_in(Role::Trainer, "Olle Utbildare").await;
    trainer.get(&course.dispense(2)).await.assert_status(Status::Forbidden);
}

#[rocket::async_test]
async fn a_dispensation_given_after_a_decision_shakes_it_only_where_the_verdict_becomes_another() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    course.decide_now().await;
    house.set_clock(house.now().plus_minutes(1));

    course.give(2, "all/0", "Fel deltagare.").await.assert_status(Status::SeeOther);
    let page = course.coordinator.get(&course.dispense(2)).await;
    let withdrawn = course.withdraw(&page, "Fel deltagare.").await;
    let firm = course.coordinator.get(&course.decide()).await;
    course.give(2, "all/0", "Var utlånad till krisledningen.").await.assert_status(Status::SeeOther);
    let shaken = course.coordinator.get(&course.decide()).await;
    course.coordinator.send(&shaken, shaken.form_to(&format!("/decide/{}", course.people[2])), &[]).await;

    withdrawn.assert_status(Status::SeeOther);
    firm.assert_does_not_say("Underlaget har ändrats efter beslutet");
    shaken.assert_says("Underlaget har ändrats efter beslutet: 1");
    assert!(course.decisions().await.contains(&(course.people[2], Outcome::Met)));
    shaken.assert_says("Dispensen från ”Minst 5 av 6 dagar”: given efter beslutet.");
    assert_eq!(course.differences().await, []);
}

#[rocket::async_test]
async fn a_recorded_decision_is_not_called_a_dispensation() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    course.asks_for(DAYS_AND_A_DECISION).await;

    course.give(0, "all/1", "Beslutat.").await.assert_status(Status::SeeOther);
    let page = course.coordinator.get(&course.dispense(0)).await;

    page.assert_says("Beslut som kraven frågar efter: Beslut av samordnaren.");
    page.assert_does_not_say("Dispens från:");
}

#[rocket::async_test]
async fn a_dispensation_stays_behind_in_its_cohort() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    course.give(2, "all/0", "Gäller här.").await.assert_status(Status::SeeOther);
    let other = house.cohort(ProgrammeVersionId(1), "VT13A", 10).await;
    let cia = course.people[2];

    course.edit(&format!("UPDATE participants SET cohort_id = {other} WHERE id = {cia}")).await;
    let page = course.coordinator.get(&format!("/desk/cohorts/{other}/dispense/{cia}")).await;
    let rule = course.coordinator.get(&format!("/desk/cohorts/{other}/rule")).await;
    let fields = [("demand", "all/0"), ("reason", "Gäller där.")];
    let given = course.coordinator.send(&page, page.form_to("/dispense/"), &fields).await;

    page.assert_does_not_say("Gäller här.");
    rule.assert_says("Ingen har dispens.");
    given.assert_status(Status::SeeOther);
}
