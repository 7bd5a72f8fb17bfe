//! What people type, made fit to store and print.
//!
//! One normal form everywhere, so that two spellings of `Å` are one name and nothing invisible travels into a letter's
//! header, a list or a certificate.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::kernel::{Lang, Refusal};

/// Why a text cannot be kept as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextRefusal {
    /// It holds a control character, which could forge a line in a letter or a log.
    ControlCharacter,
    /// It holds a mark that turns the direction of writing, so that it reads otherwise than it is stored.
    DirectionMark,
    /// It breaks the line where only one line is asked for.
    LineBreak,
}

impl Refusal for TextRefusal {
    fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::ControlCharacter => lang.say(
                "Texten innehåller ett osynligt styrtecken. Skriv om den för hand i stället för att klistra in.",
                "The text contains an invisible control character. Type it by hand instead of pasting it.",
            ),
            Self::DirectionMark => lang.say(
                "Texten innehåller ett osynligt tecken som vänder skrivriktningen. Skriv om den för hand.",
                "The text contains an invisible mark that turns the direction of writing. Type it by hand.",
            ),
            Self::LineBreak => lang.say("Skriv på en enda rad.", "Write on a single line."),
        }
        .to_owned()
    }
}

/// Makes a one-line text canonical: NFC, no space at the ends, single spaces between words.
///
/// Tabs and no-break spaces count as spaces, and what never shows (zero-width space, soft hyphen, byte order mark) is
/// dropped in silence, because spreadsheets and word processors leave them behind unasked.
///
/// # Errors
/// [`TextRefusal`] at the first line break, control character or direction mark.
pub fn line(raw: &str) -> Result<String, TextRefusal> {
    let trimmed = raw.trim();
    if trimmed.contains(is_line_break) {
        return Err(TextRefusal::LineBreak);
    }
    visible(trimmed).map(|text| squeeze(&text))
}

/// Makes a text of several lines canonical: as [`line()`] for each line, at most one empty line in a row.
///
/// Carriage returns become line feeds, because browsers send both.
///
/// # Errors
/// [`TextRefusal`] at the first control character or direction mark.
pub fn paragraphs(raw: &str) -> Result<String, TextRefusal> {
    let raw = raw.replace("\r\n", "\n").replace(is_line_break, "\n");
    let mut kept: Vec<String> = Vec::new();
    for each in raw.lines() {
        let each = squeeze(&visible(each)?);
        if !(each.is_empty() && kept.last().is_none_or(String::is_empty)) {
            kept.push(each);
        }
    }
    while kept.last().is_some_and(String::is_empty) {
        kept.pop();
    }
    Ok(kept.join("\n"))
}

