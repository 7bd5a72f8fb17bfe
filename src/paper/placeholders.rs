//! Words in braces that stand for what a certificate says.

use super::facts::CertificateFacts;
use crate::kernel::Lang;
use crate::locale::{dates, numbers};

/// What a word in braces stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placeholder {
    /// The holder's name.
    Holder,
    /// The award title.
    Award,
    /// The programme's name.
    Programme,
    /// Days attended and held, with the word.
    Days,
    /// Hours attended, with the word.
    Hours,
    /// Where the course was held.
    Place,
    /// The first course day in words.
    From,
    /// The last course day in words.
    To,
    /// Who issues.
    Issuer,
}

impl Placeholder {
    /// All, in the order they are explained.
    pub const ALL: [Self; 9] = [
        Self::Holder,
        Self::Award,
        Self::Programme,
        Self::Days,
        Self::Hours,
        Self::Place,
        Self::From,
        Self::To,
        Self::Issuer,
    ];

    /// The word between the braces, the same in both languages.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Holder => "holder",
            Self::Award => "award",
            Self::Programme => "programme",
            Self::Days => "days",
            Self::Hours => "hours",
            Self::Place => "place",
            Self::From => "from",
            Self::To => "to",
            Self::Issuer => "issuer",
        }
    }

    fn value(self, facts: &CertificateFacts, lang: Lang) -> String {
        let (attended, total) = (facts.attended_days, facts.total_days);
        match self {
            Self::Holder => facts.holder.clone(),
            Self::Award => facts.award.in_lang(lang).to_owned(),
            Self::Programme => facts.programme.in_lang(lang).to_owned(),
            Self::Days => lang.say(format!("{attended} av {total} dagar"), format!("{attended} of {total} days")),
            Self::Hours => numbers::hours(lang, facts.minutes_total),
            Self::Place => facts.place.clone(),
            Self::From => dates::day_in_words(lang, facts.from),
            Self::To => dates::day_in_words(lang, facts.to),
            Self::Issuer => facts.issuer.clone(),
        }
    }
}

/// A stretch of a template.
enum Piece<'a> {
    Text(&'a str),
    Known(Placeholder),
    Unknown(&'a str),
}

/// The first thing in braces that stands for nothing, or a brace without its other half.
pub fn unknown(template: &str) -> Option<String> {
    pieces(template).into_iter().find_map(|piece| match piece {
        Piece::Unknown(text) => Some(text.to_owned()),
        Piece::Text(_) | Piece::Known(_) => None,
    })
}

/// The template with its placeholders filled in, once: braces in a name stay what they are.
pub fn filled(template: &str, facts: &CertificateFacts, lang: Lang) -> String {
    let text = |piece| match piece {
        Piece::Text(text) | Piece::Unknown(text) => text.to_owned(),
        Piece::Known(placeholder) => placeholder.value(facts, lang),
    };
    pieces(template).into_iter().map(text).collect()
}

fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some(start) = rest.find(['{', '}']) {
        pieces.push(Piece::Text(&rest[..start]));
        let braced = &rest[start..];
        let end = if braced.starts_with('{') { braced.find('}') } else { None };
        let Some(end) = end else {
            pieces.push(Piece::Unknown(&braced[..1]));
            rest = &braced[1..];
            continue;
        };
        let known = Placeholder::ALL.into_iter().find(|one| one.word() == braced[1..end].trim());
        pieces.push(known.map_or(Piece::Unknown(&braced[..=end]), Piece::Known));
        rest = &braced[end + 1..];
    }
    pieces.push(Piece::Text(rest));
    pieces
}
