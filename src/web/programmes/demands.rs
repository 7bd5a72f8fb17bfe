//! The demands a draft asks for, read out of its form; what is missing is said beside the field.

use super::draft::{Node, Place, WAYS, end_of, is_group};
use super::trial::{ASSIGNMENT, PLAN};
use crate::kernel::Lang;
use crate::requirements::{Counted, DayNumber, Demand, Need};
use crate::web::form::Reading;
use std::collections::BTreeSet;

impl Node {
    /// Reads the demand out of the form it lies in; `None` when something is wrong, which is then said.
    pub(super) fn demand(
        &self,
        reading: &mut Reading<'_>,
        place: &mut Place,
        days: DayNumber,
        lang: Lang,
    ) -> Option<Demand> {
        let end = end_of(place);
        if is_group(&self.kind) {
            let mut parts = Vec::new();
            for (index, part) in self.parts.iter().enumerate() {
                place.push(index);
                parts.push(part.demand(reading, place, days, lang));
                place.pop();
            }
            let n = if self.kind == "at_least" { reading.number(&format!("n-{end}"), 1..=99) } else { Some(0) };
            let parts: Vec<Demand> = parts.into_iter().collect::<Option<_>>()?;
            return match self.kind.as_str() {
                "all" => Some(Demand::All(parts)),
                "any" => Some(Demand::Any(parts)),
                _ => Some(Demand::AtLeast { n: u32::try_from(n?).ok()?, of: parts }),
            };
        }
        leaf(&self.kind, reading, &end, (days, lang))
    }
}

fn leaf(kind: &str, reading: &mut Reading<'_>, end: &str, (days, lang): (DayNumber, Lang)) -> Option<Demand> {
    let field = |name: &str| format!("{name}-{end}");
    match kind {
        "days_attended" => {
            let (need, accept) = (need(reading, end, i64::from(days)), accepted(reading, end, lang));
            Some(Demand::DaysAttended { need: need?, accept: accept? })
        }
        "days_required" => {
            let ticked = reading.form().all(field("days"));
            let chosen: BTreeSet<DayNumber> =
                ticked.iter().filter_map(|day| day.parse().ok()).filter(|day| (1..=days).contains(day)).collect();
            if chosen.is_empty() {
                reading.wrong(&field("days"), lang.say("Välj minst en dag.", "Choose at least one day."));
            }
            let accept = accepted(reading, end, lang);
            Some(Demand::DaysRequired { days: chosen, accept: accept? }).filter(|_| !ticked.is_empty())
        }
        "minutes" => need(reading, end, 100_000).map(|need| Demand::Minutes { need }),
        "assignment" => {
            let missing = lang.say("Skriv vad hemuppgiften kallas.", "Write what the assignment is called.");
            let key = reading.line(&field("key"), 60, missing);
            let missing = lang.say("Välj hur långt den ska ha kommit.", "Choose how far it must have come.");
            let state = reading.choice(&field("state"), missing, |word| {
                ASSIGNMENT.iter().find(|(one, ..)| *one == word).map(|(_, state, ..)| *state)
            });
            Some(Demand::Assignment { key: key?, state: state? })
        }
        "evaluation_answered" => {
            let missing = lang.say("Skriv vad enkäten kallas.", "Write what the survey is called.");
            reading.line(&field("survey"), 60, missing).map(|survey| Demand::EvaluationAnswered { survey })
        }
        "rollout_plan" => {
            let missing = lang.say("Välj hur långt planen ska ha kommit.", "Choose how far the plan must have come.");
            let read = |word: &str| PLAN.iter().find(|(one, ..)| *one == word).map(|(_, state, ..)| *state);
            reading.choice(&field("plan"), missing, read).map(|state| Demand::RolloutPlan { state })
        }
        "decided_by" => {
            let reason = reading.optional_line(&field("reason"), 200)?;
            let missing = lang.say("Välj vem som beslutar.", "Choose who decides.");
            let role = reading.line(&field("role"), 60, missing)?;
            Some(Demand::DecidedBy { role, reason: Some(reason).filter(|one| !one.is_empty()) })
        }
        _ => {
            reading.wrong(&field("kind"), lang.say("Välj ett av kraven.", "Choose one of the requirements."));
            None
        }
    }
}

fn need(reading: &mut Reading<'_>, end: &str, most: i64) -> Option<Need> {
    let field = format!("amount-{end}");
    if reading.form().get(format!("unit-{end}")) == "percent" {
        return reading.number(&field, 0..=100).and_then(|share| u8::try_from(share).ok()).map(Need::Percent);
    }
    reading.number(&field, 0..=most).and_then(|count| u32::try_from(count).ok()).map(Need::Count)
}

fn accepted(reading: &mut Reading<'_>, end: &str, lang: Lang) -> Option<BTreeSet<Counted>> {
    let field = format!("accept-{end}");
    let ticked = reading.form().all(&field);
    let ways: BTreeSet<Counted> =
        WAYS.iter().filter(|(word, ..)| ticked.contains(word)).map(|(_, way, ..)| *way).collect();
    if ways.is_empty() {
        reading.wrong(&field, lang.say("Välj minst ett sätt.", "Choose at least one way."));
        return None;
    }
    Some(ways)
}
