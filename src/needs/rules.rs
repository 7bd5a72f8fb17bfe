//! Until when needs can be given, and how long they are kept. Pure.

use crate::kernel::{Day, Instant};
use crate::locale::stockholm;
use crate::seats::ParticipantState;
use chrono::Days;

/// Days after the last course day that needs are kept (rule P6).
pub const KEPT_DAYS: u64 = 7;

/// Whether needs can be given or changed: until the first day begins.
#[must_use]
pub fn may_give(first_day: Option<Day>, now: Instant) -> bool {
    first_day.is_none_or(|day| now < stockholm::start_of_day(day))
}

/// The day on which needs are erased: the eighth after the last day, so that seven whole days have passed.
#[must_use]
pub fn erased_on(last_day: Day) -> Day {
    last_day + Days::new(KEPT_DAYS + 1)
}

/// Whether the needs of somebody in this state must go: they take no part, or the days have passed.
#[must_use]
pub fn must_go(state: Option<ParticipantState>, last_day: Option<Day>, now: Instant) -> bool {
    let takes_part = state == Some(ParticipantState::Active);
    !takes_part || last_day.is_none_or(|last| stockholm::today(now) >= erased_on(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needs_are_kept_for_seven_days_after_the_last() {
        let last = Day::from_ymd_opt(2012, 12, 5).expect("a day");
        let on = |days| stockholm::start_of_day(last + Days::new(days));
        let active = Some(ParticipantState::Active);

        assert!(!must_go(active, Some(last), on(7)));
        assert!(must_go(active, Some(last), on(8)));
        assert!(must_go(Some(ParticipantState::Withdrawn), Some(last), on(0)));
        assert!(must_go(None, Some(last), on(0)));
        assert!(must_go(active, None, on(0)));
    }

    #[test]
    fn needs_can_be_given_until_the_first_day_begins() {
        let first = Day::from_ymd_opt(2012, 10, 4).expect("a day");

        assert!(may_give(Some(first), stockholm::start_of_day(first).plus_minutes(-1)));
        assert!(!may_give(Some(first), stockholm::start_of_day(first)));
    }
}
