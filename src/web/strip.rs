//! The six-day strip from a cohort's days.

use crate::attendance::MarkKind;
use crate::cohorts::CourseDay;
use crate::kernel::{CourseDayId, Day, Lang};
use crate::locale::dates;
use crate::web::parts::{DayState, StripDay};
use std::cmp::Ordering;
use std::collections::HashMap;
use std::hash::BuildHasher;

/// The strip of a cohort as a whole: planned, today, held, cancelled.
#[must_use]
pub fn of_cohort(lang: Lang, days: &[CourseDay], today: Day) -> Vec<StripDay> {
    days.iter().map(|day| square(lang, day, to_cohort(day, today))).collect()
}

/// The strip of one participant: what is marked, else what the day is to the cohort; a past day without mark is open.
#[must_use]
pub fn of_participant<S: BuildHasher>(
    lang: Lang,
    days: &[CourseDay],
    marks: &HashMap<CourseDayId, MarkKind, S>,
    today: Day,
) -> Vec<StripDay> {
    let state = |day: &CourseDay| {
        if day.is_cancelled {
            return DayState::Cancelled;
        }
        match marks.get(&day.id) {
            Some(MarkKind::Present) => DayState::Present,
            Some(MarkKind::Partial) => DayState::Partial,
            Some(MarkKind::Notified) => DayState::Notified,
            Some(MarkKind::Absent) => DayState::Absent,
            Some(MarkKind::MadeUp) => DayState::MadeUp,
            Some(MarkKind::Credited) => DayState::Credited,
            Some(MarkKind::Open) | None if day.day < today => DayState::Open,
            Some(MarkKind::Open) | None => to_cohort(day, today),
        }
    };
    days.iter().map(|day| square(lang, day, state(day))).collect()
}

fn to_cohort(day: &CourseDay, today: Day) -> DayState {
    match day.day.cmp(&today) {
        _ if day.is_cancelled => DayState::Cancelled,
        Ordering::Less => DayState::Held,
        Ordering::Equal => DayState::Today,
        Ordering::Greater => DayState::Planned,
    }
}

fn square(lang: Lang, day: &CourseDay, state: DayState) -> StripDay {
    let date = dates::day_and_month(lang, day.day);
    let short: String = match date.split_once(' ') {
        Some((number, month)) => format!("{number} {}", month.chars().take(3).collect::<String>()),
        None => date,
    };
    StripDay::new(dates::short_weekday(lang, day.day), &short, &dates::weekday_day(lang, day.day), state)
}

#[cfg(test)]
mod tests {
    //! What a day is to its cohort.

    use super::*;
    use crate::kernel::CohortId;

    fn day(number: i64, date: &str, is_cancelled: bool) -> CourseDay {
        CourseDay {
            id: CourseDayId(number),
            cohort_id: CohortId(1),
            number,
            day: date.parse().expect("a day"),
            starts_minute: 540,
            ends_minute: 960,
            minutes: 360,
            room: String::new(),
            is_cancelled,
            attested_at: None,
            attested_by: None,
        }
    }

    #[test]
    fn a_day_that_has_been_is_held_and_not_planned() {
        let days = [
            day(1, "2012-10-03", true),
            day(2, "2012-10-04", false),
            day(3, "2012-10-05", false),
            day(4, "2012-10-06", false),
        ];

        let strip = of_cohort(Lang::Sv, &days, "2012-10-05".parse().expect("a day"));

        let states: Vec<DayState> = strip.iter().map(|square| square.state).collect();
        assert_eq!(states, [DayState::Cancelled, DayState::Held, DayState::Today, DayState::Planned]);
    }
}
