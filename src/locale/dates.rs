//! Dates, times and deadlines in words.
//!
//! Where people act, days stand in words; in tables they stand as ISO 8601, which sorts as it reads.

use chrono::{DateTime, Datelike, Timelike, Weekday};
use chrono_tz::Tz;

use super::{numbers, stockholm};
use crate::kernel::{Day, Instant, Lang};

const MILLIS_PER_MINUTE: i64 = 60_000;
const MILLIS_PER_HOUR: i64 = 60 * MILLIS_PER_MINUTE;

const SWEDISH_MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];
const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The name of the month `day` lies in: `oktober`, `October`.
#[must_use]
pub fn month(lang: Lang, day: Day) -> &'static str {
    lang.say(SWEDISH_MONTHS, ENGLISH_MONTHS)[day.month0() as usize]
}

/// The name of the weekday: `torsdag`, `Thursday`.
#[must_use]
pub fn weekday(lang: Lang, day: Day) -> &'static str {
    match day.weekday() {
        Weekday::Mon => lang.say("måndag", "Monday"),
        Weekday::Tue => lang.say("tisdag", "Tuesday"),
        Weekday::Wed => lang.say("onsdag", "Wednesday"),
        Weekday::Thu => lang.say("torsdag", "Thursday"),
        Weekday::Fri => lang.say("fredag", "Friday"),
        Weekday::Sat => lang.say("lördag", "Saturday"),
        Weekday::Sun => lang.say("söndag", "Sunday"),
    }
}

/// The weekday as short as it is written: `tors`, `Thu`.
#[must_use]
pub fn short_weekday(lang: Lang, day: Day) -> &'static str {
    match day.weekday() {
        Weekday::Mon => lang.say("mån", "Mon"),
        Weekday::Tue => lang.say("tis", "Tue"),
        Weekday::Wed => lang.say("ons", "Wed"),
        Weekday::Thu => lang.say("tors", "Thu"),
        Weekday::Fri => lang.say("fre", "Fri"),
        Weekday::Sat => lang.say("lör", "Sat"),
        Weekday::Sun => lang.say("sön", "Sun"),
    }
}

/// A day for tables: `2013-12-13`.
#[must_use]
pub fn iso(day: Day) -> String {
    day.format("%Y-%m-%d").to_string()
}

/// An instant for tables, in Stockholm: `2013-12-13 14:05`.
#[must_use]
pub fn iso_moment(instant: Instant) -> String {
    stockholm::to_stockholm(instant).format("%Y-%m-%d %H:%M").to_string()
}

/// A day in words: `13 december 2013`.
#[must_use]
pub fn day_in_words(lang: Lang, day: Day) -> String {
    format!("{} {} {}", day.day(), month(lang, day), day.year())
}

/// A day in words without its year, where the year is plain from the page: `13 december`.
#[must_use]
pub fn day_and_month(lang: Lang, day: Day) -> String {
    format!("{} {}", day.day(), month(lang, day))
}

/// A day in words with its weekday, for days people must keep free: `torsdag 4 oktober 2012`.
#[must_use]
pub fn weekday_day(lang: Lang, day: Day) -> String {
    format!("{} {}", weekday(lang, day), day_in_words(lang, day))
}

/// The ISO 8601 week: `v. 40`, `week 40`. Around New Year it may be a week of the neighbouring year.
#[must_use]
pub fn week(lang: Lang, day: Day) -> String {
    format!("{} {}", lang.say("v.", "week"), day.iso_week().week())
}

/// A time of day, in minutes from midnight, as it stands alone: `kl. 9.00`, `9:00`.
#[must_use]
pub fn time(lang: Lang, minute_of_day: u32) -> String {
    lang.say(format!("kl. {}", clock(lang, minute_of_day)), clock(lang, minute_of_day))
}

/// From one time of day to another, in minutes from midnight: `kl. 9.00–15.30`, `9:00–15:30`.
#[must_use]
pub fn time_range(lang: Lang, start: u32, end: u32) -> String {
    format!("{}–{}", time(lang, start), clock(lang, end))
}

/// An instant in words, in Stockholm: `13 december 2013 kl. 14.05`, `13 December 2013, 14:05`.
#[must_use]
pub fn moment(lang: Lang, instant: Instant) -> String {
    let at = stockholm::to_stockholm(instant);
    format!("{}{} {}", day_in_words(lang, at.date_naive()), lang.say("", ","), time(lang, minute(&at)))
}

