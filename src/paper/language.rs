//! Which language a text is in, carried inside the text as Unicode's language tags.
//!
//! A line may change language halfway ("Närvarande · Present"), is measured, shrunk and broken by code that knows nothing of
//! languages, and must still be tagged for a screen reader in the end. The tag characters (U+E0001, then the code in letters of
//! the tags block) have no width and no shape, and cannot come from outside, because characters without a shape are refused.

use crate::kernel::Lang;

/// Begins a language tag.
const BEGIN: char = '\u{E0001}';
/// Where the tags block keeps its letters.
const LETTERS: std::ops::RangeInclusive<char> = '\u{E0061}'..='\u{E007A}';

/// A stretch of text in one language; `None` is the language of the paper.
pub type Piece = (Option<Lang>, String);

/// `text` with the word in front that it is in `lang`; empty stays empty.
pub fn tagged(text: &str, lang: Lang) -> String {
    if text.is_empty() { String::new() } else { format!("{}{text}", tag(lang)) }
}

/// Whether `c` is part of a language tag, and not drawn.
pub fn is_tag(c: char) -> bool {
    c == BEGIN || LETTERS.contains(&c)
}

/// Takes a text apart where the language changes.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut parts = text.split(BEGIN);
    let first = parts.next().filter(|part| !part.is_empty()).map(|part| (None, part.to_owned()));
    let tagged = parts.map(|part| {
        let code: String = part.chars().take_while(|c| LETTERS.contains(c)).collect();
        let lang = [Lang::Sv, Lang::En].into_iter().find(|lang| tag(*lang)[BEGIN.len_utf8()..] == code);
        (lang, part[code.len()..].to_owned())
    });
    first.into_iter().chain(tagged).collect()
}

/// Carries the language of a line over to the next ones, after a tagged text was broken into lines.
pub fn carry(lines: &mut [String]) {
    let mut last: Option<Lang> = None;
    for line in lines {
        if let (Some(lang), false) = (last, line.starts_with(BEGIN)) {
            line.insert_str(0, tag(lang));
        }
        if line.contains(BEGIN) {
            last = pieces(line).last().and_then(|(lang, _)| *lang);
        }
    }
}

/// The tag of a language: `sv` or `en` in the letters of the tags block.
fn tag(lang: Lang) -> &'static str {
    lang.say("\u{E0001}\u{E0073}\u{E0076}", "\u{E0001}\u{E0065}\u{E006E}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_in_two_languages_comes_apart_again() {
        let line = format!("Närvarande · {}", tagged("Present", Lang::En));

        let pieces = pieces(&line);

        assert_eq!(pieces, [(None, "Närvarande · ".to_owned()), (Some(Lang::En), "Present".to_owned())]);
    }

    #[test]
    fn a_broken_text_keeps_its_language_in_every_line() {
        let mut lines = vec![tagged("at least", Lang::En), "five days".to_owned(), tagged("och", Lang::Sv)];

        carry(&mut lines);

        let languages = lines.iter().map(|line| pieces(line)[0].0).collect::<Vec<_>>();
        assert_eq!(languages, [Some(Lang::En), Some(Lang::En), Some(Lang::Sv)]);
    }
}
