//! Swedish public holidays, working days and suggested course days.
//!
//! Computed, not listed: lag (1989:253) om allmänna helgdagar as it stands since 2005, with the three eves that working
//! life treats as holidays (semesterlagen 3 a §: midsommarafton, julafton, nyårsafton).

use chrono::{Datelike, Days, Weekday};

use super::dates;
use crate::kernel::{Day, Lang};

/// A day on which Sweden does not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is its own name, given in both languages by `name`")]
pub enum Holiday {
    NewYearsDay,
    Epiphany,
    GoodFriday,
    EasterSunday,
    EasterMonday,
    MayDay,
    AscensionDay,
    WhitSunday,
    NationalDay,
    MidsummerEve,
    MidsummerDay,
    AllSaintsDay,
    ChristmasEve,
    ChristmasDay,
    SecondDayOfChristmas,
    NewYearsEve,
}

impl Holiday {
    /// What the holiday is called.
    #[must_use]
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::NewYearsDay => lang.say("nyårsdagen", "New Year's Day"),
            Self::Epiphany => lang.say("trettondag jul", "Epiphany"),
            Self::GoodFriday => lang.say("långfredagen", "Good Friday"),
            Self::EasterSunday => lang.say("påskdagen", "Easter Sunday"),
            Self::EasterMonday => lang.say("annandag påsk", "Easter Monday"),
            Self::MayDay => lang.say("första maj", "May Day"),
            Self::AscensionDay => lang.say("Kristi himmelsfärdsdag", "Ascension Day"),
            Self::WhitSunday => lang.say("pingstdagen", "Whit Sunday"),
            Self::NationalDay => lang.say("nationaldagen", "Sweden's National Day"),
            Self::MidsummerEve => lang.say("midsommarafton", "Midsummer Eve"),
            Self::MidsummerDay => lang.say("midsommardagen", "Midsummer Day"),
            Self::AllSaintsDay => lang.say("alla helgons dag", "All Saints' Day"),
            Self::ChristmasEve => lang.say("julafton", "Christmas Eve"),
            Self::ChristmasDay => lang.say("juldagen", "Christmas Day"),
            Self::SecondDayOfChristmas => lang.say("annandag jul", "Boxing Day"),
            Self::NewYearsEve => lang.say("nyårsafton", "New Year's Eve"),
        }
    }
}

/// The holidays that fall on `day`: none, one, or two when a moving feast meets a fixed one (1 May 2008).
#[must_use]
pub fn holidays_on(day: Day) -> Vec<Holiday> {
    [fixed(day), bound_to_saturday(day), bound_to_easter(day)].into_iter().flatten().collect()
}

/// All holidays of `year` in order; empty for a year chrono cannot count.
#[must_use]
pub fn holidays_of(year: i32) -> Vec<(Day, Holiday)> {
    Day::from_ymd_opt(year, 1, 1)
        .into_iter()
        .flat_map(|first| first.iter_days())
        .take_while(|day| day.year() == year)
        .flat_map(|day| holidays_on(day).into_iter().map(move |holiday| (day, holiday)))
        .collect()
}

/// Says whether `day` is Monday to Friday and no holiday.
#[must_use]
pub fn is_working_day(day: Day) -> bool {
    !is_weekend(day) && holidays_on(day).is_empty()
}

/// The `count`-th working day after `day`; `day` itself when `count` is 0, even if nobody works on it.
#[must_use]
pub fn add_working_days(day: Day, count: u32) -> Day {
    let mut reached = day;
    for _ in 0..count {
        if reached == Day::MAX {
            break;
        }
        reached = next_day(reached);
        while !is_working_day(reached) && reached != Day::MAX {
            reached = next_day(reached);
        }
    }
    reached
}

/// Why nobody works on `day`, as a sentence; `None` for a working day.
///
/// A holiday is named before the weekend it falls on, because it is what a planner may have overlooked.
#[must_use]
pub fn why_not_working(lang: Lang, day: Day) -> Option<String> {
    let names: Vec<&str> = holidays_on(day).into_iter().map(|holiday| holiday.name(lang)).collect();
    let reason = if names.is_empty() {
        is_weekend(day).then(|| lang.say("en ", "a ").to_owned() + dates::weekday(lang, day))?
    } else {
        names.join(lang.say(" och ", " and "))
    };
    Some(format!("{} {} {reason}.", dates::day_in_words(lang, day), lang.say("är", "is")))
}

/// How course days follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rhythm {
    /// How many days in a row people travel for, 1 to 5.
    pub days_together: u8,
    /// How many weeks there are from one such block to the next, at least 1: time to try at home what was taught.
    pub weeks_apart: u8,
}

