//! Certificates, derived again.

use super::difference::Difference;
use super::rows::{CertificateRow, DecisionRow, Raw};
use crate::requirements::{CompletionRule, DayNumber, Mark, TrainingRecord};
use serde_json::Value;
use std::collections::BTreeMap;

/// Derives every certificate; how many there were, and what came out otherwise.
pub(super) fn derive(raw: &Raw) -> (usize, Vec<Difference>) {
    (raw.certificates.len(), raw.certificates.iter().flat_map(|issued| one(raw, issued)).collect())
}

fn one(raw: &Raw, issued: &CertificateRow) -> Vec<Difference> {
    let number = || issued.number.clone();
    let mut found = Vec::new();
    if (issued.person_id, issued.cohort_id) != (issued.holder, issued.course) {
        found.push(Difference::Holder(number()));
    }
    let first = first_edition(raw, issued);
    let Some(made) = decision_before(raw, first) else {
        found.push(Difference::Undecided(number()));
        return found;
    };
    let (Ok(rule), Ok(kept)) = (CompletionRule::parse(&made.rule), serde_json::from_str::<TrainingRecord>(&made.facts))
    else {
        // Said of the decision already.
        return found;
    };
    let Ok(printed) = serde_json::from_str::<Value>(&issued.facts) else {
        found.push(Difference::UnreadablePaper(number()));
        return found;
    };
    let record = raw.record_at(issued.participant_id, first.issued_at, &rule, &kept);
    let sums = Sums::of(&record, rule.partial_percent());
    let days = sums.differing(&printed);
    if !days.is_empty() {
        found.push(Difference::PrintedDays(number(), days));
    }
    for (field, what, is) in [
        ("attended_days", "days attended", sums.attended),
        ("total_days", "days held", sums.held),
        ("minutes_total", "minutes", sums.minutes),
    ] {
        let says = printed.get(field).and_then(Value::as_i64).unwrap_or(-1);
        if says != is {
            found.push(Difference::Sum(number(), what, says, is));
        }
    }
    found
}

/// The first edition of a certificate: corrections keep what it printed of the course.
fn first_edition<'r>(raw: &'r Raw, issued: &'r CertificateRow) -> &'r CertificateRow {
    let mut first = issued;
    // No longer than there are certificates, should they lead in a circle.
    for _ in 0..raw.certificates.len() {
        let former = raw.certificates.iter().find(|one| one.replaced_by == Some(first.id) && one.kind == first.kind);
        match former {
            Some(former) => first = former,
            None => break,
        }
    }
    first
}

/// The last decision about the participant before the paper was issued, if it says what the paper is issued for.
fn decision_before<'r>(raw: &'r Raw, issued: &CertificateRow) -> Option<&'r DecisionRow> {
    let said = if issued.kind == "certificate" { "met" } else { "impossible" };
    let is_before =
        |made: &&DecisionRow| made.participant_id == issued.participant_id && made.decided_at <= issued.issued_at;
    raw.decisions.iter().rfind(is_before).filter(|made| made.verdict == said)
}

/// A record added up.
struct Sums {
    days: BTreeMap<DayNumber, &'static str>,
    attended: i64,
    held: i64,
    minutes: i64,
}

impl Sums {
    fn of(record: &TrainingRecord, partial_percent: u8) -> Self {
        let mut sums = Self { days: BTreeMap::new(), attended: 0, held: 0, minutes: 0 };
        for (number, day) in &record.days {
            let whole = i64::from(day.minutes);
            let (word, counts, minutes) = match day.standing() {
                Some(Mark::Present(there)) => ("present", true, whole.min(i64::from(*there))),
                Some(Mark::Partial(there)) => {
                    let there = whole.min(i64::from(*there));
                    ("partial", there * 100 >= i64::from(partial_percent) * whole, there)
                }
                Some(Mark::MadeUp(_)) => ("made_up", true, whole),
                Some(Mark::Credited(_)) => ("credited", true, whole),
                Some(Mark::Absent | Mark::Notified) => ("absent", false, 0),
                Some(Mark::Cancelled) => ("cancelled", false, 0),
                None => ("open", false, 0),
            };
            sums.days.insert(*number, word);
            sums.attended += i64::from(counts);
            sums.held += i64::from(word != "cancelled");
            sums.minutes += minutes;
        }
        sums
    }

    /// The days that are printed otherwise.
    fn differing(&self, printed: &Value) -> Vec<DayNumber> {
        let days = printed.get("days").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let says = |number: DayNumber| {
            let day = days.iter().find(|day| day.get("number").and_then(Value::as_u64) == Some(u64::from(number)));
            day.and_then(|day| day.get("state")).and_then(Value::as_str)
        };
        self.days.iter().filter(|(number, word)| says(**number) != Some(**word)).map(|(number, _)| *number).collect()
    }
}
