//! What the rule promises: the example of the founding card, every leaf, and laws over many generated records.

mod choices;

mod dice;

mod examples;

mod laws;

mod leaves;

mod relaxing;

mod told;

use crate::kernel::Day;
use chrono::Days;

use super::*;

/// A date written as in JSON.
fn date(text: &str) -> Day {
    text.parse().expect("a date")
}

/// A rule from the text of its tree, with one make-up within a year.
fn rule(tree: &str) -> CompletionRule {
    let make_up = r#"{"days":[1,2,3,4,5,6],"max":1,"within_months":12,"forms":["written"]}"#;
    CompletionRule::parse(&format!(r#"{{"rule":{tree},"partial_percent":75,"make_up":{make_up}}}"#)).expect("a rule")
}

/// A record of attested days of 360 minutes, a week apart from 4 October 2012; `None` is an open day.
fn record(marks: &[Option<Mark>]) -> TrainingRecord {
    let first = date("2012-10-04");
    let days = (1..).zip(marks).map(|(day, mark): (DayNumber, _)| {
        let fact = DayFact {
            date: first + Days::new(7 * u64::from(day - 1)),
            minutes: 360,
            attested: mark.is_some(),
            mark: mark.clone(),
        };
        (day, fact)
    });
    TrainingRecord { days: days.collect(), ..TrainingRecord::default() }
}

/// Reads marks from letters: P present, H half a day, Q three quarters, A absent, N notified, M made up, C credited,
/// X cancelled, a dot open.
fn marks(letters: &str) -> Vec<Option<Mark>> {
    letters.chars().map(mark).collect()
}

fn mark(letter: char) -> Option<Mark> {
    match letter {
        'P' => Some(Mark::Present(360)),
        'H' => Some(Mark::Partial(180)),
        'Q' => Some(Mark::Partial(270)),
        'A' => Some(Mark::Absent),
        'N' => Some(Mark::Notified),
        'M' => Some(Mark::MadeUp("M-1".into())),
        'C' => Some(Mark::Credited("C-1".into())),
        'X' => Some(Mark::Cancelled),
        _ => None,
    }
}

/// The outcome of letters under a rule tree, on the last course day.
fn outcome(tree: &str, letters: &str) -> Outcome {
    weigh(&rule(tree), &record(&marks(letters)), date("2012-11-08")).outcome
}
