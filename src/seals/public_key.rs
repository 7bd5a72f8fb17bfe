//! The public half of a signing key.

use super::model::KeyId;
use ring::digest::{SHA256, digest};
use ring::signature::{ED25519, UnparsedPublicKey};

/// A public Ed25519 key (RFC 8032).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// The key of these 32 bytes; whether they are a point of the curve shows when a signature is checked.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// What the key is called.
    #[must_use]
    pub fn id(&self) -> KeyId {
        let hash = digest(&SHA256, &self.0);
        let mut id = [0; 4];
        id.copy_from_slice(&hash.as_ref()[..4]);
        KeyId(id)
    }

    /// Whether `signature` is this key's over `message`.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, &self.0).verify(message, signature).is_ok()
    }
}
