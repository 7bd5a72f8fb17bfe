//! Who issues, and where what it publishes is found.

use super::refusal::Refusal;
use crate::seals::KeyId;

/// An issuer: the verification host, by which it is known for ever, and what it calls itself today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer {
    address: String,
    /// Its name.
    pub name: String,
    /// Its public address.
    pub url: String,
}

impl Issuer {
    /// `address` is scheme and host of verification, without a trailing slash.
    ///
    /// # Errors
    /// When one of the addresses cannot stand in a credential.
    pub fn new(address: &str, name: &str, url: &str) -> Result<Self, Refusal> {
        iri(address)?;
        iri(url)?;
        Ok(Self { address: address.to_owned(), name: plain(name), url: url.to_owned() })
    }

    /// Its decentralised identifier, `did:web:HOST`; the colon before a port is written `%3A`.
    #[must_use]
    pub fn did(&self) -> String {
        format!("did:web:{}", host(&self.address).replace(':', "%3A"))
    }

    /// What one of its keys is called in proofs.
    #[must_use]
    pub fn method(&self, key: KeyId) -> String {
        format!("{}#{key}", self.did())
    }

    /// The address of the credential with this public code.
    #[must_use]
    pub fn credential(&self, code: &str) -> String {
        format!("{}/v/{code}", self.address)
    }

    /// The address of a status list.
    #[must_use]
    pub fn status_list(&self, number: i64) -> String {
        format!("{}/status/{number}", self.address)
    }

    /// The address of an achievement: an award title by its number, 0 for taking part.
    #[must_use]
    pub fn achievement(&self, award: u64) -> String {
        format!("{}/awards/{award}", self.address)
    }
}

/// An address without its scheme.
pub(super) fn host(address: &str) -> &str {
    address.split_once("://").map_or(address, |(_, host)| host)
}

/// An address that can stand between the angle brackets of a statement.
///
/// # Errors
/// For anything but `https:`, `http:` and `did:web:`, and for characters that no address has.
pub(super) fn iri(text: &str) -> Result<&str, Refusal> {
    let is_known = ["https://", "http://", "did:web:"].iter().any(|start| text.starts_with(start));
    let is_sound = text.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"{}|^`\\".contains(&byte));
    if is_known && is_sound { Ok(text) } else { Err(Refusal::Address(text.to_owned())) }
}

/// A text without control characters but line feeds: readers differ in how they escape the others.
pub(super) fn plain(text: &str) -> String {
    let plain = |letter: char| if letter.is_control() && letter != '\n' { ' ' } else { letter };
    text.replace("\r\n", "\n").chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_escaped_in_the_identifier() {
        let issuer = Issuer::new("http://127.0.0.1:8000", "Stafett", "http://127.0.0.1:8000").expect("an issuer");

        assert_eq!(issuer.did(), "did:web:127.0.0.1%3A8000");
        assert_eq!(issuer.method(KeyId([1, 2, 3, 0xab])), "did:web:127.0.0.1%3A8000#010203ab");
    }

    #[test]
    fn an_address_that_would_end_its_brackets_is_refused() {
        for address in ["https://a>b", "https://a b", "javascript:x", "", "https://å.example"] {
            assert!(Issuer::new(address, "Stafett", "https://a.example").is_err(), "{address}");
        }
    }
}
