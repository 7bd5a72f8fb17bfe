//! Whether a decision still stands on the facts it was made on.

use super::model::Outcome;
use crate::kernel::{Day, Instant, ParticipantId};
use crate::requirements::{
    self, AssignmentState, CompletionRule, DayFact, DayNumber, Decision, Mark, PlanState, TrainingRecord, Verdict,
    weigh,
};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// What the facts say now about a decision made earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// What it was made on is unchanged.
    Firm,
    /// A fact it was made on has changed since; the verdict would be this one now (`None`: it would be too early).
    Shaken(Option<Outcome>),
}

/// Compares the facts of a decision with those of now.
///
/// A day that was open then and is marked now shakes nothing by itself; a mark that counted then and is another now does,
/// and so does any change of the verdict.
#[must_use]
pub fn ground(then: &TrainingRecord, decided: Outcome, now: &TrainingRecord, verdict: requirements::Outcome) -> Ground {
    let moved = then.days.iter().any(|(number, fact)| {
        fact.standing().is_some_and(|mark| now.days.get(number).and_then(|fact| fact.standing()) != Some(mark))
    });
    let verdict = Outcome::of(verdict);
    if moved || verdict != Some(decided) { Ground::Shaken(verdict) } else { Ground::Firm }
}

/// What a verdict gives to decide about; `None` while the rule can still be met, and while only somebody's decision is missing
/// and a course day is still to come: until then that is no reason to tell anybody that it is over.
#[must_use]
pub fn to_decide(verdict: &Verdict, record: &TrainingRecord) -> Option<Outcome> {
    let goes_on = record.days.values().any(|day| day.date >= verdict.today && day.standing() != Some(&Mark::Cancelled));
    Outcome::of(verdict.outcome).filter(|_| !(goes_on && verdict.awaits_a_decision()))
}

/// Whether the rule is met only because somebody is dispensed from one of its demands.
///
/// A decision that a demand asks for is no dispensation.
#[must_use]
pub fn needs_dispensation(rule: &CompletionRule, record: &TrainingRecord, today: Day) -> bool {
    let decisions: Vec<Decision> = record.decisions.iter().filter(|one| one.dispenses.is_none()).cloned().collect();
    if decisions.len() == record.decisions.len() {
        return false;
    }
    let without = TrainingRecord { decisions, ..record.clone() };
    weigh(rule, &without, today).outcome != requirements::Outcome::Met
}

/// Whether a decision may rest on a dispensation: it was not made before that was given. Taking the dispensation back then
/// shakes the decision, where the verdict is another one without it.
#[must_use]
pub fn rests_on(decided_at: Instant, given_at: Instant) -> bool {
    decided_at >= given_at
}

/// What the button that decides carries, so that what was seen is what is done: the rule's hash, and everybody who is not
/// decided about with what would be decided, in whatever order they come.
#[must_use]
pub fn fingerprint(rule_hash: &str, mut cases: Vec<(ParticipantId, Option<Outcome>)>) -> String {
    cases.sort_unstable_by_key(|(participant, _)| participant.0);
    let mut text = rule_hash.to_owned();
    for (participant, outcome) in cases {
        let _ = write!(text, " {participant} {}", outcome.map_or("possible", Outcome::key));
    }
    HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
}

/// What the button that decides anew about one participant carries: the rule's hash, the facts that were shown, and what
/// would be decided on them.
#[must_use]
pub fn case_fingerprint(
    rule_hash: &str,
    (participant, outcome): (ParticipantId, Option<Outcome>),
    record: &TrainingRecord,
) -> String {
    // A record that could not be written could not be decided on either.
    let facts = serde_json::to_string(record).unwrap_or_default();
    fingerprint(&format!("{rule_hash} {facts}"), vec![(participant, outcome)])
}

/// One thing that is another now than when it was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// How a day stands, or how long it is: then and now; none where there was no such day, or is none any more.
    Day(DayNumber, Option<DayFact>, Option<DayFact>),
    /// How far an assignment has come, by its key.
    Assignment(String, AssignmentState, AssignmentState),
    /// How far the rollout plan has come.
    Plan(PlanState, PlanState),
    /// A decision or dispensation that was given since.
    Given(Decision),
    /// A decision or dispensation that was taken back since.
    TakenBack(Decision),
}

