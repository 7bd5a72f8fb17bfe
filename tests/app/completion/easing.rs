//! A pinned rule is only eased, for all and with a proof. And everything decided is derived again.

use super::{Course, finished_course};
use crate::support::{Page, TestHouse};
use rocket::http::Status;
use sea_orm::ConnectionTrait;
use stafett::check::recheck::{Difference, recheck};
use stafett::completion::{Outcome, amending};
use stafett::kernel::ApplicationId;
use stafett::locale::stockholm;
use stafett::people::Role;

pub(super) const DAYS_AND_A_DECISION: &str =
    r#"{"rule":{"all":[{"days_attended":{"min":5}},{"decided_by":{"role":"coordinator"}}]}}"#;

impl Course<'_> {
    pub(super) fn rule(&self) -> String {
        format!("/desk/cohorts/{}/rule", self.cohort)
    }

    pub(super) fn dispense(&self, who: usize) -> String {
        format!("/desk/cohorts/{}/dispense/{}", self.cohort, self.people[who])
    }

    /// Gives the programme a rule of so many days, by its form.
    pub(super) async fn programme_asks_for(&self, fields: &[(&str, &str)]) {
        let path = self.coordinator.get("/desk/programmes").await.link("Ändra kraven");
        let page = self.coordinator.get(&path).await;
        let fields = [&[("do", "save")][..], fields].concat();
        self.coordinator.send(&page, page.form_to("/rule"), &fields).await.assert_status(Status::SeeOther);
    }

    pub(super) async fn give(&self, who: usize, demand: &str, reason: &str) -> Page {
        let path = self.dispense(who);
        let page = self.coordinator.get(&path).await;
        let form = page.posting_forms().iter().filter(|(to, ..)| to.contains("/dispense/")).count() - 1;
        self.coordinator.send(&page, form, &[("demand", demand), ("reason", reason)]).await
    }

    /// Takes the first dispensation of a page back.
    pub(super) async fn withdraw(&self, page: &Page, reason: &str) -> Page {
        let (_, rest) = page.html.split_once("name=\"why-").expect("a field for the reason");
        let field = format!("why-{}", rest.split('"').next().unwrap_or_default());
        self.coordinator.send(page, page.form_to("/withdraw"), &[(&field, reason)]).await
    }

    pub(super) async fn decide_now(&self) {
        let preview = self.coordinator.get(&self.decide()).await;
        self.coordinator.send(&preview, preview.form_to("/decide"), &[]).await.assert_status(Status::SeeOther);
    }

    /// What the button of the amendment would carry, whether it is shown or not.
    pub(super) async fn fingerprint(&self) -> String {
        let cohort = self.house.find_cohort(self.cohort).await;
        let today = stockholm::today(self.house.now());
        let amendment = amending::preview(self.house.db().read(), &cohort, today).await.expect("read");
        amendment.expect("an amendment").fingerprint
    }

    pub(super) async fn differences(&self) -> Vec<Difference> {
        recheck(self.house.db().read()).await.expect("read").differences
    }

    /// Another rule than the course began with, behind everybody's back.
    pub(super) async fn asks_for(&self, rule: &str) {
        self.edit(&format!("UPDATE completion_rules SET rule = '{rule}'")).await;
    }

    pub(super) async fn edit(&self, sql: &str) {
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
async fn a_recorded_decision_dispenses_from_nothing_that_stands_at_its_place_later() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    course.asks_for(DAYS_AND_A_DECISION).await;
    course.give(0, "all/1", "Beslutat.").await.assert_status(Status::SeeOther);

    course.programme_asks_for(&[("min", "4"), ("required", "1"), ("make_ups", "6")]).await;
    let page = course.coordinator.get(&course.rule()).await;

    page.assert_says("Någon har dispens från ett krav som de nya kraven ändrar.");
    assert!(!page.html.contains("name=\"fingerprint\""));
}

