//! How much fits into the QR code, and how a name is cut to it.

use super::issuer::host;
use unicode_segmentation::UnicodeSegmentation;

/// The longest verification host that version 10 is promised for.
const SHORT_HOST: usize = 24;
/// Data bits of versions 10 and 12 at level M (ISO/IEC 18004, table 7).
const VERSION_10: usize = 216 * 8;
const VERSION_12: usize = 290 * 8;
/// Mode and length in front of an alphanumeric and of a byte segment, versions 10 to 26.
const ALPHANUMERIC: usize = 4 + 11;
const BYTE: usize = 4 + 16;

/// The most bytes of payload that fit behind the address of `code` at `address`.
///
/// The address, the `#` (the one letter that is not alphanumeric) and the payload are a segment each. Version 10 for hosts of
/// up to 24 characters, 12 for longer ones: at 30 mm a module is then at least 0.46 mm.
#[must_use]
pub fn payload_bytes(address: &str, code: &str) -> usize {
    let bits = if host(address).len() <= SHORT_HOST { VERSION_10 } else { VERSION_12 };
    let front = alphanumeric(address.len() + "/V/".len() + code.len()) + BYTE + 8;
    let left = bits.saturating_sub(front);
    let letters = (0..=left).rev().find(|letters| alphanumeric(*letters) <= left).unwrap_or_default();
    letters * 5 / 8
}

fn alphanumeric(letters: usize) -> usize {
    ALPHANUMERIC + letters / 2 * 11 + letters % 2 * 6
}

/// `name`, or as much of its beginning as fits into `bytes` with "…" behind it.
///
/// Cut between what readers see as letters, so that no accent is lost and no emoji falls apart.
#[must_use]
pub fn cut(name: &str, bytes: usize) -> String {
    if name.len() <= bytes {
        return name.to_owned();
    }
    let room = bytes.saturating_sub("…".len());
    let end = name
        .grapheme_indices(true)
        .map(|(start, grapheme)| start + grapheme.len())
        .take_while(|end| *end <= room)
        .last()
        .unwrap_or(0);
    format!("{}…", name[..end].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cut_between_letters_as_readers_see_them() {
        assert_eq!(cut("Åsa Öberg", 11), "Åsa Öberg");
        assert_eq!(cut("Åsa Öberg", 10), "Åsa Ö…");
        assert_eq!(cut("Åsa Öberg", 8), "Åsa…");
        assert_eq!(cut("O\u{308}\u{301}a", 5), "…");
        assert_eq!(cut("O\u{308}\u{301}abcd", 8), "O\u{308}\u{301}…");
    }
}
