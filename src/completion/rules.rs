//! Whether a decision still stands on the facts it was made on.

use super::model::Outcome;
use crate::requirements::{self, TrainingRecord};

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

#[cfg(test)]
mod tests {
    //! Of the rules alone.
    use super::*;
    use crate::kernel::Day;
    use crate::requirements::{DayFact, Mark};
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
}
