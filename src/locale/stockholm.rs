//! Wall-clock time in Stockholm against stored instants.
//!
//! Instants are stored as milliseconds since 1970 in UTC and decided in Europe/Stockholm. On the last Sunday of March
//! the clock jumps from 02:00 to 03:00, on the last Sunday of October it goes from 03:00 back to 02:00.

use chrono::{DateTime, MappedLocalTime, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::Europe::Stockholm;
use chrono_tz::Tz;

use crate::kernel::{Day, Instant, Lang, Refusal};

const MILLIS_PER_MINUTE: i64 = 60_000;

/// Why a typed time of day is no instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeRefusal {
    /// It is not hours and minutes of one day.
    NotATime,
    /// The clock jumps over it on that day.
    NeverHappens,
}

impl Refusal for TimeRefusal {
    fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::NotATime => lang.say(
                "Skriv klockslaget som timmar och minuter, till exempel 23.59.",
                "Write the time as hours and minutes, for example 23:59.",
            ),
            Self::NeverHappens => lang.say(
                "Det klockslaget finns inte den dagen: klockan ställs fram från 2.00 till 3.00. Välj ett annat.",
                "That time does not exist on that day: the clock goes forward from 2:00 to 3:00. Choose another.",
            ),
        }
        .to_owned()
    }
}

/// The wall clock in Stockholm at `instant`.
///
/// Beyond the years chrono can count, the nearest end of its calendar.
#[must_use]
pub fn to_stockholm(instant: Instant) -> DateTime<Tz> {
    // Two days inside the ends, because the wall clock runs up to two hours ahead of UTC.
    let (first, last) = (DateTime::<Utc>::MIN_UTC + TimeDelta::days(2), DateTime::<Utc>::MAX_UTC - TimeDelta::days(2));
    let nearest = if instant.millis() < 0 { first } else { last };
    DateTime::from_timestamp_millis(instant.millis()).unwrap_or(nearest).clamp(first, last).with_timezone(&Stockholm)
}

/// The day it is in Stockholm at `instant`.
#[must_use]
pub fn today(instant: Instant) -> Day {
    to_stockholm(instant).date_naive()
}

/// The first millisecond of `day` in Stockholm.
#[must_use]
pub fn start_of_day(day: Day) -> Instant {
    let midnight = day.and_time(NaiveTime::MIN);
    // Stockholm's clock never jumps at midnight in our time; should it ever, the day starts where the clock lands.
    Instant::from_millis(first_existing(midnight))
}

/// The last millisecond of `day` in Stockholm, 23:59:59.999 on the wall.
///
/// A deadline "on 31 May" lasts to the end of this millisecond, on days of 23 and of 25 hours too.
#[must_use]
pub fn last_second_of(day: Day) -> Instant {
    Instant::from_millis(day.succ_opt().map_or(i64::MAX, |next| start_of_day(next).millis() - 1))
}

/// The instant when the clock in Stockholm shows `time` (`HH:MM`, `H.MM`) on `day`.
///
/// A time that happens twice, as 02:30 on 2027-10-31, means the later: nobody loses an hour they believed they had.
///
/// # Errors
/// [`TimeRefusal::NotATime`] for anything but hours and minutes, [`TimeRefusal::NeverHappens`] for a time the clock
/// jumps over, as 02:30 on 2027-03-28.
pub fn parse_local(day: Day, time: &str) -> Result<Instant, TimeRefusal> {
    let wall = day.and_time(read_time(time).ok_or(TimeRefusal::NotATime)?);
    match Stockholm.from_local_datetime(&wall) {
        MappedLocalTime::Single(only) => Ok(Instant::from_millis(only.timestamp_millis())),
        MappedLocalTime::Ambiguous(_, later) => Ok(Instant::from_millis(later.timestamp_millis())),
        MappedLocalTime::None => Err(TimeRefusal::NeverHappens),
    }
}

/// The last millisecond of the minute `time` on `day`: what "at the latest 23.59" means to the person reading it.
///
/// # Errors
/// As [`parse_local`].
pub fn parse_deadline(day: Day, time: &str) -> Result<Instant, TimeRefusal> {
    parse_local(day, time).map(|start| Instant::from_millis(start.millis() + MILLIS_PER_MINUTE - 1))
}

/// The minute of the day, 0 to 1439, that `time` (`HH:MM`, `H.MM`) names; `None` for anything else.
#[must_use]
pub fn minute_of_day(time: &str) -> Option<u32> {
    read_time(time).map(|time| time.hour() * 60 + time.minute())
}

