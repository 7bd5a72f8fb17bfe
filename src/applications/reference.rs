//! References: what an application is called on the phone and in the public protocol.

use crate::kernel::Instant;
use sha2::{Digest, Sha256};

/// Crockford's alphabet: no I, L, O or U, so that nothing is misheard or misread.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many candidates are drawn at once; one of them is free unless the offer holds hundreds of thousands.
const CANDIDATES: usize = 8;

/// Draws candidates such as `BRF-7K3M9`, the offer's first part in front.
///
/// Five characters make 33 million references per prefix, so a taken one is rare; several are drawn at once because a
/// collision found only by the database would cost the whole transaction.
#[must_use]
pub fn candidates(offer_code: &str, now: Instant) -> Vec<String> {
    let prefix: String = offer_code
        .split('-')
        .next()
        .unwrap_or_default()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(4)
        .collect::<String>()
        .to_uppercase();
    let mut random = [0_u8; 32];
    if getrandom::fill(&mut random).is_err() {
        // References are no secret: without randomness the moment serves, and the unique index still guards.
        random = Sha256::digest(now.millis().to_be_bytes()).into();
    }
    random.chunks_exact(32 / CANDIDATES).map(|bytes| format!("{prefix}-{}", letters(bytes))).collect()
}

/// Five letters from four bytes (25 of the 32 bits).
fn letters(bytes: &[u8]) -> String {
    let bits = bytes.iter().fold(0_u32, |bits, byte| (bits << 8) | u32::from(*byte));
    (0..5).map(|place| char::from(LETTERS[(bits >> (place * 5)) as usize & 31])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_carry_the_offers_prefix_and_no_letter_that_is_misread() {
        let drawn = candidates("BRF-2012-H", Instant::from_millis(0));

        assert_eq!(drawn.len(), CANDIDATES);
        for reference in drawn {
            let (prefix, rest) = reference.split_once('-').expect("a hyphen");
            assert_eq!((prefix, rest.len()), ("BRF", 5));
            assert!(rest.bytes().all(|letter| LETTERS.contains(&letter)), "{rest}");
        }
    }
}
