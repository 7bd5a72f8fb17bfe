//! When the course was completed, and whether a decision still stands on the facts it was made on.

use super::model::Outcome;
use crate::kernel::Day;
use crate::requirements::{self, CompletionRule, Mark, TrainingRecord, weigh};

/// The day on which somebody who meets the rule completed the course.
///
/// That is the last course day if the days themselves were enough, and the day of the decision when a day had to be made
/// up or the course still goes on.
#[must_use]
pub fn completed_on(rule: &CompletionRule, record: &TrainingRecord, today: Day) -> Day {
    let held = record.days.values().filter(|fact| fact.mark != Some(Mark::Cancelled));
    let Some(last) = held.map(|fact| fact.date).max().filter(|last| *last <= today) else { return today };
    let mut by_then = record.clone();
    for fact in by_then.days.values_mut().filter(|fact| matches!(fact.mark, Some(Mark::MadeUp(_)))) {
        fact.mark = Some(Mark::Absent);
    }
    if weigh(rule, &by_then, today).outcome == requirements::Outcome::Met { last } else { today }
}

/// What the facts say now about a decision made earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
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
pub fn standing(
    then: &TrainingRecord,
    decided: Outcome,
    now: &TrainingRecord,
    verdict: requirements::Outcome,
) -> Standing {
    let moved = then.days.iter().any(|(number, fact)| {
        fact.standing().is_some_and(|mark| now.days.get(number).and_then(|fact| fact.standing()) != Some(mark))
    });
    let verdict = Outcome::of(verdict);
    if moved || verdict != Some(decided) { Standing::Shaken(verdict) } else { Standing::Firm }
}

#[cfg(test)]
mod tests {
    //! Of the rules alone.
    use super::*;
    use crate::requirements::DayFact;
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
    fn the_course_is_completed_on_its_last_day_unless_a_day_was_made_up() {
        let rule = CompletionRule::parse(r#"{"rule":{"days_attended":{"min":2}},"make_up":{"days":[1,2,3],"max":1}}"#)
            .unwrap();
        let present = Mark::Present(360);
        let attended = record(&[present.clone(), Mark::Absent, present.clone()]);
        let made_up = record(&[present, Mark::MadeUp("Omgång B".into()), Mark::Absent]);

        let days = [&attended, &made_up].map(|record| completed_on(&rule, record, on(20)));

        assert_eq!(days, [on(3), on(20)]);
        assert_eq!(completed_on(&rule, &attended, on(2)), on(2));
    }

    #[test]
    fn a_changed_mark_shakes_a_decision_and_a_new_one_does_not() {
        let then = record(&[Mark::Absent, Mark::Absent]);
        let more = record(&[Mark::Absent, Mark::Absent, Mark::Present(360)]);
        let other = record(&[Mark::Present(360), Mark::Absent]);
        let verdict = requirements::Outcome::Impossible;

        assert_eq!(standing(&then, Outcome::Impossible, &more, verdict), Standing::Firm);
        assert_eq!(standing(&then, Outcome::Impossible, &other, verdict), Standing::Shaken(Some(Outcome::Impossible)));
        assert_eq!(
            standing(&then, Outcome::Impossible, &then, requirements::Outcome::Possible),
            Standing::Shaken(None)
        );
    }
}
