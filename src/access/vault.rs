//! Seals short texts with a key that is not in the database: second factors, needs.

use data_encoding::BASE64;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

/// The key under which texts are sealed; from the environment or the secrets file.
#[derive(Clone)]
pub struct Vault([u8; 32]);

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault(secret)")
    }
}

/// A text could not be sealed or opened: no randomness, another key, or something was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unopened;

impl std::fmt::Display for Unopened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("what was sealed cannot be opened with this key")
    }
}

impl Vault {
    /// The vault of this key.
    #[must_use]
    pub fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    fn key(&self) -> Result<LessSafeKey, Unopened> {
        UnboundKey::new(&CHACHA20_POLY1305, &self.0).map(LessSafeKey::new).map_err(|_| Unopened)
    }

    /// Seals `text` for `place` (ChaCha20-Poly1305, RFC 8439, a random nonce in front, base64).
    ///
    /// `place` names the row and the column: what was sealed there opens nowhere else.
    ///
    /// # Errors
    /// When the machine has no randomness to give.
    pub fn seal(&self, place: &str, text: &str) -> Result<String, Unopened> {
        let mut nonce = [0_u8; NONCE_LEN];
        getrandom::fill(&mut nonce).map_err(|_| Unopened)?;
        let mut sealed = text.as_bytes().to_vec();
        let aad = Aad::from(place.as_bytes());
        self.key()?
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut sealed)
            .map_err(|_| Unopened)?;
        Ok(BASE64.encode(&[nonce.as_slice(), &sealed].concat()))
    }

    /// Opens what [`Vault::seal`] sealed for `place`.
    ///
    /// # Errors
    /// When it was sealed with another key or for another place, or was changed.
    pub fn open(&self, place: &str, sealed: &str) -> Result<String, Unopened> {
        let mut bytes = BASE64.decode(sealed.as_bytes()).map_err(|_| Unopened)?;
        if bytes.len() < NONCE_LEN {
            return Err(Unopened);
        }
        let mut text = bytes.split_off(NONCE_LEN);
        let nonce = Nonce::try_assume_unique_for_key(&bytes).map_err(|_| Unopened)?;
        let opened = self.key()?.open_in_place(nonce, Aad::from(place.as_bytes()), &mut text).map_err(|_| Unopened)?;
        String::from_utf8(opened.to_vec()).map_err(|_| Unopened)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_in_its_place_and_nowhere_else() {
        let vault = Vault::new([7; 32]);
        let sealed = vault.seal("needs.food 4", "gluten").expect("sealed");

        assert_eq!(vault.open("needs.food 4", &sealed).as_deref(), Ok("gluten"));
        assert_eq!(vault.open("needs.food 5", &sealed), Err(Unopened));
        assert_eq!(Vault::new([8; 32]).open("needs.food 4", &sealed), Err(Unopened));
        assert_eq!(vault.open("needs.food 4", ""), Err(Unopened));
        assert!(!sealed.contains("gluten"));
    }
}
