//! A pinned rule is only eased: for all with a proof, for one by a dispensation. And everything decided is derived again.

use super::{Course, finished_course};
use crate::support::{Page, TestHouse};
use rocket::http::Status;
use sea_orm::ConnectionTrait;
use stafett::check::recheck::{Difference, recheck};
use stafett::completion::{Outcome, amending};
use stafett::kernel::ProgrammeVersionId;
use stafett::locale::stockholm;
use stafett::people::Role;

impl Course<'_> {
    fn rule(&self) -> String {
        format!("/desk/cohorts/{}/rule", self.cohort)
    }

    fn dispense(&self, who: usize) -> String {
        format!("/desk/cohorts/{}/dispense/{}", self.cohort, self.people[who])
    }

    /// Gives the programme a rule of so many days, by its form.
    async fn programme_asks_for(&self, fields: &[(&str, &str)]) {
        let path = self.coordinator.get("/desk/programmes").await.link("Ändra kraven");
        let page = self.coordinator.get(&path).await;
        let fields = [&[("do", "save")][..], fields].concat();
        self.coordinator.send(&page, page.form_to("/rule"), &fields).await.assert_status(Status::SeeOther);
    }

    async fn give(&self, who: usize, demand: &str, reason: &str) -> Page {
        let path = self.dispense(who);
        let page = self.coordinator.get(&path).await;
        let form = page.posting_forms().iter().filter(|(to, ..)| to.contains("/dispense/")).count() - 1;
        self.coordinator.send(&page, form, &[("demand", demand), ("reason", reason)]).await
    }

    async fn decide_now(&self) {
        let preview = self.coordinator.get(&self.decide()).await;
        self.coordinator.send(&preview, preview.form_to("/decide"), &[]).await.assert_status(Status::SeeOther);
    }

    /// What the button of the amendment would carry, whether it is shown or not.
    async fn fingerprint(&self) -> String {
        let cohort = self.house.find_cohort(self.cohort).await;
        let today = stockholm::today(self.house.now());
        let amendment = amending::preview(self.house.db().read(), &cohort, today).await.expect("read");
        amendment.expect("an amendment").fingerprint
    }

    async fn differences(&self) -> Vec<Difference> {
        recheck(self.house.db().read()).await.expect("read").differences
    }

    async fn edit(&self, sql: &str) {
        let tx = self.house.db().begin_write().await.expect("a transaction");
        tx.execute_unprepared(sql).await.expect("edited");
        tx.commit().await.expect("a commit");
    }
}

#[rocket::async_test]
async fn an_easier_rule_is_proven_previewed_per_person_and_pinned_once() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    course.programme_asks_for(&[("min", "4")]).await;
    let preview = course.coordinator.get(&course.rule()).await;
    let form = preview.form_to("/rule");

    let pinned = course.coordinator.send(&preview, form, &[]).await;
    let twice = course.coordinator.send(&preview, form, &[]).await;

    preview.assert_says("Bevisat lättare: på vart och ett av");
    preview.assert_says("Bo Al Eslöv Kan fortfarande nå kraven Uppfyller kraven");
    preview.assert_says("Cia Lind Eslöv Kan inte längre nå kraven Kan fortfarande nå kraven");
    assert!(pinned.location().ends_with("/rule?saved=yes"));
    assert_eq!(pinned.location(), twice.location());
    course.decide_now().await;
    assert!(course.decisions().await.contains(&(course.people[1], Outcome::Met)));
    assert_eq!(course.differences().await, []);
}

