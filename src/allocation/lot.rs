//! The lot: a key nobody can choose, from a secret committed to before anybody applied.
//!
//! At publication the SHA-256 of a secret is published, at the deadline the hash of the list of references; the seed is
//! known only once both are fixed. Whoever has the seed can compute every lot again.

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// The lot of one application or organisation: the lower one goes first.
///
/// The order of the 32 bytes is the order of their lower-case hexadecimal form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lot([u8; 32]);

impl Lot {
    /// The key in lower-case hexadecimal, as the protocol prints it.
    #[must_use]
    pub fn hex(&self) -> String {
        HEXLOWER.encode(&self.0)
    }
}

/// The 32 bytes all lots of an offer are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Seed([u8; 32]);

impl Seed {
    /// Draws the seed: SHA-256 of the secret's bytes followed by the UTF-8 of the public value named in advance.
    ///
    /// The public value may be empty, and is taken as it stands: it is not normalised.
    #[must_use]
    pub fn drawn(secret: &[u8], public_value: &str) -> Self {
        Self(Sha256::new().chain_update(secret).chain_update(public_value.as_bytes()).finalize().into())
    }

    /// Reads 64 hexadecimal digits in either case; anything else is `None`.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        bytes_of(text)?.try_into().ok().map(Self)
    }

    /// The seed in lower-case hexadecimal.
    #[must_use]
    pub fn hex(&self) -> String {
        HEXLOWER.encode(&self.0)
    }

    /// The lot of `name` (an application's reference or an organisation's code) in `offer`.
    ///
    /// HMAC-SHA256 (RFC 2104) keyed with the seed over the NFC form of offer, line feed, name.
    #[must_use]
    pub fn lot(&self, offer: &str, name: &str) -> Lot {
        // HMAC fills a short key with zeros up to the block of 64 bytes; done here, the key cannot have a wrong length.
        let mut block = [0; 64];
        block[..32].copy_from_slice(&self.0);
        let mut mac = Hmac::<Sha256>::new(&block.into());
        mac.update(composed(&format!("{offer}\n{name}")).as_bytes());
        Lot(mac.finalize().into_bytes().into())
    }
}

/// What is published with the offer: SHA-256 of the secret's bytes, in lower-case hexadecimal.
#[must_use]
pub fn commitment(secret: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(secret))
}

/// What is published at the deadline: SHA-256 of all references, in lower-case hexadecimal.
///
/// All of them, ineligible and withdrawn too: in NFC, sorted by their UTF-8 bytes, joined by line feeds.
#[must_use]
pub fn list_hash<'a>(references: impl IntoIterator<Item = &'a str>) -> String {
    let mut list: Vec<String> = references.into_iter().map(composed).collect();
    list.sort_unstable();
    HEXLOWER.encode(&Sha256::digest(list.join("\n")))
}

/// The NFC form: two spellings of one name are one name.
pub(super) fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// Reads hexadecimal in either case; an odd number of digits or a foreign one is `None`.
pub(super) fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_of_the_example_is_the_hash_of_its_secret() {
        let seed = Seed::drawn(b"exempel", "");

        assert_eq!(seed.hex(), "c938c252b61e5c2cc16102038a074c0b029884b09b27588d2655f5249b6e99fc");
        assert_eq!(Seed::from_hex(&seed.hex().to_uppercase()), Some(seed));
        assert_eq!(seed.hex(), commitment(b"exempel"));
    }

    #[test]
    fn the_public_value_follows_the_secret() {
        let together = Seed::drawn("exempelvärde".as_bytes(), "");

        assert_eq!(Seed::drawn(b"exempel", "värde"), together);
    }

    #[test]
    fn two_spellings_of_a_reference_draw_one_lot_and_one_list() {
        let seed = Seed::drawn(b"exempel", "");
        let (composed, decomposed) = ("Å1", "A\u{30a}1");

        assert_eq!(seed.lot("B", composed), seed.lot("B", decomposed));
        assert_eq!(list_hash([composed, "B"]), list_hash(["B", decomposed]));
    }

    #[test]
    fn the_list_is_hashed_in_the_order_of_its_bytes() {
        let joined = commitment("A01\nB02\nÅ03".as_bytes());

        assert_eq!(list_hash(["Å03", "B02", "A01"]), joined);
    }
}
