//! Certificates, derived again.

use super::difference::Difference;
use super::register::Register;
use super::rows::{CertificateRow, DecisionRow, Raw};
use super::wording::{self, Said, Wording};
use crate::kernel::Day;
use crate::requirements::{CompletionRule, DayNumber, Mark, Outcome, TrainingRecord, days_made_up, weigh};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Derives every certificate; how many there were, and what came out otherwise.
pub(super) fn derive(raw: &Raw, register: &Register, wording: &Wording) -> (usize, Vec<Difference>) {
    let bench = Bench::of(raw, register, wording);
    (raw.certificates.len(), raw.certificates.iter().flat_map(|issued| bench.one(issued)).collect())
}

/// The rows, by what they are looked up by.
struct Bench<'r> {
    raw: &'r Raw,
    register: &'r Register,
    wording: &'r Wording,
    /// The decisions about each participant, oldest first.
    decisions: HashMap<i64, Vec<&'r DecisionRow>>,
    /// What each certificate replaced.
    replaced: HashMap<i64, &'r CertificateRow>,
}

impl<'r> Bench<'r> {
    fn of(raw: &'r Raw, register: &'r Register, wording: &'r Wording) -> Self {
        let mut decisions: HashMap<i64, Vec<&DecisionRow>> = HashMap::new();
        for made in &raw.decisions {
            decisions.entry(made.participant_id).or_default().push(made);
        }
        let replaced = raw.certificates.iter().filter_map(|old| Some((old.replaced_by?, old))).collect();
        Self { raw, register, wording, decisions, replaced }
    }

    fn one(&self, issued: &CertificateRow) -> Vec<Difference> {
        let mut found = Vec::new();
        if (issued.person_id, issued.cohort_id) != (issued.holder, issued.course) {
            found.push(Difference::Holder(issued.number.clone()));
        }
        let facts: Value = serde_json::from_str(&issued.facts).unwrap_or_default();
        let Some(printed) = Print::read(&facts) else {
            found.push(Difference::UnreadablePaper(issued.number.clone()));
            return found;
        };
        found.extend(self.register.differences(issued, &facts));
        let more = match issued.cause.as_str() {
            "name" | "renewal" => self.repeated(issued, &printed, &facts),
            _ => self.derived(issued, &printed, &facts),
        };
        match more {
            Ok(more) => found.extend(more),
            Err(difference) => found.push(difference),
        }
        found
    }

    /// What is otherwise than on the edition before; nothing when that cannot be read, which is said of it.
    fn repeated(&self, issued: &CertificateRow, printed: &Print, facts: &Value) -> Result<Vec<Difference>, Difference> {
        let is_before = |old: &&&CertificateRow| old.kind == issued.kind && old.participant_id == issued.participant_id;
        let before = self.replaced.get(&issued.id).filter(is_before);
        let before = before.ok_or_else(|| Difference::Edition(issued.number.clone()))?;
        let before: Value = serde_json::from_str(&before.facts).unwrap_or_default();
        let Some(expected) = Print::read(&before) else { return Ok(Vec::new()) };
        let mut found = printed.compare(&expected, &issued.number);
        found.extend(wording::repeated(&issued.number, facts, &before));
        Ok(found)
    }

    /// What is otherwise than the rows say as of its own moment; nothing when its decision cannot be read, which is said of
    /// that.
    fn derived(&self, issued: &CertificateRow, printed: &Print, facts: &Value) -> Result<Vec<Difference>, Difference> {
        let Some(made) = self.decision_before(issued) else { return self.meanwhile(issued, printed, facts) };
        let (Ok(rule), Ok(kept)) =
            (CompletionRule::parse(&made.rule), serde_json::from_str::<TrainingRecord>(&made.facts))
        else {
            return Ok(Vec::new());
        };
        Ok(self.by(issued, (rule, &kept), printed, facts))
    }

    /// As [`Bench::derived`], for an attendance certificate of somebody about whom nothing was decided then: by the rule of
    /// the cohort, or one that it had, which could still be met.
    fn meanwhile(
        &self,
        issued: &CertificateRow,
        printed: &Print,
        facts: &Value,
    ) -> Result<Vec<Difference>, Difference> {
        let was_decided = |made: &&DecisionRow| made.is_current && made.decided_at <= issued.issued_at;
        let decided = self.decisions.get(&issued.participant_id).is_some_and(|made| made.iter().any(was_decided));
        let kept = TrainingRecord::default();
        let on = facts["issued_on"].as_str().and_then(|day| day.parse().ok()).unwrap_or(Day::MIN);
        let is_open = |rule: &CompletionRule| {
            let record = self.raw.record_at(issued.participant_id, issued.issued_at, rule, &kept);
            weigh(rule, &record, on).outcome == Outcome::Possible
        };
        let rules = self.raw.rules_of(issued.participant_id).into_iter().filter(is_open);
        let derived = rules.map(|rule| self.by(issued, (rule, &kept), printed, facts));
        let nearest = derived.filter(|_| issued.kind != "certificate" && !decided).min_by_key(Vec::len);
        nearest.ok_or_else(|| Difference::Undecided(issued.number.clone()))
    }

