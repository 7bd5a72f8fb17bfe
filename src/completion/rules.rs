//! Whether a decision still stands on the facts it was made on.

use super::model::Outcome;
use crate::kernel::{Instant, ParticipantId};
use crate::requirements::{self, TrainingRecord};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
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

/// Whether a decision may rest on a dispensation, which then cannot be taken back: it was not made before that was given.
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
