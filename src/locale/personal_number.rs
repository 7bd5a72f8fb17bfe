//! Finds Swedish personal identity numbers (personnummer), which free text must not hold.
//!
//! A number counts only with a valid date and check digit, so that phone and registry numbers pass. The form is that of
//! folkbokföringslagen (1991:481) 18 §; coordination numbers (samordningsnummer) have 60 added to the day (18 a §).

use chrono::NaiveDate;

/// Whether a personal identity or coordination number stands anywhere in `text`, in any of its usual spellings.
#[must_use]
pub fn stands_in(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let starts = |at: usize| at == 0 || !letters[at - 1].is_ascii_digit();
    (0..letters.len()).any(|at| starts(at) && (is_one(&letters[at..], 8) || is_one(&letters[at..], 6)))
}

/// Signs between date and number: `121212 - 1212` has three.
const MOST_BETWEEN: usize = 3;

fn is_separator(letter: char) -> bool {
    matches!(letter, '-' | '+' | '–' | '—' | '−' | '\u{2010}' | '\u{2011}') || letter.is_whitespace()
}

/// Whether a number with `date_digits` digits of date begins here and ends before the next digit.
fn is_one(letters: &[char], date_digits: usize) -> bool {
    let mut digits = Vec::with_capacity(12);
    let mut rest = letters.iter();
    let mut between = 0;
    for letter in rest.by_ref() {
        if let Some(digit) = letter.to_digit(10) {
            if digits.len() == date_digits + 4 {
                return false;
            }
            digits.push(digit);
        } else if digits.len() == date_digits && between < MOST_BETWEEN && is_separator(*letter) {
            between += 1;
        } else {
            break;
        }
    }
    digits.len() == date_digits + 4 && has_date(&digits[..date_digits]) && has_check_digit(&digits[date_digits - 6..])
}

fn has_date(digits: &[u32]) -> bool {
    let number = |part: &[u32]| part.iter().fold(0, |sum, digit| sum * 10 + digit);
    let (year, rest) = digits.split_at(digits.len() - 4);
    let (month, day) = (number(&rest[..2]), number(&rest[2..]));
    let day = if day > 60 { day - 60 } else { day };
    // Without its century a year may be either; 2000 is the one with a leap day wherever any has one.
    let years = if year.len() == 2 { vec![1900 + number(year), 2000 + number(year)] } else { vec![number(year)] };
    years.into_iter().any(|year| {
        (1850..2100).contains(&year)
            && i32::try_from(year).is_ok_and(|year| NaiveDate::from_ymd_opt(year, month, day).is_some())
    })
}

/// The Luhn sum of the ten digits.
fn has_check_digit(digits: &[u32]) -> bool {
    let weighted = digits.iter().enumerate().map(|(at, digit)| {
        let product = digit * if at % 2 == 0 { 2 } else { 1 };
        product / 10 + product % 10
    });
    digits.len() == 10 && weighted.sum::<u32>() % 10 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    // Numbers of Skatteverket's test series; no living person has them.
    #[test]
    fn numbers_are_found_in_every_spelling() {
        for text in
            ["19121212-1212", "121212-1212", "1212121212", "Född 191212121212.", "nr 121212+1212!", "121272-1219"]
        {
            assert!(stands_in(text), "{text}");
        }
    }

    #[test]
    fn coordination_numbers_and_wide_spellings_are_found_too() {
        for text in [
            "19121272-1219",
            "191212721219",
            "1212721219",
            "121212 1212",
            "19121212 1212",
            "121212 - 1212",
            "19121212 – 1212",
            "121212\u{a0}1212",
            "samordningsnummer 121272+1219.",
        ] {
            assert!(stands_in(text), "{text}");
        }
    }

    #[test]
    fn a_day_that_does_not_exist_or_a_wrong_check_digit_is_no_number() {
        for text in ["121232-1212", "121292-1214", "19121212-1213", "191302301212", "121272-1218"] {
            assert!(!stands_in(text), "{text}");
        }
    }

    #[test]
    fn phone_and_registry_numbers_pass() {
        for text in [
            "070-1740605",
            "0701740605",
            "Dnr 2012/1234-5",
            "121212-1213",
            "191313-1212",
            "2012-10-04",
            "046-123 45 67",
            "",
        ] {
            assert!(!stands_in(text), "{text}");
        }
    }
}