impl Default for Rhythm {
    /// Pairs of days every four weeks, as the founding courses of 2012.
    fn default() -> Self {
        Self { days_together: 2, weeks_apart: 4 }
    }
}

/// Suggests `count` course days on or after `from`, in order.
///
/// Blocks of consecutive working days of one week, inside Tuesday to Thursday where they fit, with the chosen weeks
/// between them; a week without room for a block (Easter, Christmas) is passed over for the next. July and the days from
/// 22 December to 6 January are left out, because nobody comes. A count that is no multiple ends with a shorter block.
#[must_use]
pub fn suggest_days(from: Day, count: usize, rhythm: Rhythm) -> Vec<Day> {
    let together = u64::from(rhythm.days_together.clamp(1, 5));
    let apart = Days::new(7 * u64::from(rhythm.weeks_apart.max(1)));
    let mut days = Vec::with_capacity(count.min(366));
    let mut monday = monday_of(from);
    while days.len() < count {
        let wanted = together.min((count - days.len()) as u64);
        let step = match block_in(monday, from, wanted) {
            Some(block) => {
                days.extend(block);
                apart
            }
            None => Days::new(7),
        };
        let Some(next) = monday.checked_add_days(step) else { break };
        monday = next;
    }
    days
}

/// The best block of `length` working days in the week of `monday`, none of them before `from`.
fn block_in(monday: Day, from: Day, length: u64) -> Option<Vec<Day>> {
    let mut starts: Vec<u64> = (0..=5_u64.checked_sub(length)?).collect();
    // Monday is 0: the fewer days outside Tuesday (1) to Thursday (3), the better; then the earlier.
    starts.sort_by_key(|start| (outside(*start, length), *start));
    starts.into_iter().find_map(|start| {
        let block: Option<Vec<Day>> =
            (start..start + length).map(|offset| monday.checked_add_days(Days::new(offset))).collect();
        block.filter(|days| days.iter().all(|day| *day >= from && is_working_day(*day) && !is_quiet(*day)))
    })
}

fn outside(start: u64, length: u64) -> usize {
    (start..start + length).filter(|weekday| !(1..=3).contains(weekday)).count()
}

/// The weeks when Swedish workplaces stand still although the calendar says otherwise.
fn is_quiet(day: Day) -> bool {
    matches!((day.month(), day.day()), (7, _) | (12, 22..) | (1, ..=6))
}

fn is_weekend(day: Day) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn next_day(day: Day) -> Day {
    day.succ_opt().unwrap_or(Day::MAX)
}

fn monday_of(day: Day) -> Day {
    day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday()))).unwrap_or(day)
}

fn fixed(day: Day) -> Option<Holiday> {
    match (day.month(), day.day()) {
        (1, 1) => Some(Holiday::NewYearsDay),
        (1, 6) => Some(Holiday::Epiphany),
        (5, 1) => Some(Holiday::MayDay),
        (6, 6) => Some(Holiday::NationalDay),
        (12, 24) => Some(Holiday::ChristmasEve),
        (12, 25) => Some(Holiday::ChristmasDay),
        (12, 26) => Some(Holiday::SecondDayOfChristmas),
        (12, 31) => Some(Holiday::NewYearsEve),
        _ => None,
    }
}

fn bound_to_saturday(day: Day) -> Option<Holiday> {
    match (day.weekday(), day.month(), day.day()) {
        (Weekday::Fri, 6, 19..=25) => Some(Holiday::MidsummerEve),
        (Weekday::Sat, 6, 20..=26) => Some(Holiday::MidsummerDay),
        (Weekday::Sat, 10, 31) | (Weekday::Sat, 11, 1..=6) => Some(Holiday::AllSaintsDay),
        _ => None,
    }
}

fn bound_to_easter(day: Day) -> Option<Holiday> {
    let before_march = if day.leap_year() { 60 } else { 59 };
    let march_day = i32::try_from(day.ordinal()).ok()? - before_march;
    match march_day - easter_in_march(day.year()) {
        -2 => Some(Holiday::GoodFriday),
        0 => Some(Holiday::EasterSunday),
        1 => Some(Holiday::EasterMonday),
        39 => Some(Holiday::AscensionDay),
        49 => Some(Holiday::WhitSunday),
        _ => None,
    }
}

/// Easter Sunday counted as a day of March: 22 to 56, where 32 is 1 April.
///
/// The anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8).
fn easter_in_march(year: i32) -> i32 {
    let golden = year.rem_euclid(19);
    let (century, in_century) = (year.div_euclid(100), year.rem_euclid(100));
    let moon_drift = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - moon_drift + 15).rem_euclid(30);
    let weekday = (32 + 2 * century.rem_euclid(4) + 2 * (in_century / 4) - epact - in_century % 4).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    epact + weekday - 7 * late + 22
}

