//! Everything issued is derived again: nothing is found after the usual work, and each edit is.

use super::finished_course;
use crate::certificates::Course;
use crate::support::TestHouse;
use crate::support::world::RULE;
use rocket::http::Status;
use sea_orm::ConnectionTrait;
use stafett::check::recheck::{Difference, recheck};
use stafett::requirements::CompletionRule;

async fn run(house: &TestHouse, sql: &str) {
    let tx = house.db().begin_write().await.expect("a transaction");
    tx.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    tx.commit().await.expect("a commit");
}

async fn differences(house: &TestHouse) -> Vec<Difference> {
    recheck(house.db().read()).await.expect("read").differences
}

/// Two certificates and an attendance certificate, each for what was decided.
async fn issued() -> Course {
    let course = Course::with_three().await;
    // The house of tests numbers its rule and gives it no hash.
    let hash = CompletionRule::parse(RULE).expect("a rule").hash();
    run(&course.house, &format!("UPDATE completion_decisions SET rule_hash = '{hash}'")).await;
    course.issue("certificate").await.assert_status(Status::SeeOther);
    course.issue("attendance").await.assert_status(Status::SeeOther);
    course
}

#[rocket::async_test]
async fn what_is_issued_and_corrected_as_usual_is_derived_again() {
    let course = issued().await;
    let before = differences(&course.house).await;
    let one = course.certificate_of("Bo Ek").await;

    course.house.set_clock(course.house.now().plus_days(1));
    course.correct(&one, "Bo Ekström").await.assert_status(Status::SeeOther);

    let derived = recheck(course.house.db().read()).await.expect("read");
    assert_eq!((before, derived.differences), (Vec::new(), Vec::new()));
    assert_eq!((derived.decisions, derived.certificates), (3, 4));
}

