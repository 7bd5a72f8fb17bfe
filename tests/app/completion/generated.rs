//! Histories made up at random, decided by the house, and derived again from the rows by other code.

use crate::support::TestHouse;
use sea_orm::ConnectionTrait;
use stafett::check::recheck::recheck;
use stafett::completion::actions;
use stafett::kernel::CohortId;
use stafett::locale::stockholm;

/// How many participants are made up, so many in each of ten cohorts.
const PEOPLE: i64 = 1_000;
const COHORTS: i64 = 10;

/// Marks of every kind, minutes and dispensations by a remainder of squares, which looks like chance and is the same each time.
fn rows(cohort: CohortId, people: i64) -> [String; 7] {
    let numbers = format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {people})");
    let chance = "((p.id * 7919 + d.id * 104729 + p.id * d.id * 31) % 997)";
    [
        format!("UPDATE cohorts SET capacity = {people} WHERE id = {cohort}"),
        format!("{numbers} INSERT INTO cohort_seats (cohort_id, number) SELECT {cohort}, i FROM n WHERE i > 1"),
        format!(
            "{numbers} INSERT INTO persons (name, organisation_id, created_at) \
             SELECT 'Person {cohort}/' || i, 1, 0 FROM n"
        ),
        format!(
            "INSERT INTO participants (cohort_id, person_id, organisation_id, seat_number, joined_at) \
             SELECT {cohort}, s.id, 1, s.place, 0 FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS place FROM persons \
             WHERE name LIKE 'Person {cohort}/%') s"
        ),
        format!(
            "INSERT INTO marks (participant_id, course_day_id, kind, minutes, reference, nonce, marked_at, account_id) \
             SELECT p.id, d.id, CASE WHEN {chance} < 640 THEN 'present' WHEN {chance} < 780 THEN 'partial' \
             WHEN {chance} < 860 THEN 'absent' WHEN {chance} < 900 THEN 'notified' WHEN {chance} < 940 THEN 'made_up' \
             WHEN {chance} < 970 THEN 'credited' ELSE 'open' END, \
             CASE WHEN {chance} >= 640 AND {chance} < 780 THEN 200 + {chance} % 160 ELSE NULL END, '', \
             'n' || p.id || '-' || d.id, 1, 1 FROM participants p JOIN course_days d ON d.cohort_id = p.cohort_id \
             WHERE p.cohort_id = {cohort}"
        ),
        "UPDATE course_days SET attested_at = 2, attested_by = 1".to_owned(),
        format!(
            "INSERT INTO dispensations (participant_id, cohort_id, demand, reason, given_at, given_by) \
             SELECT id, cohort_id, 'all/' || (id % 2), 'Skäl', 3, 1 FROM participants \
             WHERE id % 11 = 0 AND cohort_id = {cohort}"
        ),
    ]
}

#[rocket::async_test]
async fn what_the_house_decides_about_made_up_histories_is_what_other_code_derives() {
    let house = TestHouse::open().await;
    house.platform().await;
    house.municipality("1285", "Eslöv", 30).await;
    let programme = house.programme().await;
    let coordinator = house.coordinator("Karin Koordinator").await;
    let mut cohorts = Vec::new();
    for number in 0..COHORTS {
        let cohort = house.cohort(programme, &format!("A{number}"), 1).await;
        let tx = house.db().begin_write().await.expect("a transaction");
        for sql in rows(cohort, PEOPLE) {
            tx.execute_unprepared(&sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        }
        tx.commit().await.expect("a commit");
        cohorts.push(cohort);
    }
    let last = house.days_of(cohorts[0]).await[5].day;
    house.set_clock(stockholm::start_of_day(last).plus_days(1));

    let (mut met, mut impossible, mut waiting) = (0, 0, 0);
    for cohort in cohorts {
        let decided = actions::decide(house.db(), &coordinator, (cohort, None), house.now()).await.expect("decided");
        met += decided.met;
        impossible += decided.impossible;
        waiting += decided.waiting;
    }
    let derived = recheck(house.db().read()).await.expect("read");

    assert_eq!(derived.differences, []);
    assert_eq!(derived.decisions, met + impossible);
    let fifth = usize::try_from(COHORTS * PEOPLE / 5).expect("a number");
    assert!(met > fifth && impossible + waiting > fifth, "{met} {impossible} {waiting}");
}
