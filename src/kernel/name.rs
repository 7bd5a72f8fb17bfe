//! Names of people, as they write them themselves.

use super::Lang;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// A person's name: NFC, single spaces, at most 200 characters, nothing invisible in it.
///
/// One word is a name, and so is any script; what cannot be printed on the paper is asked about later.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonName(String);

/// Why a text is not a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unnameable {
    /// Nothing was written.
    Empty,
    /// More than 200 characters.
    TooLong,
    /// A control, bidirectional or zero-width character stands in it.
    Invisible,
    /// No letter stands in it, or a character that no name has (such as `<` or `=`).
    NotAName,
}

impl Unnameable {
    /// What to do about it.
    #[must_use]
    pub fn sentence(self, lang: Lang) -> &'static str {
        match self {
            Self::Empty => lang.say("Skriv för- och efternamn.", "Write first and last name."),
            Self::TooLong => lang.say("Namnet får ha högst 200 tecken.", "The name may have at most 200 characters."),
            Self::Invisible => lang.say(
                "Namnet innehåller osynliga tecken. Skriv om det för hand.",
                "The name contains invisible characters. Type it again by hand.",
            ),
            Self::NotAName => lang.say(
                "Namnet får bara innehålla bokstäver, mellanslag, punkt, bindestreck och apostrof.",
                "The name may only contain letters, spaces, full stops, hyphens and apostrophes.",
            ),
        }
    }
}

impl PersonName {
    /// Reads a name.
    ///
    /// # Errors
    /// Says what is wrong with it, see [`Unnameable`].
    pub fn parse(text: &str) -> Result<Self, Unnameable> {
        let name: String = text.nfc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
        if text.trim().chars().any(is_invisible) {
            return Err(Unnameable::Invisible);
        }
        if name.is_empty() {
            return Err(Unnameable::Empty);
        }
        if name.chars().count() > 200 {
            return Err(Unnameable::TooLong);
        }
        if !name.chars().any(char::is_alphabetic) || !name.chars().all(may_stand_in_a_name) {
            return Err(Unnameable::NotAName);
        }
        Ok(Self(name))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{00AD}')
}

fn may_stand_in_a_name(letter: char) -> bool {
    letter.is_alphabetic()
        || unicode_normalization::char::is_combining_mark(letter)
        || matches!(letter, ' ' | '.' | '-' | '\'' | '’' | '‘' | '´' | '`' | '·' | ',')
}

impl TryFrom<String> for PersonName {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|_| "not a name")
    }
}

impl From<PersonName> for String {
    fn from(name: PersonName) -> Self {
        name.0
    }
}

impl std::fmt::Display for PersonName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_world_are_names() {
        for name in ["Đặng Thị Ngọc", "Łukasz Ćirić", "李明", "محمد", "O'Brien", "Åsa", "Anna-Karin af Ugglas"]
        {
            assert_eq!(PersonName::parse(name).map(|n| n.to_string()), Ok(name.to_owned()));
        }
    }

    #[test]
    fn two_spellings_of_one_letter_become_one() {
        let composed = PersonName::parse("Åsa").map(String::from);

        let decomposed = PersonName::parse("A\u{30A}sa").map(String::from);

        assert_eq!(composed, decomposed);
    }

    #[test]
    fn what_is_no_name_is_refused_with_its_reason() {
        assert_eq!(PersonName::parse("  "), Err(Unnameable::Empty));
        assert_eq!(PersonName::parse("A\r\nBcc: x@y"), Err(Unnameable::Invisible));
        assert_eq!(PersonName::parse("Anna\u{202E}nosraL"), Err(Unnameable::Invisible));
        assert_eq!(PersonName::parse("=cmd|' /C calc'!A0"), Err(Unnameable::NotAName));
        assert_eq!(PersonName::parse(&"a".repeat(201)), Err(Unnameable::TooLong));
    }
}