#[rocket::async_test]
async fn a_harder_rule_is_refused_and_one_harder_for_nobody_is_not() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;

    course.programme_asks_for(&[("min", "6")]).await;
    let harder = course.coordinator.get(&course.rule()).await;
    let pinned = house.find_cohort(course.cohort).await.rule_id;
    let forced = course.coordinator.post(&course.rule(), &[("fingerprint", &course.fingerprint().await)]).await;
    let still_pinned = house.find_cohort(course.cohort).await.rule_id;
    course.programme_asks_for(&[("min", "5"), ("partial_percent", "90")]).await;
    let harmless = course.coordinator.get(&course.rule()).await;

    harder.assert_says("De nya kraven är inte bevisat lättare för alla i omgången.");
    harder.assert_says("Det kan bli svårare för den här deltagaren.");
    assert!(!harder.html.contains("name=\"fingerprint\""));
    forced.assert_status(Status::UnprocessableEntity);
    assert_eq!(pinned, still_pinned);
    // Nobody has a part of a day or an open one left.
    harmless.assert_says("Prövat för var och en");
}

#[rocket::async_test]
async fn what_was_seen_is_what_is_pinned() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    course.programme_asks_for(&[("min", "4")]).await;
    let preview = course.coordinator.get(&course.rule()).await;
    let path = format!("/days/{}/participants/{}", course.days[2].id, course.people[1]);

    course.trainer.fill_in(&path, 0, &[("kind", "present"), ("reason", "Fel rad markerad")]).await;
    let late = course.coordinator.send(&preview, preview.form_to("/rule"), &[]).await;

    late.assert_status(Status::Conflict);
    late.assert_says("Något har ändrats sedan du öppnade sidan.");
    late.assert_says("Bo Al Eslöv Uppfyller kraven Uppfyller kraven");
}

#[rocket::async_test]
async fn a_dispensation_counts_is_explained_and_can_be_withdrawn_until_decided() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;

    let without_reason = course.give(2, "all/0", "").await;
    let unknown = course.give(2, "all/9", "Skäl").await;
    let everything = course.give(2, "all", "Skäl").await;
    let given = course.give(2, "all/0", "Var utlånad till krisledningen.").await;
    let twice = course.give(2, "all/0", "Igen").await;
    let page = course.coordinator.get(&course.dispense(2)).await;
    course.coordinator.send(&page, page.form_to("/withdraw"), &[]).await.assert_status(Status::SeeOther);
    let stale = course.coordinator.send(&page, page.form_to("/withdraw"), &[]).await;
    course.give(2, "all/0", "Var utlånad till krisledningen.").await;
    let again = course.coordinator.get(&course.dispense(2)).await;
    course.decide_now().await;
    let late = course.coordinator.send(&again, again.form_to("/withdraw"), &[]).await;

    without_reason.assert_field_error("reason", "Skriv varför.");
    unknown.assert_field_error("demand", "Välj ett av omgångens krav.");
    everything.assert_field_error("demand", "Välj ett av omgångens krav.");
    given.assert_status(Status::SeeOther);
    twice.assert_field_error("demand", "Deltagaren har redan dispens från det kravet.");
    page.assert_says("Dispens är given: Var utlånad till krisledningen.");
    stale.assert_status(Status::Conflict);
    late.assert_status(Status::UnprocessableEntity);
    late.assert_says("Det är redan beslutat om deltagaren.");
    assert!(course.decisions().await.contains(&(course.people[2], Outcome::Met)));
    course.coordinator.get(&course.rule()).await.assert_says("Cia Lind Minst 5 av 6 dagar. Var utlånad");
    assert_eq!(course.differences().await, []);
}

#[rocket::async_test]
async fn a_dispensation_from_a_demand_that_changes_stands_in_the_way() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    course.give(2, "all/0", "Särskilda skäl.").await;

    course.programme_asks_for(&[("min", "4")]).await;

    course
        .coordinator
        .get(&course.rule())
        .await
        .assert_says("Någon har dispens från ett krav som de nya kraven ändrar.");
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
async fn every_decision_is_derived_again_and_each_edit_is_found() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    course.decide_now().await;
    let sound = recheck(house.db().read()).await.expect("read");
    let (ada, cia) = (course.people[0], course.people[2]);

    course.edit(&format!("UPDATE completion_decisions SET verdict = 'met' WHERE participant_id = {cia}")).await;
    let promoted = course.differences().await;
    course.edit(&format!("UPDATE completion_decisions SET verdict = 'impossible' WHERE participant_id = {cia}")).await;
    course.edit(&format!("UPDATE marks SET kind = 'absent' WHERE participant_id = {ada}")).await;
    let marked = course.differences().await;

    assert_eq!((sound.decisions, sound.differences), (2, Vec::new()));
    assert!(matches!(promoted[..], [Difference::Verdict(..), Difference::VerdictOfRows(..)]), "{promoted:?}");
    assert!(
        matches!(&marked[..], [Difference::VerdictOfRows(..), Difference::Days(_, days)] if days.len() == 6),
        "{marked:?}"
    );
}

