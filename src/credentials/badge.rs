//! The credential: Open Badges 3.0 as a Verifiable Credential 2.0 with a Data Integrity proof.

mod shape;

use super::facts::BadgeFacts;
use super::issuer::{Issuer, iri};
use super::proof::Proof;
use super::refusal::Refusal;
use crate::kernel::Instant;
use crate::seals::{KeyId, PublicKey, SigningKey};
pub use shape::CONTEXTS;
use shape::Document;

/// A credential that holds.
///
/// It can only be had by making one or by verifying a text, so that nobody reads what was not signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    document: Document,
    key: KeyId,
}

impl Badge {
    /// Makes and signs the credential of these facts; `now` stands in its proof.
    ///
    /// Control characters in texts become spaces.
    ///
    /// # Errors
    /// When an address cannot stand in a credential.
    pub fn issue(issuer: &Issuer, facts: &BadgeFacts<'_>, key: &SigningKey, now: Instant) -> Result<Self, Refusal> {
        let mut document = Document::of(issuer, facts);
        let canonical = document.canonical().ok_or(Refusal::Form)?;
        document.proof = Some(Proof::make(&canonical, key, &issuer.method(key.id()), now));
        Ok(Self { document, key: key.id() })
    }

    /// The JSON text, the same for the same credential.
    #[must_use]
    pub fn json(&self) -> String {
        serde_json::to_string(&self.document).unwrap_or_default()
    }

    /// Reads and verifies a credential of ours against the keys that are known.
    ///
    /// Strict: only the very text we write is accepted. Whether it has been revoked, the status list says.
    ///
    /// # Errors
    /// Says what does not hold.
    pub fn verify(text: &str, known: &[PublicKey]) -> Result<Self, Refusal> {
        let document: Document = serde_json::from_str(text).map_err(|_| Refusal::Form)?;
        let proof = document.proof.clone().ok_or(Refusal::Form)?;
        let is_ours = document.is_of_our_form() && serde_json::to_string(&document).is_ok_and(|ours| ours == text);
        if !is_ours {
            return Err(Refusal::Form);
        }
        for address in document.addresses() {
            iri(address).map_err(|_| Refusal::Form)?;
        }
        let canonical = document.canonical().ok_or(Refusal::Form)?;
        let key = proof.verify(&canonical, document.issuer(), known)?;
        Ok(Self { document, key })
    }

    /// The key it is signed with.
    #[must_use]
    pub fn key(&self) -> KeyId {
        self.key
    }

    /// Its address, `https://HOST/v/CODE`.
    #[must_use]
    pub fn id(&self) -> &str {
        self.document.id()
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        self.document.name()
    }

    /// The name of whom it is about; `None` when it says none.
    #[must_use]
    pub fn holder(&self) -> Option<&str> {
        self.document.holder()
    }

    /// What was achieved.
    #[must_use]
    pub fn achievement(&self) -> &str {
        self.document.achievement()
    }

    /// What the issuer called itself.
    #[must_use]
    pub fn issuer_name(&self) -> &str {
        self.document.issuer_name()
    }

    /// The address of its status list, and the place in it.
    #[must_use]
    pub fn status(&self) -> (&str, u32) {
        self.document.status()
    }

    /// Until when it holds, if it ends.
    #[must_use]
    pub fn valid_until(&self) -> Option<Instant> {
        self.document.valid_until()
    }
}

#[cfg(test)]
mod tests;
