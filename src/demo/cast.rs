//! Made-up people, the same ones every time.

use super::facts::{Both, Words};
use unicode_normalization::UnicodeNormalization;

/// Gives out people, one after the other.
#[derive(Debug)]
pub(super) struct Cast<'a> {
    words: &'a Words,
    given: usize,
}

/// A made-up person with what an application asks for.
#[derive(Debug, Clone)]
pub(super) struct Somebody {
    pub name: String,
    pub email: String,
    pub role: String,
    pub unit: String,
    pub mandate: Both,
    pub manager_name: String,
    pub manager_email: String,
}

impl<'a> Cast<'a> {
    pub(super) fn new(words: &'a Words) -> Self {
        Self { words, given: 0 }
    }

    /// The next person. Every eighth has one of the names that test what a system can write.
    pub(super) fn next(&mut self) -> Somebody {
        let n = self.given;
        self.given += 1;
        let words = self.words;
        let name = match (n % 8 == 3).then(|| words.whole_names.get(n / 8)).flatten() {
            Some(whole) => whole.clone(),
            None => pair(words, n),
        };
        let manager_name = pair(words, n * 7 + 11);
        Somebody {
            email: address(&name, n),
            manager_email: address(&manager_name, n),
            name,
            manager_name,
            role: pick(&words.job_titles, n * 5 + 2).map_or_else(String::new, |title| title.sv.clone()),
            unit: pick(&words.units, n * 3 + 1).cloned().unwrap_or_default(),
            mandate: pick(&words.mandates, n).cloned().unwrap_or(Both { sv: String::new(), en: String::new() }),
        }
    }
}

fn pick<T>(among: &[T], n: usize) -> Option<&T> {
    among.get(n % among.len().max(1))
}

fn pair(words: &Words, n: usize) -> String {
    let first = pick(&words.first_names, n * 13 + 5).map_or("", String::as_str);
    // The step through the surnames moves on after each round of first names, so that pairs rarely come twice.
    let last = pick(&words.surnames, n * 17 + n / 54).map_or("", String::as_str);
    format!("{first} {last}")
}

/// An address under example.org: the name in ASCII and a number that keeps namesakes apart.
fn address(name: &str, n: usize) -> String {
    let plain: String = name
        .to_lowercase()
        .nfd()
        .filter_map(|letter| match letter {
            'a'..='z' => Some(letter),
            ' ' => Some('.'),
            'đ' | 'ð' => Some('d'),
            'ł' => Some('l'),
            'ø' => Some('o'),
            'ı' => Some('i'),
            _ => None,
        })
        .collect();
    format!("{plain}.{n}@example.org")
}
