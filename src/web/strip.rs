//! The six-day strip from a cohort's days.

use crate::attendance::MarkKind;
use crate::cohorts::CourseDay;
use crate::kernel::{CourseDayId, Day, Lang};
use crate::locale::dates;
use crate::web::parts::{DayState, StripDay};
use std::collections::HashMap;
use std::hash::BuildHasher;

/// The strip of a cohort as a whole: planned, today, held, cancelled.
#[must_use]
pub fn of_cohort(lang: Lang, days: &[CourseDay], today: Day) -> Vec<StripDay> {
    days.iter().map(|day| square(lang, day, planned(day, today))).collect()
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
            Some(MarkKind::Open) | None => planned(day, today),
        }
    };
    days.iter().map(|day| square(lang, day, state(day))).collect()
}

fn planned(day: &CourseDay, today: Day) -> DayState {
    match day.day {
        _ if day.is_cancelled => DayState::Cancelled,
        date if date == today => DayState::Today,
        _ => DayState::Planned,
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