/// A deadline both ways: `senast 31 maj kl. 23.59 (7 dagar kvar)`, afterwards `gick ut 31 maj kl. 23.59`.
///
/// Days are counted on the calendar in Stockholm; the last day is told in hours, the last hour in minutes, both
/// rounded down so that nobody is promised more than there is. The deadline's own millisecond is still in time. The
/// year is said only when it is not this year.
#[must_use]
pub fn deadline(lang: Lang, deadline: Instant, now: Instant) -> String {
    let (end, current) = (stockholm::to_stockholm(deadline), stockholm::to_stockholm(now));
    let day = if end.year() == current.year() { day_and_month } else { day_in_words };
    let when = format!("{} {}", day(lang, end.date_naive()), time(lang, minute(&end)));
    if now > deadline {
        return format!("{} {when}", lang.say("gick ut", "expired"));
    }
    format!("{} {when} ({})", lang.say("senast", "by"), time_left(lang, deadline, now))
}

/// How long there is to a deadline that has not passed: `7 dagar kvar`, `5 timmar kvar`, `mindre än en minut kvar`.
#[must_use]
pub fn time_left(lang: Lang, deadline: Instant, now: Instant) -> String {
    let left = deadline.millis().saturating_sub(now.millis()).max(0);
    let days = (stockholm::today(deadline) - stockholm::today(now)).num_days();
    let amount = if days > 0 && left >= 24 * MILLIS_PER_HOUR {
        numbers::counted(lang, days, ("dag", "dagar"), ("day", "days"))
    } else if left >= MILLIS_PER_HOUR {
        numbers::counted(lang, left / MILLIS_PER_HOUR, ("timme", "timmar"), ("hour", "hours"))
    } else if left >= MILLIS_PER_MINUTE {
        numbers::counted(lang, left / MILLIS_PER_MINUTE, ("minut", "minuter"), ("minute", "minutes"))
    } else {
        lang.say("mindre än en minut", "less than a minute").to_owned()
    };
    format!("{amount} {}", lang.say("kvar", "left"))
}

/// From one day to another: `4–5 oktober 2012`, `31 oktober – 1 november 2012`, `30 december 2012 – 2 januari 2013`.
#[must_use]
pub fn day_range(lang: Lang, from: Day, to: Day) -> String {
    if from.year() == to.year() {
        format!("{} {}", span(lang, from, to), to.year())
    } else {
        format!("{} – {}", day_in_words(lang, from), day_in_words(lang, to))
    }
}

/// A list of days as short as it reads well: `4–5 oktober, 1–2 november och 4–5 december 2012`.
///
/// Days in a row become a range, a month or year shared with what follows is said once. The days are put in order and
/// told once each; no days give an empty text.
#[must_use]
pub fn days(lang: Lang, days: &[Day]) -> String {
    let runs = runs(days);
    let parts: Vec<String> =
        runs.iter().enumerate().map(|(index, run)| run_in_words(lang, *run, runs.get(index + 1).copied())).collect();
    match parts.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, before)) => format!("{} {} {last}", before.join(", "), lang.say("och", "and")),
    }
}

type Run = (Day, Day);

fn runs(days: &[Day]) -> Vec<Run> {
    let mut days = days.to_vec();
    days.sort_unstable();
    days.dedup();
    let mut runs: Vec<Run> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some((_, end)) if end.succ_opt() == Some(day) => *end = day,
            _ => runs.push((day, day)),
        }
    }
    runs
}

fn run_in_words(lang: Lang, (from, to): Run, next: Option<Run>) -> String {
    let month_of = |day: Day| (day.year(), day.month());
    let said_next = next.is_some_and(|(start, end)| month_of(start) == month_of(to) && month_of(end) == month_of(to));
    if said_next && month_of(from) == month_of(to) {
        return numerals(from, to);
    }
    if from.year() != to.year() || next.is_none_or(|(_, end)| end.year() != to.year()) {
        return day_range(lang, from, to);
    }
    span(lang, from, to)
}

/// A range inside one year, without the year.
fn span(lang: Lang, from: Day, to: Day) -> String {
    if from.month() == to.month() {
        format!("{} {}", numerals(from, to), month(lang, to))
    } else {
        format!("{} – {}", day_and_month(lang, from), day_and_month(lang, to))
    }
}

fn numerals(from: Day, to: Day) -> String {
    if from == to { from.day().to_string() } else { format!("{}–{}", from.day(), to.day()) }
}

fn clock(lang: Lang, minute_of_day: u32) -> String {
    format!("{}{}{:02}", minute_of_day / 60, lang.say('.', ':'), minute_of_day % 60)
}

fn minute(at: &DateTime<Tz>) -> u32 {
    at.hour() * 60 + at.minute()
}

#[cfg(test)]
mod tests {
    use super::Lang::{En, Sv};
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn at(date: &str, time: &str) -> Instant {
        stockholm::parse_local(day(date), time).unwrap()
    }

    fn after(instant: Instant) -> Instant {
        Instant::from_millis(instant.millis() + 1)
    }

