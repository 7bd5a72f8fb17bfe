//! Multibase and Multikey: how Data Integrity writes bytes as text (W3C Controlled Identifiers 1.0, 2.4 and 2.2.2).

use crate::seals::PublicKey;
use data_encoding::BASE64URL_NOPAD;

const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/// The multicodec of a public Ed25519 key.
const ED25519: [u8; 2] = [0xED, 0x01];
/// No key or signature of ours is longer in base 58; decoding costs the square of the length.
const LONGEST: usize = 128;

/// Bytes in base 58 as Bitcoin writes it, with its multibase letter `z`.
#[must_use]
pub fn base58(bytes: &[u8]) -> String {
    let mut digits: Vec<u8> = Vec::with_capacity(bytes.len() * 138 / 100 + 1);
    for byte in bytes {
        let mut carry = u32::from(*byte);
        for digit in &mut digits {
            carry += u32::from(*digit) << 8;
            *digit = u8::try_from(carry % 58).unwrap_or_default();
            carry /= 58;
        }
        while carry > 0 {
            digits.push(u8::try_from(carry % 58).unwrap_or_default());
            carry /= 58;
        }
    }
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let mut text = String::with_capacity(digits.len() + zeros + 1);
    text.push('z');
    text.extend(std::iter::repeat_n('1', zeros));
    text.extend(digits.iter().rev().map(|digit| char::from(BASE58[usize::from(*digit)])));
    text
}

/// The bytes of a [`base58`] text; `None` for anything else.
#[must_use]
pub fn from_base58(text: &str) -> Option<Vec<u8>> {
    let text = text.strip_prefix('z').filter(|text| text.len() <= LONGEST)?;
    let mut bytes: Vec<u8> = Vec::with_capacity(text.len());
    for letter in text.bytes() {
        let mut carry = u32::try_from(BASE58.iter().position(|known| *known == letter)?).ok()?;
        for byte in &mut bytes {
            carry += u32::from(*byte) * 58;
            *byte = u8::try_from(carry & 0xFF).ok()?;
            carry >>= 8;
        }
        while carry > 0 {
            bytes.push(u8::try_from(carry & 0xFF).ok()?);
            carry >>= 8;
        }
    }
    let zeros = text.bytes().take_while(|letter| *letter == b'1').count();
    bytes.extend(std::iter::repeat_n(0, zeros));
    bytes.reverse();
    Some(bytes)
}

/// Bytes in base 64 for addresses, without padding, with its multibase letter `u`.
#[must_use]
pub fn base64url(bytes: &[u8]) -> String {
    format!("u{}", BASE64URL_NOPAD.encode(bytes))
}

/// The bytes of a [`base64url`] text; `None` for anything else, unused bits that are not zero included.
#[must_use]
pub fn from_base64url(text: &str) -> Option<Vec<u8>> {
    BASE64URL_NOPAD.decode(text.strip_prefix('u')?.as_bytes()).ok()
}

/// A public key as a Multikey: `z6Mk…`.
#[must_use]
pub fn multikey(key: &PublicKey) -> String {
    base58(&[&ED25519[..], key.bytes()].concat())
}

/// Reads a [`multikey`].
#[must_use]
pub fn from_multikey(text: &str) -> Option<PublicKey> {
    let bytes = from_base58(text)?;
    bytes.strip_prefix(&ED25519)?.try_into().ok().map(PublicKey::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_58_writes_and_reads_as_others_do() {
        let known: [(&[u8], &str); 4] = [
            (b"Hello World!", "z2NEpo7TZRRrLZSi2U"),
            (&[0, 0, 1], "z112"),
            (&[], "z"),
            (&[0, 0, 0x28, 0x7f, 0xb4, 0xcd], "z11233QC4"),
        ];

        for (bytes, text) in known {
            assert_eq!(base58(bytes), text);
            assert_eq!(from_base58(text).as_deref(), Some(bytes));
        }
        assert_eq!(from_base58("z0OIl"), None);
    }

    #[test]
    fn a_public_key_reads_back_and_looks_like_one() {
        let key = PublicKey::new([9; 32]);

        let text = multikey(&key);

        assert!(text.starts_with("z6Mk"), "{text}");
        assert_eq!(from_multikey(&text), Some(key));
    }
}