    /// What is otherwise than the rows say by this rule.
    fn by(
        &self,
        issued: &CertificateRow,
        (rule, kept): (CompletionRule, &TrainingRecord),
        printed: &Print,
        facts: &Value,
    ) -> Vec<Difference> {
        let record = self.raw.record_at(issued.participant_id, issued.issued_at, &rule, kept);
        let mut expected = Print::of(&record, &rule);
        if self.raw.has_lost_minutes(issued.participant_id, issued.issued_at, kept) {
            // Only the paper still knows: what it prints stands in for them.
            (expected.attended, expected.minutes) = (None, None);
        }
        let said = Said {
            of_days: DayNumber::try_from(record.days.len()).ok(),
            is_dispensed: issued.kind == "certificate" && is_dispensed(&rule, &record),
            rule: &rule,
        };
        let mut found = printed.compare(&expected, &issued.number);
        found.extend(self.wording.differences(issued, &said, facts));
        found
    }

    /// The last decision about the participant before the paper was issued, if it says what the paper is issued for.
    fn decision_before(&self, issued: &CertificateRow) -> Option<&'r DecisionRow> {
        let said = if issued.kind == "certificate" { "met" } else { "impossible" };
        let mut made = self.decisions.get(&issued.participant_id)?.iter().copied();
        made.rfind(|made| made.decided_at <= issued.issued_at).filter(|made| made.verdict == said)
    }
}

/// Whether a rule is met by what somebody is dispensed from, and not without.
fn is_dispensed(rule: &CompletionRule, record: &TrainingRecord) -> bool {
    let mut without = record.clone();
    without.decisions.retain(|one| one.dispenses.is_none());
    without.decisions.len() < record.decisions.len() && weigh(rule, &without, Day::MIN).outcome != Outcome::Met
}

/// What a paper prints of the course; a sum that is not known is `None`.
#[derive(Default)]
struct Print {
    days: BTreeMap<DayNumber, (String, String)>,
    period: Option<(String, String)>,
    attended: Option<i64>,
    held: Option<i64>,
    minutes: Option<i64>,
}

impl Print {
    fn read(facts: &Value) -> Option<Self> {
        let text = |of: &Value, field: &str| Some(of.get(field)?.as_str()?.to_owned());
        let day = |day: &Value| {
            let number = DayNumber::try_from(day.get("number")?.as_u64()?).ok()?;
            Some((number, (text(day, "date")?, text(day, "state")?)))
        };
        let number = |field: &str| facts.get(field).and_then(Value::as_i64);
        Some(Self {
            days: facts.get("days")?.as_array()?.iter().map(day).collect::<Option<_>>()?,
            period: text(facts, "from").zip(text(facts, "to")),
            attended: Some(number("attended_days")?),
            held: Some(number("total_days")?),
            minutes: Some(number("minutes_total")?),
        })
    }

    /// A record added up.
    fn of(record: &TrainingRecord, rule: &CompletionRule) -> Self {
        let (partial_percent, made_up) = (rule.partial_percent(), days_made_up(rule, record));
        let mut print = Self::default();
        let (mut attended, mut total, mut sum) = (0, 0, 0);
        for (number, day) in &record.days {
            let whole = i64::from(day.minutes);
            let (word, counts, minutes) = match day.standing() {
                Some(Mark::Present(there)) => ("present", true, whole.min(i64::from(*there))),
                Some(Mark::Partial(there)) => {
                    let there = whole.min(i64::from(*there));
                    ("partial", there * 100 >= i64::from(partial_percent) * whole, there)
                }
                Some(Mark::MadeUp(_)) if made_up.contains(number) => ("made_up", true, whole),
                Some(Mark::Credited(_)) => ("credited", true, whole),
                Some(Mark::Absent | Mark::Notified | Mark::MadeUp(_)) => ("absent", false, 0),
                Some(Mark::Cancelled) => ("cancelled", false, 0),
                None => ("open", false, 0),
            };
            print.days.insert(*number, (day.date.to_string(), word.to_owned()));
            attended += i64::from(counts);
            total += i64::from(word != "cancelled");
            sum += minutes;
        }
        let held = record.days.values().filter(|day| day.standing() != Some(&Mark::Cancelled));
        let dates: BTreeSet<Day> = held.map(|day| day.date).collect();
        print.period = dates.first().zip(dates.last()).map(|(from, to)| (from.to_string(), to.to_string()));
        (print.attended, print.held, print.minutes) = (Some(attended), Some(total), Some(sum));
        print
    }

    /// What is printed otherwise than `expected`.
    fn compare(&self, expected: &Self, number: &str) -> Vec<Difference> {
        let mut found = Vec::new();
        let all: BTreeSet<DayNumber> = self.days.keys().chain(expected.days.keys()).copied().collect();
        let days: Vec<DayNumber> = all.into_iter().filter(|day| self.days.get(day) != expected.days.get(day)).collect();
        if !days.is_empty() {
            found.push(Difference::PrintedDays(number.to_owned(), days));
        }
        if self.period != expected.period {
            found.push(Difference::Period(number.to_owned()));
        }
        for (what, printed, is) in [
            ("days attended", self.attended, expected.attended),
            ("days held", self.held, expected.held),
            ("minutes", self.minutes, expected.minutes),
        ] {
            if let (Some(printed), Some(is)) = (printed, is)
                && printed != is
            {
                found.push(Difference::Sum(number.to_owned(), what, printed, is));
            }
        }
        found
    }
}