    #[test]
    fn days_stand_in_words_in_both_languages() {
        let lucia = day("2013-12-13");
        let first = day("2012-10-04");

        assert_eq!([Sv, En].map(|lang| day_in_words(lang, lucia)), ["13 december 2013", "13 December 2013"]);
        assert_eq!(
            [Sv, En].map(|lang| weekday_day(lang, first)),
            ["torsdag 4 oktober 2012", "Thursday 4 October 2012"]
        );
        assert_eq!([Sv, En].map(|lang| short_weekday(lang, first)), ["tors", "Thu"]);
        assert_eq!([Sv, En].map(|lang| week(lang, first)), ["v. 40", "week 40"]);
        assert_eq!(week(Sv, day("2027-01-01")), "v. 53");
        assert_eq!(iso(lucia), "2013-12-13");
    }

    #[test]
    fn times_take_the_point_in_swedish_and_the_colon_in_english() {
        assert_eq!([Sv, En].map(|lang| time_range(lang, 540, 930)), ["kl. 9.00–15.30", "9:00–15:30"]);
        let lucia = at("2013-12-13", "14:05");
        assert_eq!([Sv, En].map(|lang| moment(lang, lucia)), ["13 december 2013 kl. 14.05", "13 December 2013, 14:05"]);
        assert_eq!(iso_moment(lucia), "2013-12-13 14:05");
    }

    #[test]
    fn a_deadline_is_told_with_the_days_left() {
        let end = stockholm::last_second_of(day("2012-05-31"));
        let now = at("2012-05-24", "10:00");

        assert_eq!(deadline(Sv, end, now), "senast 31 maj kl. 23.59 (7 dagar kvar)");
        assert_eq!(deadline(En, end, now), "by 31 May 23:59 (7 days left)");
        assert_eq!(deadline(Sv, end, at("2012-05-30", "23:00")), "senast 31 maj kl. 23.59 (1 dag kvar)");
    }

    #[test]
    fn the_last_day_is_told_in_hours_and_the_last_hour_in_minutes() {
        let end = stockholm::last_second_of(day("2012-05-31"));

        assert_eq!(deadline(Sv, end, at("2012-05-31", "00:00")), "senast 31 maj kl. 23.59 (23 timmar kvar)");
        assert_eq!(deadline(Sv, end, at("2012-05-31", "22:30")), "senast 31 maj kl. 23.59 (1 timme kvar)");
        assert_eq!(deadline(En, end, at("2012-05-31", "23:10")), "by 31 May 23:59 (49 minutes left)");
        assert_eq!(deadline(Sv, end, end), "senast 31 maj kl. 23.59 (mindre än en minut kvar)");
        assert_eq!(
            deadline(Sv, at("2012-06-01", "00:30"), at("2012-05-31", "23:30")),
            "senast 1 juni kl. 0.30 (1 timme kvar)"
        );
    }

    #[test]
    fn a_passed_deadline_says_so_and_another_year_is_named() {
        let end = stockholm::last_second_of(day("2012-05-31"));

        assert_eq!(deadline(Sv, end, after(end)), "gick ut 31 maj kl. 23.59");
        assert_eq!(deadline(En, end, after(end)), "expired 31 May 23:59");
        assert_eq!(deadline(Sv, end, at("2013-01-01", "12:00")), "gick ut 31 maj 2012 kl. 23.59");
    }

    #[test]
    fn the_night_of_twenty_five_hours_is_never_zero_days() {
        let end = stockholm::last_second_of(day("2027-10-31"));

        let told = time_left(Sv, end, stockholm::start_of_day(day("2027-10-31")));

        assert_eq!(told, "24 timmar kvar");
    }

    #[test]
    fn ranges_say_what_they_share_once() {
        let range = |from, to| day_range(Sv, day(from), day(to));

        assert_eq!(range("2012-10-04", "2012-10-05"), "4–5 oktober 2012");
        assert_eq!(range("2012-10-04", "2012-10-04"), "4 oktober 2012");
        assert_eq!(range("2012-10-31", "2012-11-01"), "31 oktober – 1 november 2012");
        assert_eq!(range("2012-12-30", "2013-01-02"), "30 december 2012 – 2 januari 2013");
    }

    #[test]
    fn six_course_days_fit_on_one_line() {
        let list = |lang, texts: &[&str]| days(lang, &texts.iter().map(|text| day(text)).collect::<Vec<_>>());
        let founding = ["2012-10-05", "2012-10-04", "2012-11-01", "2012-11-02", "2012-12-04", "2012-12-05"];

        assert_eq!(list(Sv, &founding), "4–5 oktober, 1–2 november och 4–5 december 2012");
        assert_eq!(list(En, &founding), "4–5 October, 1–2 November and 4–5 December 2012");
        assert_eq!(list(Sv, &["2012-10-04", "2012-10-18", "2012-11-01"]), "4, 18 oktober och 1 november 2012");
        assert_eq!(list(Sv, &["2012-12-04", "2013-01-08"]), "4 december 2012 och 8 januari 2013");
        assert_eq!(list(Sv, &["2012-10-04"]), "4 oktober 2012");
        assert_eq!(list(Sv, &[]), "");
    }
}
