//! Histories made up at random, decided by the house, derived again from the rows by other code, and counted by hand.

use crate::support::TestHouse;
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, Statement};
use stafett::check::recheck::recheck;
use stafett::completion::{Outcome, actions, entity};
use stafett::kernel::CohortId;
use stafett::locale::stockholm;
use std::collections::BTreeMap;

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

/// A day of somebody as it stands in the rows.
#[derive(FromQueryResult)]
struct Marked {
    participant_id: i64,
    number: i64,
    kind: String,
    minutes: Option<i64>,
    planned: i64,
}

#[derive(FromQueryResult)]
struct Dispensed {
    participant_id: i64,
    demand: String,
}

async fn found<T: FromQueryResult>(house: &TestHouse, sql: &str) -> Vec<T> {
    let db = house.db().read();
    T::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).all(db).await.expect("read")
}

/// Whether six days meet the rule of the programme, counted here and nowhere else: five of them, the first and the last among
/// them, one made up at most; `without` is what somebody is dispensed from.
fn meets(days: &[char], without: &str) -> bool {
    let made_up: Vec<usize> = (0..days.len()).filter(|day| days[*day] == 'M').collect();
    let counting = made_up.iter().copied().map(Some).chain([None]);
    counting.into_iter().any(|made_up| {
        let counts = |day: usize| days[day] == 'P' || made_up == Some(day);
        let many = (0..6).filter(|day| counts(*day)).count() >= 5;
        (without == "all/0" || many) && (without == "all/1" || (counts(0) && counts(5)))
    })
}

/// Met; or out of reach even if every open day was attended and one missed day were made up, where none is yet; or neither.
fn judge(days: &[char], without: &str) -> Option<Outcome> {
    if meets(days, without) {
        return Some(Outcome::Met);
    }
    let hoped: Vec<char> = days.iter().map(|day| if *day == '.' { 'P' } else { *day }).collect();
    let with = |made_up: usize| {
        let mut then = hoped.clone();
        then[made_up] = 'M';
        then
    };
    let may_make_up = !days.contains(&'M');
    let is_reachable = meets(&hoped, without) || (may_make_up && (0..6).any(|day| meets(&with(day), without)));
    (!is_reachable).then_some(Outcome::Impossible)
}

/// Everybody's days as letters (P counts, A does not, M is made up, a dot is open), and what is to be decided on them.
async fn judged_by_hand(house: &TestHouse) -> BTreeMap<i64, (Vec<char>, Option<Outcome>)> {
    let marks: Vec<Marked> = found(
        house,
        "SELECT m.participant_id, d.number, m.kind, m.minutes, d.minutes AS planned FROM marks m \
         JOIN course_days d ON d.id = m.course_day_id",
    )
    .await;
    let given: Vec<Dispensed> = found(house, "SELECT participant_id, demand FROM dispensations").await;
    let given: BTreeMap<i64, String> = given.into_iter().map(|one| (one.participant_id, one.demand)).collect();
    let mut people: BTreeMap<i64, Vec<char>> = BTreeMap::new();
    for mark in marks {
        let letter = match mark.kind.as_str() {
            "present" | "credited" => 'P',
            "partial" if mark.minutes.unwrap_or(0) * 100 >= 75 * mark.planned => 'P',
            "made_up" => 'M',
            "open" => '.',
            _ => 'A',
        };
        let day = usize::try_from(mark.number - 1).expect("a day");
        people.entry(mark.participant_id).or_insert_with(|| vec!['.'; 6])[day] = letter;
    }
    let judged = |(person, days): (i64, Vec<char>)| {
        let without = given.get(&person).map_or("", String::as_str);
        let expected = judge(&days, without);
        (person, (days, expected))
    };
    people.into_iter().map(judged).collect()
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
    let by_hand = judged_by_hand(&house).await;
    let decisions = entity::Entity::find().all(house.db().read()).await.expect("read");
    let decided: BTreeMap<i64, Outcome> = decisions.iter().map(|one| (one.participant_id.0, one.verdict)).collect();

    assert_eq!(derived.differences, []);
    assert_eq!(by_hand.len(), met + impossible + waiting);
    for (participant, (letters, expected)) in by_hand {
        assert_eq!(decided.get(&participant).copied(), expected, "participant {participant}: {letters:?}");
    }
    assert_eq!(derived.decisions, met + impossible);
    let fifth = usize::try_from(COHORTS * PEOPLE / 5).expect("a number");
    assert!(met > fifth && impossible + waiting > fifth, "{met} {impossible} {waiting}");
}