#[rocket::async_test]
async fn a_dispensation_given_after_a_decision_is_withdrawn_until_it_is_decided_anew() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    course.decide_now().await;
    house.set_clock(house.now().plus_minutes(1));

    course.give(2, "all/0", "Fel deltagare.").await.assert_status(Status::SeeOther);
    let page = course.coordinator.get(&course.dispense(2)).await;
    let withdrawn = course.coordinator.send(&page, page.form_to("/withdraw"), &[]).await;
    let firm = course.coordinator.get(&course.decide()).await;
    course.give(2, "all/0", "Var utlånad till krisledningen.").await.assert_status(Status::SeeOther);
    let again = course.coordinator.get(&course.dispense(2)).await;
    let shaken = course.coordinator.get(&course.decide()).await;
    course.coordinator.send(&shaken, shaken.form_to(&format!("/decide/{}", course.people[2])), &[]).await;
    let late = course.coordinator.send(&again, again.form_to("/withdraw"), &[]).await;

    withdrawn.assert_status(Status::SeeOther);
    firm.assert_does_not_say("Underlaget har ändrats efter beslutet");
    shaken.assert_says("Underlaget har ändrats efter beslutet: 1");
    assert!(course.decisions().await.contains(&(course.people[2], Outcome::Met)));
    late.assert_status(Status::UnprocessableEntity);
    let relied_on = course.coordinator.get(&course.dispense(2)).await;
    relied_on.assert_says("Beslutet vilar på dispensen.");
    assert!(!relied_on.html.contains("/withdraw"));
    assert_eq!(course.differences().await, []);
}

#[rocket::async_test]
async fn a_recorded_decision_dispenses_from_nothing_that_stands_at_its_place_later() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    let asks = r#"{"rule":{"all":[{"days_attended":{"min":5}},{"decided_by":{"role":"coordinator"}}]}}"#;
    course.edit(&format!("UPDATE completion_rules SET rule = '{asks}'")).await;
    course.give(0, "all/1", "Beslutat.").await.assert_status(Status::SeeOther);

    course.programme_asks_for(&[("min", "4"), ("required", "1"), ("make_ups", "6")]).await;
    let page = course.coordinator.get(&course.rule()).await;

    page.assert_says("Någon har dispens från ett krav som de nya kraven ändrar.");
    assert!(!page.html.contains("name=\"fingerprint\""));
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

#[rocket::async_test]
async fn what_was_decided_by_a_former_rule_is_derived_by_that_one() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    course.decide_now().await;
    course.programme_asks_for(&[("min", "4")]).await;
    let preview = course.coordinator.get(&course.rule()).await;

    course.coordinator.send(&preview, preview.form_to("/rule"), &[]).await.assert_status(Status::SeeOther);
    course.decide_now().await;

    let derived = recheck(house.db().read()).await.expect("read");
    assert_eq!((derived.decisions, derived.differences), (2, Vec::new()));
}

#[rocket::async_test]
async fn nothing_is_said_to_be_eased_that_was_not_pinned() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    course.programme_asks_for(&[("min", "4")]).await;
    let preview = course.coordinator.get(&course.rule()).await;

    course.edit("UPDATE programme_versions SET rule_id = (SELECT MIN(id) FROM completion_rules)").await;
    let late = course.coordinator.send(&preview, preview.form_to("/rule"), &[]).await;

    late.assert_status(Status::Conflict);
    late.assert_says("Inget är sparat.");
}