#[cfg(test)]
mod tests {
    use super::Holiday::*;
    use super::Lang::{En, Sv};
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn moving(year: i32) -> Vec<String> {
        let moving = [GoodFriday, EasterSunday, EasterMonday, AscensionDay, WhitSunday, MidsummerEve, MidsummerDay];
        let moving = [&moving[..], &[AllSaintsDay]].concat();
        holidays_of(year)
            .into_iter()
            .filter(|found| moving.contains(&found.1))
            .map(|found| dates::iso(found.0))
            .collect()
    }

    #[test]
    fn the_moving_feasts_of_known_years_are_right() {
        let known = [
            (2012, ["04-06", "04-08", "04-09", "05-17", "05-27", "06-22", "06-23", "11-03"]),
            (2024, ["03-29", "03-31", "04-01", "05-09", "05-19", "06-21", "06-22", "11-02"]),
            (2026, ["04-03", "04-05", "04-06", "05-14", "05-24", "06-19", "06-20", "10-31"]),
            (2027, ["03-26", "03-28", "03-29", "05-06", "05-16", "06-25", "06-26", "11-06"]),
        ];

        for (year, days) in known {
            assert_eq!(moving(year), days.map(|day| format!("{year}-{day}")), "{year}");
        }
    }

    #[test]
    fn every_year_has_sixteen_holidays_and_easter_in_its_season() {
        for year in 1900..2200 {
            let holidays = holidays_of(year);

            assert_eq!(holidays.len(), 16, "{year}");
            let easter = holidays.iter().find(|found| found.1 == EasterSunday).unwrap().0;
            assert_eq!(easter.weekday(), Weekday::Sun, "{year}");
            assert!((22..=56).contains(&easter_in_march(year)), "{year}");
        }
    }

    #[test]
    fn two_feasts_on_one_day_are_both_named() {
        let named = why_not_working(Sv, day("2008-05-01"));

        assert_eq!(named.as_deref(), Some("1 maj 2008 är första maj och Kristi himmelsfärdsdag."));
    }

    #[test]
    fn what_keeps_people_home_is_said_in_both_languages() {
        assert_eq!(why_not_working(Sv, day("2026-06-19")).as_deref(), Some("19 juni 2026 är midsommarafton."));
        assert_eq!(why_not_working(En, day("2026-12-26")).as_deref(), Some("26 December 2026 is Boxing Day."));
        assert_eq!(why_not_working(Sv, day("2012-10-06")).as_deref(), Some("6 oktober 2012 är en lördag."));
        assert_eq!(why_not_working(Sv, day("2012-10-04")), None);
    }

    #[test]
    fn working_days_step_over_christmas_and_weekends() {
        assert_eq!(add_working_days(day("2012-05-31"), 5), day("2012-06-08"));
        assert_eq!(add_working_days(day("2026-12-23"), 1), day("2026-12-28"));
        assert_eq!(add_working_days(day("2012-10-06"), 1), day("2012-10-08"));
        assert_eq!(add_working_days(day("2012-10-06"), 0), day("2012-10-06"));
    }

    #[test]
    fn six_days_are_three_pairs_four_weeks_apart() {
        let suggested = suggest_days(day("2027-09-01"), 6, Rhythm::default());

        let expected = ["2027-09-01", "2027-09-02", "2027-09-28", "2027-09-29", "2027-10-26", "2027-10-27"];
        assert_eq!(suggested, expected.map(day));
    }

    #[test]
    fn a_week_without_room_is_passed_over() {
        let suggested = suggest_days(day("2026-11-24"), 6, Rhythm::default());

        let expected = ["2026-11-24", "2026-11-25", "2027-01-07", "2027-01-08", "2027-02-02", "2027-02-03"];
        assert_eq!(suggested, expected.map(day));
    }

    #[test]
    fn no_suggestion_ever_falls_on_a_day_off() {
        for start in day("2024-01-01").iter_days().take(1500) {
            for (count, together) in [(6, 2), (7, 3), (5, 1), (4, 5)] {
                let suggested = suggest_days(start, count, Rhythm { days_together: together, weeks_apart: 3 });

                assert_eq!(suggested.len(), count);
                assert!(suggested.is_sorted_by(|left, right| left < right));
                assert!(suggested.iter().all(|day| *day >= start && is_working_day(*day)), "{start}");
            }
        }
    }
}