#[rocket::async_test]
async fn what_lies_in_a_choice_is_shown_beneath_it_on_every_page() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    let asks = r#"{"rule":{"all":[{"any":[{"assignment":{"key":"plan","state":"approved"}},{"rollout_plan":{"state":"submitted"}}]},{"days_attended":{"min":5}}]}}"#;
    course.asks_for(asks).await;
    let bo = course.people[1];
    let desk = format!("/desk/cohorts/{}", course.cohort);
    let day = format!("/days/{}/participants/{bo}", course.days[0].id);
    let own = house.my_page(ApplicationId(2)).await;
    let editor = course.coordinator.get("/desk/programmes").await.link("Ändra kraven");

    let mut pages = Vec::new();
    for path in [desk, day, course.dispense(1), course.decide(), format!("{editor}/advanced")] {
        pages.push(course.coordinator.get(&path).await);
    }
    pages.push(house.visitor().get(&own).await);

    for page in pages {
        page.assert_ok();
        let html = page.html.replace('\n', "");
        let (_, choice) =
            html.split_once("<li>Ett av följande räcker:<ul><li>Hemuppgiften").expect("a list in the list");
        let (ways, beside) = choice.split_once("</li></ul></li><li>").expect("the end of the choice");
        assert!(ways.contains("</li><li>Genomförandeplanen") && !ways.contains("har deltagit"), "{ways}");
        assert!(beside.contains("har deltagit"), "{beside}");
    }
}

#[rocket::async_test]
async fn what_was_decided_by_a_former_rule_is_derived_by_that_one() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    course.decide_now().await;
    course.programme_asks_for(&[("min", "4")]).await;
    let preview = course.coordinator.get(&course.rule()).await;

    let papers = format!("/desk/cohorts/{}/certificates", course.cohort);
    let before = course.coordinator.get(&papers).await;
    course.coordinator.send(&preview, preview.form_to("/rule"), &[]).await.assert_status(Status::SeeOther);
    let after = course.coordinator.get(&papers).await;
    let review = course.coordinator.get(&course.decide()).await;
    course.decide_now().await;

    // Nobody gets a paper for a decision that the rule of now would make otherwise.
    before.assert_does_not_say("Underlaget har ändrats efter beslutet.");
    after.assert_says("Underlaget har ändrats efter beslutet.");
    review.assert_says(
        "Kraven. Då gällde nr 1: Minst 5 av 6 dagar, dag 1 och 6 måste ingå. Nu gäller nr 2: Minst 4 av 6",
    );
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

#[rocket::async_test]
async fn what_somebody_is_dispensed_from_stays_where_it_is_though_it_is_decided_on() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    course.give(1, "all/0", "Särskilda skäl.").await;
    course.decide_now().await;

    course.programme_asks_for(&[("min", "4")]).await;
    let preview = course.coordinator.get(&course.rule()).await;

    preview.assert_says("Någon har dispens från ett krav som de nya kraven ändrar.");
}

#[rocket::async_test]
async fn who_only_waits_for_a_decision_is_not_told_that_it_is_over() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    let asks = r#"{"rule":{"all":[{"days_attended":{"min":4}},{"decided_by":{"role":"coordinator"}}]}}"#;
    course.asks_for(asks).await;
    let cohort = format!("/desk/cohorts/{}", course.cohort);
    let last = course.days[5].day;

    house.set_clock(stockholm::start_of_day(last).plus_minutes(60));
    let early = house.signed_in(Role::Coordinator, "Kaj Koordinator").await;
    let page = early.get(&cohort).await;
    let preview = early.get(&course.decide()).await;
    early.send(&preview, preview.form_to("/decide"), &[]).await.assert_status(Status::SeeOther);
    let decided = course.decisions().await;
    house.set_clock(stockholm::start_of_day(last).plus_days(2));
    let late = house.signed_in(Role::Coordinator, "Kia Koordinator").await.get(&course.decide()).await;

    page.assert_says("Det väntar på beslut av samordnaren.");
    page.assert_says("Väntar på beslut");
    preview.assert_says("Väntar på beslut som kraven frågar efter: 2");
    assert_eq!(decided, [(course.people[2], Outcome::Impossible)]);
    late.assert_says("saknas bara ett beslut som kraven frågar efter");
}
