//! One look for all letters, as plain text and as HTML.

use super::letter::{Letter, Part};
use crate::kernel::Instant;
use askama::Template;
use sha2::{Digest, Sha256};

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct HtmlLetter<'a> {
    letter: &'a Letter,
}

/// The body as HTML.
///
/// Rendering writes to memory and cannot fail; should it ever, the plain text goes out as it is.
pub(super) fn html(letter: &Letter) -> String {
    HtmlLetter { letter }.render().unwrap_or_default()
}

/// The body as plain text, paragraphs apart.
pub(super) fn text(letter: &Letter) -> String {
    let paragraphs: Vec<String> = letter
        .parts
        .iter()
        .map(|part| match part {
            Part::Text(words) => words.clone(),
            Part::Facts(facts) => {
                facts.iter().map(|(label, value)| format!("{label}: {value}")).collect::<Vec<_>>().join("\n")
            }
            Part::Action(words, address) => format!("{words}:\n{address}"),
        })
        .collect();
    paragraphs.join("\n\n") + "\n"
}

/// A text as it stands in the HTML.
pub(super) fn escaped(text: &str) -> String {
    askama::filters::escape(text, askama::filters::Html).map(|safe| safe.to_string()).unwrap_or_default()
}

/// A Message-ID fixed when the letter is kept: a repeated sending carries the same one.
///
/// A random part keeps two letters of the same words apart.
pub(super) fn message_id(letter: &Letter, now: Instant) -> String {
    let mut random = [0_u8; 16];
    // Without randomness the digest below still differs by moment and addressee.
    let _ = getrandom::fill(&mut random);
    let mut digest = Sha256::new();
    digest.update(random);
    digest.update(letter.to.email.as_str());
    digest.update(letter.purpose);
    digest.update(now.millis().to_be_bytes());
    let name = data_encoding::HEXLOWER.encode(&digest.finalize()[..16]);
    format!("<{name}@stafett.invalid>")
}

/// A letter's words without the addresses in it: a private link opens for whoever holds it, and kept letters are read by others.
#[must_use]
pub fn without_addresses(text: &str) -> String {
    let hidden = |piece: &str| {
        let end: String = piece.chars().filter(|one| one.is_whitespace()).collect();
        format!("[…]{end}")
    };
    let pieces = text.split_inclusive(char::is_whitespace);
    pieces.map(|piece| if piece.contains("://") { hidden(piece) } else { piece.to_owned() }).collect()
}
