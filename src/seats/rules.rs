//! What may happen to a seat, and until when. Pure: facts and `now` in, a verdict out.

use super::model::{Refusal, SeatOfferState};
use crate::cohorts::{self, CourseDay};
use crate::kernel::{Day, Instant};
use crate::locale::stockholm;
use chrono::Days;

/// The moment day 1 begins on the wall clock in Stockholm; `None` while no day is planned.
///
/// A cancelled day is no day; the earliest that stays is day 1, whatever its number.
#[must_use]
pub fn start_of(days: &[CourseDay]) -> Option<Instant> {
    cohorts::rules::start_of(&cohorts::queries::held(days))
}

/// Until when a seat offered at `now` can be answered: the last millisecond of the day `reply_days` later in Stockholm,
/// but never after day 1 has begun.
#[must_use]
pub fn reply_by(reply_days: i64, start: Option<Instant>, now: Instant) -> Instant {
    let days = u64::try_from(reply_days).unwrap_or_default();
    let last = stockholm::last_second_of(stockholm::today(now) + Days::new(days));
    start.map_or(last, |start| last.min(start))
}

/// Whether a seat offer in `state` may be accepted; the deadline's own millisecond is in time.
pub fn may_accept(state: SeatOfferState, reply_by: Instant, now: Instant) -> Result<(), Refusal> {
    match state {
        SeatOfferState::Offered if now <= reply_by => Ok(()),
        SeatOfferState::Offered | SeatOfferState::Lapsed => Err(Refusal::TooLate),
        answered => Err(Refusal::Answered(answered)),
    }
}

/// Whether a seat offer in `state` may be declined; a late no still frees the seat, so the clock does not matter.
pub fn may_decline(state: SeatOfferState) -> Result<(), Refusal> {
    match state {
        SeatOfferState::Offered => Ok(()),
        SeatOfferState::Lapsed => Err(Refusal::TooLate),
        answered => Err(Refusal::Answered(answered)),
    }
}

/// Whether an accepted seat may be given back: until the last day of the course has passed. Who has been through it stays a
/// participant, whose days and certificate hang on it.
pub fn may_withdraw(state: SeatOfferState, last: Option<Day>, today: Day) -> Result<(), Refusal> {
    match state {
        SeatOfferState::Accepted if last.is_some_and(|last| last < today) => Err(Refusal::CourseOver),
        SeatOfferState::Accepted => Ok(()),
        SeatOfferState::Offered => Err(Refusal::NothingToAnswer),
        answered => Err(Refusal::Answered(answered)),
    }
}

/// Whether somebody may still be taken in: never once day 1 has begun.
#[must_use]
pub fn is_before_start(start: Option<Instant>, now: Instant) -> bool {
    start.is_none_or(|start| now < start)
}

#[cfg(test)]
mod tests {
    //! Deadlines at the edges of the clock.

    use super::*;
    use crate::kernel::{CohortId, CourseDayId, Day};

    fn date(year: i32, month: u32, day: u32) -> Day {
        Day::from_ymd_opt(year, month, day).expect("a day")
    }

    fn course_day(number: i64, day: Day, is_cancelled: bool) -> CourseDay {
        CourseDay {
            id: CourseDayId(number),
            cohort_id: CohortId(1),
            number,
            day,
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
    fn a_reply_deadline_is_the_end_of_a_stockholm_day_on_both_nights_the_clock_moves() {
        let before_spring = stockholm::parse_local(date(2027, 3, 18), "09:00").expect("a time");
        let before_autumn = stockholm::parse_local(date(2027, 10, 21), "09:00").expect("a time");

        let spring = reply_by(10, None, before_spring);
        let autumn = reply_by(10, None, before_autumn);

        assert_eq!(spring, Instant::from_millis(stockholm::start_of_day(date(2027, 3, 29)).millis() - 1));
        assert_eq!(autumn, Instant::from_millis(stockholm::start_of_day(date(2027, 11, 1)).millis() - 1));
        assert_eq!(spring.millis() - stockholm::start_of_day(date(2027, 3, 28)).millis(), 23 * 3_600_000 - 1);
        assert_eq!(autumn.millis() - stockholm::start_of_day(date(2027, 10, 31)).millis(), 25 * 3_600_000 - 1);
    }

    #[test]
    fn a_seat_must_be_answered_before_day_1_begins() {
        let now = stockholm::parse_local(date(2012, 10, 2), "12:00").expect("a time");
        let start = start_of(&[course_day(1, date(2012, 10, 4), false)]);

        let reply_by = reply_by(10, start, now);

        assert_eq!(Some(reply_by), stockholm::parse_local(date(2012, 10, 4), "09:00").ok());
        assert!(is_before_start(start, Instant::from_millis(reply_by.millis() - 1)));
        assert!(!is_before_start(start, reply_by));
    }

    #[test]
    fn a_cancelled_first_day_does_not_begin_the_course() {
        let days = [course_day(1, date(2012, 10, 4), true), course_day(2, date(2012, 10, 5), false)];

        let start = start_of(&days);

        assert_eq!(start, stockholm::parse_local(date(2012, 10, 5), "09:00").ok());
    }

    #[test]
    fn the_last_millisecond_is_in_time_and_the_next_is_not() {
        let deadline = Instant::from_millis(1000);

        let (last, late) = (
            may_accept(SeatOfferState::Offered, deadline, deadline),
            may_accept(SeatOfferState::Offered, deadline, Instant::from_millis(1001)),
        );

        assert_eq!(last, Ok(()));
        assert_eq!(late, Err(Refusal::TooLate));
    }
}
