//! The text of a QR code in as few bits as it can have.
//!
//! The crate's own choice of modes goes letter by letter and lets the `#` pull much of what follows into byte mode. Our texts
//! are known: an address, a `#`, a payload, each in upper case; three segments are the shortest, and their length can be
//! foretold by whoever makes the payload.

use qrcode::EcLevel;
use qrcode::bits::{Bits, encode_auto};
use qrcode::types::{QrResult, Version};

/// The bits of `text` at level M in the smallest version that takes them.
///
/// # Errors
/// When no version does.
pub fn bits(text: &str) -> QrResult<Bits> {
    let (front, behind) = text.split_once('#').unwrap_or((text, ""));
    if !(is_alphanumeric(front) && is_alphanumeric(behind)) {
        return encode_auto(text.as_bytes(), EcLevel::M);
    }
    let fits = |version: &i16| {
        let room = Bits::new(Version::Normal(*version)).max_len(EcLevel::M).unwrap_or_default();
        needed(front.len(), text.len() - front.len(), *version) <= room
    };
    let version = (1..=40).find(fits).ok_or(qrcode::types::QrError::DataTooLong)?;
    let mut bits = Bits::new(Version::Normal(version));
    bits.push_alphanumeric_data(front.as_bytes())?;
    if front.len() < text.len() {
        bits.push_byte_data(b"#")?;
        bits.push_alphanumeric_data(behind.as_bytes())?;
    }
    bits.push_terminator(EcLevel::M)?;
    Ok(bits)
}

/// Bits for `front` letters of address, and for a `#` and the letters behind it, if there are any (ISO/IEC 18004, 7.4).
fn needed(front: usize, rest: usize, version: i16) -> usize {
    let (alphanumeric, byte) = match version {
        ..=9 => (4 + 9, 4 + 8),
        10..=26 => (4 + 11, 4 + 16),
        _ => (4 + 13, 4 + 16),
    };
    let segment = |letters: usize| alphanumeric + letters / 2 * 11 + letters % 2 * 6;
    segment(front) + rest.checked_sub(1).map_or(0, |behind| byte + 8 + segment(behind))
}

fn is_alphanumeric(text: &str) -> bool {
    text.bytes().all(|letter| letter.is_ascii_digit() || letter.is_ascii_uppercase() || b" $%*+-./:".contains(&letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_is_foretold_and_the_hash_pulls_nothing_with_it() {
        let text = format!("HTTPS://INTYG.EXAMPLE.ORG/V/7K9XQ2M4TB8ZC1RV3#{}", "Q2E7".repeat(45));

        let own = bits(&text).map(|bits| bits.version().width()).expect("bits");

        let auto = encode_auto(text.as_bytes(), EcLevel::M).map(|bits| bits.version().width()).expect("bits");
        assert!(own < auto, "{own} and {auto} modules");
        assert!(bits("HTTPS://A.SE/V/CODE").is_ok() && bits("a").is_ok());
    }
}