/// Shortens `text` to at most `max` characters, the last of them an ellipsis when something was cut.
///
/// A letter is not parted from its combining marks, so that the cut text reads as a beginning of the whole.
#[must_use]
pub fn truncate(text: &str, max: usize) -> String {
    let letters: Vec<char> = text.chars().collect();
    if letters.len() <= max {
        return text.to_owned();
    }
    let Some(mut end) = max.checked_sub(1) else { return String::new() };
    while end > 0 && is_combining_mark(letters[end]) {
        end -= 1;
    }
    let mut kept: String = letters[..end].iter().collect();
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

/// The form in which two spellings of a name are one: composed, without case, single spaces.
///
/// Upper before lower case is how Unicode folds what has several small letters (`ß` and `ss`, `σ` and `ς`). Accents stay: `Åsa`
/// is not `Asa`. For comparing only; nobody is shown it.
#[must_use]
pub fn folded(text: &str) -> String {
    let folded: String = text.nfc().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfc().collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The longest beginning of `text` that fits in `max` bytes of UTF-8, cut between characters.
#[must_use]
pub fn first_bytes(text: &str, max: usize) -> &str {
    &text[..text.floor_char_boundary(max)]
}

fn is_line_break(letter: char) -> bool {
    matches!(letter, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn visible(raw: &str) -> Result<String, TextRefusal> {
    let mut kept = String::with_capacity(raw.len());
    for letter in raw.nfc() {
        match letter {
            '\t' => kept.push(' '),
            '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}' => {
                return Err(TextRefusal::DirectionMark);
            }
            '\u{AD}' | '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' => {}
            // Joiners carry meaning in Persian and in the scripts of India; between Latin letters they only hide.
            '\u{200C}' | '\u{200D}' if kept.chars().next_back().is_none_or(|before| before < '\u{600}') => {}
            // Tag characters are invisible copies of ASCII; nothing that people type needs them.
            letter if letter.is_control() || ('\u{E0000}'..='\u{E007F}').contains(&letter) => {
                return Err(TextRefusal::ControlCharacter);
            }
            letter => kept.push(letter),
        }
    }
    // Dropping a zero-width character can bring a letter and its accent together.
    Ok(kept.nfc().collect())
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_spellings_of_a_name_become_one() {
        let decomposed = "  A\u{30A}sa \u{A0} O\u{308}berg\t";

        let kept = line(decomposed);

        assert_eq!(kept.as_deref(), Ok("Åsa Öberg"));
    }

    #[test]
    fn spellings_that_differ_in_case_and_composition_fold_to_one_and_accents_do_not() {
        let same = |one: &str, other: &str| folded(one) == folded(other);

        assert!(same("A\u{30A}SA  O\u{308}berg", "åsa Öberg"));
        assert!(same("Strauß", "STRAUSS"));
        assert!(same("Ὀδυσσεύς", "ὈΔΥΣΣΕΎΣ"));
        assert!(same("Đặng", "đẶNG"));
        assert!(!same("Åsa", "Asa"));
    }

    #[test]
    fn names_of_many_scripts_are_kept_as_they_are() {
        for name in ["Đặng Thị Ngọc", "Łukasz Ćirić", "O'Brien", "Anna-Karin", "李明", "محمد"] {
            let kept = line(name);

            assert_eq!(kept.as_deref(), Ok(name));
        }
    }

    #[test]
    fn a_forged_header_a_nul_and_a_turned_direction_are_refused() {
        let cases = [
            ("A\r\nBcc: x@example.org", TextRefusal::LineBreak),
            ("A\0B", TextRefusal::ControlCharacter),
            ("A\u{1B}[31m", TextRefusal::ControlCharacter),
            ("abc\u{202E}fdp", TextRefusal::DirectionMark),
            ("abc\u{2066}x", TextRefusal::DirectionMark),
        ];

        for (raw, refusal) in cases {
            assert_eq!(line(raw), Err(refusal), "{raw:?}");
        }
    }

    #[test]
    fn what_never_shows_is_dropped() {
        let pasted = "\u{FEFF}Ada\u{200B} Lind\u{AD}berg\u{200D}";

        let kept = line(pasted);

        assert_eq!(kept.as_deref(), Ok("Ada Lindberg"));
    }

    #[test]
    fn paragraphs_keep_their_lines_and_one_empty_line_between() {
        let typed = "\r\n Ett  två \r\n\r\n\r\ntre\u{2028}fyra\n";

        let kept = paragraphs(typed);

        assert_eq!(kept.as_deref(), Ok("Ett två\n\ntre\nfyra"));
    }

    #[test]
    fn a_long_text_is_cut_between_letters() {
        let name = "Åsa e\u{301}\u{302}x";

        assert_eq!(truncate("Åsa Öberg", 9), "Åsa Öberg");
        assert_eq!(truncate("Åsa Öberg", 6), "Åsa Ö…");
        assert_eq!(truncate("Åsa Öberg", 5), "Åsa…");
        assert_eq!(truncate(name, 7), "Åsa…");
        assert_eq!(truncate("Å", 0), "");
        assert_eq!(first_bytes("Åsa", 1), "");
        assert_eq!(first_bytes("Åsa", 3), "Ås");
        assert_eq!(first_bytes("Åsa", 99), "Åsa");
    }
}
