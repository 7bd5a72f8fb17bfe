//! Decisions, derived again.

use super::difference::Difference;
use super::rows::{DecisionRow, Raw};
use crate::kernel::Day;
use crate::requirements::{CompletionRule, DayNumber, Decision, TrainingRecord, weigh};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// Derives every decision; how many there were, and what came out otherwise.
pub(super) fn derive(raw: &Raw) -> (usize, Vec<Difference>) {
    (raw.decisions.len(), raw.decisions.iter().flat_map(|made| one(raw, made)).collect())
}

fn one(raw: &Raw, made: &DecisionRow) -> Vec<Difference> {
    let Ok(rule) = CompletionRule::parse(&made.rule) else { return vec![Difference::Rule(made.id)] };
    let mut found = Vec::new();
    // Of the text as the language writes it, not by the rule's own method.
    if HEXLOWER.encode(&Sha256::digest(rule.canonical_json().as_bytes())) != made.rule_hash {
        found.push(Difference::Rule(made.id));
    }
    if !raw.has_had_rule(made.participant_id, made.rule_number) {
        found.push(Difference::OtherRule(made.id));
    }
    let Ok(kept) = serde_json::from_str::<TrainingRecord>(&made.facts) else {
        found.push(Difference::UnreadableFacts(made.id));
        return found;
    };
    let on = made.decided_on.get(..10).and_then(|text| text.parse::<Day>().ok()).unwrap_or(Day::MIN);
    let of_facts = weigh(&rule, &kept, on).outcome;
    if !agrees(&made.verdict, of_facts) {
        found.push(Difference::Verdict(made.id, made.verdict.clone(), of_facts));
    }
    let mut record = raw.record_at(made.participant_id, made.decided_at, &rule, &kept);
    // What the former decision was made on counts on in the review of it.
    if rule.asks_for_the_plan()
        && former(raw, made).map(|former| former.rollout_plan.max(record.rollout_plan)) == Some(kept.rollout_plan)
    {
        record.rollout_plan = kept.rollout_plan;
    }
    let of_rows = weigh(&rule, &record, on).outcome;
    if !agrees(&made.verdict, of_rows) {
        found.push(Difference::VerdictOfRows(made.id, made.verdict.clone(), of_rows));
    }
    let days = differing(&kept, &record);
    if !days.is_empty() {
        found.push(Difference::Days(made.id, days));
    }
    if kept.assignments != record.assignments {
        found.push(Difference::Assignments(made.id));
    }
    if kept.rollout_plan != record.rollout_plan {
        found.push(Difference::Plan(made.id));
    }
    if kept.surveys_answered != record.surveys_answered {
        found.push(Difference::Beside(made.id));
    }
    if in_order(&kept.decisions) != in_order(&record.decisions) {
        found.push(Difference::Dispensations(made.id));
    }
    found
}

fn agrees(said: &str, is: crate::requirements::Outcome) -> bool {
    use crate::requirements::Outcome::{Impossible, Met};
    matches!((said, is), ("met", Met) | ("impossible", Impossible))
}

/// The facts of the decision about the same participant that was made before this one.
fn former(raw: &Raw, made: &DecisionRow) -> Option<TrainingRecord> {
    let is_before = |one: &&DecisionRow| one.participant_id == made.participant_id && one.id < made.id;
    raw.decisions.iter().rfind(is_before).and_then(|one| serde_json::from_str(&one.facts).ok())
}

/// The days whose standing mark was another one; dates and open marks may have moved since.
fn differing(kept: &TrainingRecord, record: &TrainingRecord) -> Vec<DayNumber> {
    let numbers = kept.days.keys().chain(record.days.keys().filter(|day| !kept.days.contains_key(day)));
    let standing =
        |record: &TrainingRecord, day: &DayNumber| record.days.get(day).and_then(|fact| fact.standing().cloned());
    numbers.filter(|day| standing(kept, day) != standing(record, day)).copied().collect()
}

fn in_order(decisions: &[Decision]) -> Vec<(&str, Option<&str>)> {
    let mut told: Vec<_> = decisions.iter().map(|one| (one.reason.as_str(), one.dispenses.as_deref())).collect();
    told.sort_unstable();
    told
}
