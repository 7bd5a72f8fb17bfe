//! Which of the days made up count, where the rule lets only some of them.

use std::collections::BTreeSet;

use crate::kernel::Day;

use super::{
    facts::{Mark, TrainingRecord},
    model::{CompletionRule, DayNumber},
    verdict::Outcome,
    weigh::weigh,
};

/// More days made up than anybody has: beyond, the earliest count.
const MOST: usize = 16;

/// The days made up that count.
///
/// All of them where the rule says nothing of it. Else no other than it names and no more than it allows: those with which the
/// rule is met if there are such, the earliest otherwise. Looks at each choice of days in turn, which is one choice unless more
/// are on record than allowed.
#[must_use]
pub fn days_made_up(rule: &CompletionRule, record: &TrainingRecord) -> BTreeSet<DayNumber> {
    let on_record = record.days.iter().filter(|(_, fact)| matches!(fact.standing(), Some(Mark::MadeUp(_))));
    let on_record = on_record.map(|(day, _)| *day);
    let Some(make_up) = rule.make_up() else { return on_record.collect() };
    let may_count: Vec<DayNumber> = on_record.filter(|day| make_up.days.contains(day)).collect();
    let allowed = usize::try_from(make_up.max).unwrap_or(usize::MAX);
    if may_count.len() <= allowed {
        return may_count.into_iter().collect();
    }
    let met = |chosen: &BTreeSet<DayNumber>| {
        // Whether it is met hangs on no day of the calendar.
        weigh(rule, &without_others(record, chosen), Day::MIN).outcome == Outcome::Met
    };
    let earliest = || may_count.iter().copied().take(allowed).collect();
    if may_count.len() > MOST {
        return earliest();
    }
    choices(&may_count, allowed).find(met).unwrap_or_else(earliest)
}

/// Every choice of so many days, those with the earlier ones first.
fn choices(days: &[DayNumber], count: usize) -> impl Iterator<Item = BTreeSet<DayNumber>> {
    let sets = (0..1_u32 << days.len()).filter(move |set| set.count_ones() as usize == count);
    sets.map(|set| days.iter().enumerate().filter(|(place, _)| set >> place & 1 == 1).map(|(_, day)| *day).collect())
}

/// The record where no other day was made up.
fn without_others(record: &TrainingRecord, made_up: &BTreeSet<DayNumber>) -> TrainingRecord {
    let mut record = record.clone();
    for (day, fact) in &mut record.days {
        if matches!(fact.mark, Some(Mark::MadeUp(_))) && !made_up.contains(day) {
            fact.mark = Some(Mark::Absent);
        }
    }
    record
}