/// What differs between the facts of a decision and those of now, days first.
///
/// A day counts as changed where its standing mark or its length is another one; what stood only as unattested on both sides
/// is no fact.
#[must_use]
pub fn changes(then: &TrainingRecord, now: &TrainingRecord) -> Vec<Change> {
    let days: BTreeSet<DayNumber> = then.days.keys().chain(now.days.keys()).copied().collect();
    let weight = |fact: Option<&DayFact>| fact.map(|fact| (fact.standing().cloned(), fact.minutes));
    let mut found: Vec<Change> = days
        .into_iter()
        .map(|day| (day, then.days.get(&day), now.days.get(&day)))
        .filter(|(_, then, now)| weight(*then) != weight(*now))
        .map(|(day, then, now)| Change::Day(day, then.cloned(), now.cloned()))
        .collect();
    let keys: BTreeSet<&String> = then.assignments.keys().chain(now.assignments.keys()).collect();
    let state = |record: &TrainingRecord, key: &String| record.assignments.get(key).copied().unwrap_or_default();
    found.extend(
        keys.into_iter()
            .map(|key| Change::Assignment(key.clone(), state(then, key), state(now, key)))
            .filter(|change| !matches!(change, Change::Assignment(_, then, now) if then == now)),
    );
    if then.rollout_plan != now.rollout_plan {
        found.push(Change::Plan(then.rollout_plan, now.rollout_plan));
    }
    let lacking = |these: &TrainingRecord, others: &TrainingRecord| {
        others.decisions.iter().filter(|one| !these.decisions.contains(one)).cloned().collect::<Vec<_>>()
    };
    found.extend(lacking(then, now).into_iter().map(Change::Given));
    found.extend(lacking(now, then).into_iter().map(Change::TakenBack));
    found
}

#[cfg(test)]
mod tests {
    //! Of the rules alone.
    use super::*;
    use std::collections::BTreeMap;

    fn on(date: u32) -> Day {
        Day::from_ymd_opt(2012, 10, date).unwrap()
    }

    fn record(marks: &[Mark]) -> TrainingRecord {
        let fact = |(index, mark): (u16, &Mark)| {
            let date = on(u32::from(index));
            (index, DayFact { date, minutes: 360, attested: true, mark: Some(mark.clone()) })
        };
        TrainingRecord { days: (1..).zip(marks).map(fact).collect::<BTreeMap<_, _>>(), ..TrainingRecord::default() }
    }

    #[test]
    fn a_changed_mark_shakes_a_decision_and_a_new_one_does_not() {
        let then = record(&[Mark::Absent, Mark::Absent]);
        let more = record(&[Mark::Absent, Mark::Absent, Mark::Present(360)]);
        let other = record(&[Mark::Present(360), Mark::Absent]);
        let verdict = requirements::Outcome::Impossible;

        assert_eq!(ground(&then, Outcome::Impossible, &more, verdict), Ground::Firm);
        assert_eq!(ground(&then, Outcome::Impossible, &other, verdict), Ground::Shaken(Some(Outcome::Impossible)));
        assert_eq!(ground(&then, Outcome::Impossible, &then, requirements::Outcome::Possible), Ground::Shaken(None));
    }

    #[test]
    fn what_changed_is_told_with_then_and_now() {
        let dispensed = |from: &str| Decision {
            role: "coordinator".into(),
            reason: "Skäl".into(),
            dispenses: Some(from.to_owned()),
        };
        let mut then = record(&[Mark::Present(360), Mark::Absent]);
        then.assignments.insert("plan".into(), AssignmentState::Approved);
        then.decisions.push(dispensed("all/0"));
        let mut now = record(&[Mark::Absent, Mark::Absent]);
        now.assignments.insert("plan".into(), AssignmentState::Returned);
        now.rollout_plan = PlanState::Draft;
        let day = |record: &TrainingRecord| record.days.get(&1).cloned();

        let told = changes(&then, &now);

        let expected = [
            Change::Day(1, day(&then), day(&now)),
            Change::Assignment("plan".into(), AssignmentState::Approved, AssignmentState::Returned),
            Change::Plan(PlanState::NotStarted, PlanState::Draft),
            Change::TakenBack(dispensed("all/0")),
        ];
        assert_eq!(told, expected);
        assert_eq!(changes(&then, &then), []);
    }

    #[test]
    fn another_fact_is_another_fingerprint_of_a_case_though_the_outcome_is_the_same() {
        let case = (ParticipantId(1), Some(Outcome::Met));
        let (then, now) = (record(&[Mark::Present(360)]), record(&[Mark::Present(300)]));

        assert_ne!(case_fingerprint("a", case, &then), case_fingerprint("a", case, &now));
        assert_eq!(case_fingerprint("a", case, &then), case_fingerprint("a", case, &then.clone()));
    }

    #[test]
    fn another_rule_person_or_outcome_is_another_fingerprint_and_another_order_is_not() {
        let (ada, bo) = (ParticipantId(1), ParticipantId(2));
        let seen = fingerprint("a", vec![(ada, Some(Outcome::Met)), (bo, None)]);

        assert_eq!(seen, fingerprint("a", vec![(bo, None), (ada, Some(Outcome::Met))]));
        assert_ne!(seen, fingerprint("b", vec![(ada, Some(Outcome::Met)), (bo, None)]));
        assert_ne!(seen, fingerprint("a", vec![(ada, None), (bo, Some(Outcome::Met))]));
        assert_ne!(seen, fingerprint("a", vec![(ada, Some(Outcome::Met))]));
    }
}