/// What is edited on the papers, and the word the difference begins with.
const EDITS: [(&str, &str, &str); 7] = [
    (r#""from":"2012-10-04""#, r#""from":"2012-10-03""#, "Period"),
    (r#""date":"2012-10-05""#, r#""date":"2012-10-06""#, "PrintedDays"),
    (r#""state":"absent""#, r#""state":"present""#, "PrintedDays"),
    (r#"{"number":6,"#, r#"{"number":7,"#, "PrintedDays"),
    (r#""attended_days":5"#, r#""attended_days":6"#, "Sum"),
    (r#""total_days":6"#, r#""total_days":5"#, "Sum"),
    (r#""minutes_total":1800"#, r#""minutes_total":2160"#, "Sum"),
];

#[rocket::async_test]
async fn every_edit_of_what_a_certificate_prints_is_found() {
    let course = issued().await;
    let paper = course.certificate_of("Åsa Öberg").await;

    for (was, is, word) in EDITS {
        let facts = paper.facts.replace(was, is).replace('\'', "''");
        run(&course.house, &format!("UPDATE certificates SET facts = '{facts}' WHERE id = {}", paper.id)).await;
        let found = differences(&course.house).await;

        assert_eq!(found.len(), 1, "{is}: {found:?}");
        assert!(format!("{:?}", found[0]).starts_with(word), "{is}: {found:?}");
    }
}

#[rocket::async_test]
async fn every_word_of_a_certificate_and_its_row_in_the_register_is_looked_at() {
    let course = issued().await;
    let paper = course.certificate_of("Åsa Öberg").await;
    let edits = [
        ("/award/sv", "Rektor", "Words(\"BRF-2012-0002\", \"award\")"),
        ("/programme/en", "Something else", "\"programme\""),
        ("/days/0/topic/sv", "Något annat", "\"topics\""),
        ("/learning_goals/0/sv", "Kan allt", "\"learning_goals\""),
        ("/rule_in_words/sv", "Inga krav.", "\"rule_in_words\""),
        (
            "/rule_in_words/en",
            "At least 5 of 6 days, days 1 and 6 must be among them. With a dispensation.",
            "\"rule_in_words\"",
        ),
        ("/code", "0000", "Register(\"BRF-2012-0002\", \"code\")"),
        ("/number", "BRF-2012-9999", "\"number\""),
        ("/issued_on", "2012-12-14", "\"issued_on\""),
        ("/kind", "attendance_certificate", "\"kind\""),
    ];

    for (place, is, word) in edits {
        let mut facts: serde_json::Value = serde_json::from_str(&paper.facts).expect("JSON");
        *facts.pointer_mut(place).unwrap_or_else(|| panic!("{place}")) = is.into();
        let facts = facts.to_string().replace('\'', "''");
        run(&course.house, &format!("UPDATE certificates SET facts = '{facts}' WHERE id = {}", paper.id)).await;
        let found = differences(&course.house).await;

        assert_eq!(found.len(), 1, "{place}: {found:?}");
        assert!(format!("{:?}", found[0]).contains(word), "{place}: {found:?}");
    }
    let facts = paper.facts.replace('\'', "''");
    run(&course.house, &format!("UPDATE certificates SET facts = '{facts}' WHERE id = {}", paper.id)).await;
    run(&course.house, &format!("UPDATE certificates SET expires_on = '2013-01-01' WHERE id = {}", paper.id)).await;
    let found = differences(&course.house).await;

    assert_eq!(found, [Difference::Register(paper.number, "expires_on")]);
}

#[rocket::async_test]
async fn a_foreign_holder_a_missing_decision_and_an_edition_of_nothing_are_found() {
    let course = issued().await;
    let number = course.certificate_of("Bo Ek").await.number;

    run(&course.house, "UPDATE completion_decisions SET decided_at = decided_at + 1 WHERE verdict = 'impossible'")
        .await;
    let undecided = differences(&course.house).await;
    run(&course.house, "UPDATE completion_decisions SET decided_at = decided_at - 1 WHERE verdict = 'impossible'")
        .await;
    run(&course.house, &format!("UPDATE certificates SET cause = 'renewal' WHERE number = '{number}'")).await;
    let edition = differences(&course.house).await;
    run(&course.house, &format!("UPDATE certificates SET cause = 'first' WHERE number = '{number}'")).await;
    let other = "(SELECT MIN(person_id) FROM participants)";
    run(&course.house, &format!("UPDATE certificates SET person_id = {other} WHERE number = '{number}'")).await;
    let holder = differences(&course.house).await;

    assert_eq!(undecided, [Difference::Undecided(number.clone())]);
    assert_eq!(edition, [Difference::Edition(number.clone())]);
    assert_eq!(holder, [Difference::Holder(number)]);
}

#[rocket::async_test]
async fn another_rule_and_invented_facts_are_found() {
    let course = issued().await;
    let easier = CompletionRule::parse(r#"{"rule":{"days_attended":{"min":1}}}"#).expect("a rule");
    let (rule, hash) = (easier.canonical_json(), easier.hash());
    run(
        &course.house,
        &format!("INSERT INTO completion_rules (number, hash, rule, created_at) VALUES (2, '{hash}', '{rule}', 0)"),
    )
    .await;
    let met = "WHERE id = (SELECT MIN(id) FROM completion_decisions)";

    let (was, is) = (r#""assignments":{}"#, r#""assignments":{"plan":"approved"}"#);
    run(&course.house, &format!("UPDATE completion_decisions SET facts = REPLACE(facts, '{was}', '{is}') {met}")).await;
    let invented = differences(&course.house).await;
    run(&course.house, &format!("UPDATE completion_decisions SET facts = REPLACE(facts, '{is}', '{was}') {met}")).await;
    let swap = "rule_id = (SELECT id FROM completion_rules WHERE number = 2)";
    run(&course.house, &format!("UPDATE completion_decisions SET {swap}, rule_hash = '{hash}' {met}")).await;
    let swapped = differences(&course.house).await;

    assert!(matches!(invented[..], [Difference::Assignments(_)]), "{invented:?}");
    assert!(matches!(swapped[..], [Difference::OtherRule(_), Difference::Words(_, "rule_in_words")]), "{swapped:?}");
}

#[rocket::async_test]
async fn what_is_disposed_of_is_no_difference() {
    let house = TestHouse::open().await;
    let course = finished_course(&house).await;
    let partial = format!("WHERE participant_id = {} AND course_day_id = {}", course.people[0], course.days[1].id);
    run(&house, &format!("UPDATE marks SET kind = 'partial', minutes = 300 {partial}")).await;
    let preview = course.coordinator.get(&course.decide()).await;
    course.coordinator.send(&preview, preview.form_to("/decide"), &[]).await.assert_status(Status::SeeOther);
    house.set_clock(house.now().plus_minutes(1));
    for day in 0..3 {
        let path = format!("/days/{}/participants/{}", course.days[day].id, course.people[0]);
        course.trainer.fill_in(&path, 0, &[("kind", "absent"), ("reason", "Fel rad markerad")]).await;
    }
    let page = course.coordinator.get(&course.decide()).await;
    let again = page.form_to(&format!("/decide/{}", course.people[0]));
    course.coordinator.send(&page, again, &[]).await.assert_status(Status::SeeOther);
    let before = differences(&house).await;

    run(&house, "DELETE FROM marks WHERE id NOT IN (SELECT MAX(id) FROM marks GROUP BY participant_id, course_day_id)")
        .await;
    run(&house, "UPDATE marks SET minutes = NULL, reason = '', device = ''").await;
    let unsaid = differences(&house).await;
    let at = house.now().plus_minutes(1).millis();
    run(
        &house,
        &format!(
            "INSERT INTO journal (id, at, actor, event, object, object_id, details, values_digest, hash) \
             SELECT MAX(id) + 1, {at}, 'house', 'retention.disposed', 'retention', 0, \
             '{{\"what\":\"attendance\"}}', '', '' FROM journal"
        ),
    )
    .await;
    let disposed = differences(&house).await;

    assert_eq!((before, disposed), (Vec::new(), Vec::new()));
    assert!(!unsaid.is_empty());
}