/// Reads hours and minutes as Swedes and machines write them; seconds are taken only when they are zero, because some
/// browsers append them.
fn read_time(time: &str) -> Option<NaiveTime> {
    let mut parts = time.trim().split([':', '.']);
    let (hour, minute) = (figures(parts.next()?)?, parts.next()?);
    let minute = if minute.len() == 2 { figures(minute)? } else { return None };
    match (parts.next(), parts.next()) {
        (None | Some("00"), None) => NaiveTime::from_hms_opt(hour, minute, 0),
        _ => None,
    }
}

fn figures(text: &str) -> Option<u32> {
    let plain = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

fn first_existing(wall: NaiveDateTime) -> i64 {
    Stockholm
        .from_local_datetime(&wall)
        .earliest()
        .or_else(|| Stockholm.from_local_datetime(&(wall + TimeDelta::hours(1))).earliest())
        .map_or_else(|| wall.and_utc().timestamp_millis(), |found| found.timestamp_millis())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 60 * MILLIS_PER_MINUTE;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn utc(text: &str) -> Instant {
        Instant::from_millis(text.parse::<DateTime<Utc>>().unwrap().timestamp_millis())
    }

    #[test]
    fn a_deadline_day_ends_at_midnight_in_stockholm() {
        let cases = [
            ("2012-05-31", "2012-05-31T21:59:59.999Z"),
            ("2012-12-31", "2012-12-31T22:59:59.999Z"),
            ("2028-02-29", "2028-02-29T22:59:59.999Z"),
            ("2027-03-27", "2027-03-27T22:59:59.999Z"),
            ("2027-03-28", "2027-03-28T21:59:59.999Z"),
            ("2027-10-30", "2027-10-30T21:59:59.999Z"),
            ("2027-10-31", "2027-10-31T22:59:59.999Z"),
        ];

        for (date, end) in cases {
            assert_eq!(last_second_of(day(date)), utc(end), "{date}");
            assert_eq!(today(utc(end)), day(date), "{date}");
            assert_eq!(today(Instant::from_millis(utc(end).millis() + 1)), day(date).succ_opt().unwrap(), "{date}");
        }
    }

    #[test]
    fn the_days_the_clock_changes_have_twenty_three_and_twenty_five_hours() {
        let length = |date| last_second_of(day(date)).millis() + 1 - start_of_day(day(date)).millis();

        assert_eq!(length("2027-03-28"), 23 * HOUR);
        assert_eq!(length("2027-10-31"), 25 * HOUR);
        assert_eq!(length("2028-02-29"), 24 * HOUR);
    }

    #[test]
    fn a_time_that_happens_twice_means_the_later() {
        let twice = parse_local(day("2027-10-31"), "02:30");

        assert_eq!(twice, Ok(utc("2027-10-31T01:30:00Z")));
        assert_eq!(parse_local(day("2027-10-31"), "01:59"), Ok(utc("2027-10-30T23:59:00Z")));
        assert_eq!(parse_local(day("2027-10-31"), "03:00"), Ok(utc("2027-10-31T02:00:00Z")));
    }

    #[test]
    fn a_time_that_never_happens_is_refused() {
        let never = parse_local(day("2027-03-28"), "02:30");

        assert_eq!(never, Err(TimeRefusal::NeverHappens));
        assert_eq!(parse_local(day("2027-03-28"), "01:59"), Ok(utc("2027-03-28T00:59:00Z")));
        assert_eq!(parse_local(day("2027-03-28"), "03:00"), Ok(utc("2027-03-28T01:00:00Z")));
    }

    #[test]
    fn the_last_minute_counts_to_its_end() {
        let deadline = parse_deadline(day("2012-05-31"), "23.59");

        assert_eq!(deadline, Ok(last_second_of(day("2012-05-31"))));
    }

    #[test]
    fn times_are_read_as_people_write_them_and_nothing_else() {
        let read = ["9:00", "09.00", " 09:00:00 ", "23:59", "0:00"].map(minute_of_day);

        assert_eq!(read, [Some(540), Some(540), Some(540), Some(1439), Some(0)]);
        for refused in ["", "9", "24:00", "12:60", "9:5", "+9:00", "9:00:01", "9:00:00:00", "kl 9", "٩:٠٠", "123:00"]
        {
            assert_eq!(minute_of_day(refused), None, "{refused:?}");
        }
    }

    #[test]
    fn no_number_of_milliseconds_breaks_the_clock() {
        for millis in [i64::MIN, -1, 0, i64::MAX] {
            let shown = to_stockholm(Instant::from_millis(millis));

            assert!(!shown.to_string().is_empty());
        }
        assert!(last_second_of(Day::MAX) > last_second_of(day("2027-01-01")));
    }
}
