//! Figures, shares, deviations and counted nouns.

use crate::kernel::Lang;

const NO_BREAK_SPACE: char = '\u{A0}';
const MINUS: char = '\u{2212}';

/// Writes a whole number with no-break spaces between thousands: `344 166`, `−1 200`.
///
/// The same in both languages, because a comma in English beside a comma in Swedish would read as a decimal. Four
/// figures are grouped too, so that columns line up.
#[must_use]
pub fn number(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut written = String::with_capacity(digits.len() * 2);
    if value < 0 {
        written.push(MINUS);
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            written.push(NO_BREAK_SPACE);
        }
        written.push(digit);
    }
    written
}

/// Writes how far an outcome lies from its plan, always with its sign: `−34`, `+26`, `±0`.
#[must_use]
pub fn deviation(value: i64) -> String {
    match value {
        0 => "±0".to_owned(),
        1.. => format!("+{}", number(value)),
        _ => number(value),
    }
}

/// Writes whole per cent: `56 %` with a no-break space in Swedish, `56%` in English.
#[must_use]
pub fn percent(lang: Lang, value: i64) -> String {
    lang.say(format!("{}{NO_BREAK_SPACE}%", number(value)), format!("{}%", number(value)))
}

/// Writes `part` of `whole` in whole per cent, half rounded up.
///
/// `None` when there is no whole to be part of: that is "no data", never 0.
#[must_use]
pub fn share(lang: Lang, part: u32, whole: u32) -> Option<String> {
    let whole = i64::from(whole);
    (whole > 0).then(|| percent(lang, (i64::from(part) * 200 + whole) / (whole * 2)))
}

/// Writes a number given in tenths: 35 is `3,5` in Swedish and `3.5` in English; whole numbers stand without decimals.
#[must_use]
pub fn tenths(lang: Lang, value: i64) -> String {
    let whole = number(value / 10);
    let sign = if value < 0 && value > -10 { MINUS.to_string() } else { String::new() };
    match value.unsigned_abs() % 10 {
        0 => whole,
        decimal => format!("{sign}{whole}{}{decimal}", lang.say(',', '.')),
    }
}

/// Picks the form of a noun that goes with `count`; only exactly one is singular, in both languages.
#[must_use]
pub fn plural<T>(count: i64, one: T, many: T) -> T {
    if count == 1 { one } else { many }
}

/// Writes a number with its noun: `1 dag`, `7 dagar`, `1 200 personer`.
///
/// The nouns are (one, many), Swedish first. Whatever counts may come as it is; more than an `i64` holds is told as that.
#[must_use]
pub fn counted(lang: Lang, count: impl TryInto<i64>, swedish: (&str, &str), english: (&str, &str)) -> String {
    let count = count.try_into().unwrap_or(i64::MAX);
    let (one, many) = lang.say(swedish, english);
    format!("{} {}", number(count), plural(count, one, many))
}

/// Writes minutes as hours and minutes: 2 160 is `36 timmar`, 390 is `6 timmar 30 minuter`, 45 is `45 minuter`.
#[must_use]
pub fn hours(lang: Lang, minutes: u32) -> String {
    let whole = counted(lang, i64::from(minutes / 60), ("timme", "timmar"), ("hour", "hours"));
    let rest = counted(lang, i64::from(minutes % 60), ("minut", "minuter"), ("minute", "minutes"));
    match (minutes / 60, minutes % 60) {
        (_, 0) => whole,
        (0, _) => rest,
        _ => format!("{whole} {rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_never_break() {
        let written = [0, 999, 1_000, 344_166, 1_234_567, -1_200, i64::MIN].map(number);

        assert_eq!(written[..4], ["0", "999", "1\u{A0}000", "344\u{A0}166"]);
        assert_eq!(written[4..6], ["1\u{A0}234\u{A0}567", "\u{2212}1\u{A0}200"]);
        assert!(written[6].starts_with("\u{2212}9\u{A0}223"));
    }

    #[test]
    fn the_founding_year_deviates_by_a_real_minus() {
        assert_eq!([46 - 80, 26, 0].map(deviation), ["\u{2212}34", "+26", "±0"]);
    }

    #[test]
    fn a_share_of_nothing_is_no_figure() {
        assert_eq!(share(Lang::Sv, 18, 33).as_deref(), Some("55\u{A0}%"));
        assert_eq!(share(Lang::En, 1, 8).as_deref(), Some("13%"));
        assert_eq!(share(Lang::Sv, u32::MAX, u32::MAX).as_deref(), Some("100\u{A0}%"));
        assert_eq!(share(Lang::Sv, 0, 0), None);
    }

    #[test]
    fn tenths_take_the_comma_in_swedish_and_the_point_in_english() {
        assert_eq!([35, 40, 0, -5, -25].map(|value| tenths(Lang::Sv, value)), ["3,5", "4", "0", "−0,5", "−2,5"]);
        assert_eq!(tenths(Lang::En, 35), "3.5");
    }

    #[test]
    fn one_is_singular_and_everything_else_plural() {
        let days = |lang, count| counted(lang, count, ("dag", "dagar"), ("day", "days"));

        assert_eq!([0, 1, 2].map(|count| days(Lang::Sv, count)), ["0 dagar", "1 dag", "2 dagar"]);
        assert_eq!(days(Lang::En, 1), "1 day");
    }

    #[test]
    fn six_days_of_six_hours_are_thirty_six_hours() {
        let written = [2160, 60, 390, 45, 0].map(|minutes| hours(Lang::Sv, minutes));

        assert_eq!(written, ["36 timmar", "1 timme", "6 timmar 30 minuter", "45 minuter", "0 timmar"]);
        assert_eq!(hours(Lang::En, 61), "1 hour 1 minute");
    }
}
