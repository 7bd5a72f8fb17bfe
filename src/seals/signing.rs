//! The key that signs what machines read.

use super::model::{Fault, KeyId};
use super::public_key::PublicKey;
use ring::signature::{Ed25519KeyPair, KeyPair};

/// An Ed25519 key with its private half.
pub struct SigningKey {
    pair: Ed25519KeyPair,
    public: PublicKey,
    id: KeyId,
}

impl SigningKey {
    /// The key of a seed, its 32 secret bytes.
    ///
    /// # Errors
    /// Never for 32 bytes; the type of the curve's maker says it could.
    pub fn of_seed(seed: &[u8; 32]) -> Result<Self, Fault> {
        let pair =
            Ed25519KeyPair::from_seed_unchecked(seed).map_err(|why| Fault::new(format!("signing key: {why}")))?;
        let bytes =
            <[u8; 32]>::try_from(pair.public_key().as_ref()).map_err(|_| Fault::new("signing key: no public half"))?;
        let public = PublicKey::new(bytes);
        Ok(Self { pair, public, id: public.id() })
    }

    /// What the key is called.
    #[must_use]
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// The half everybody may know.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        self.public
    }

    /// Signs `message`; the same message gives the same signature.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        let mut signature = [0; 64];
        signature.copy_from_slice(self.pair.sign(message).as_ref());
        signature
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey({})", self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_holds_for_its_message_and_key_only() {
        let key = SigningKey::of_seed(&[7; 32]).expect("a key");
        let other = SigningKey::of_seed(&[8; 32]).expect("a key");

        let signature = key.sign(b"day one");

        assert!(key.public().verifies(b"day one", &signature));
        assert!(!key.public().verifies(b"day two", &signature));
        assert!(!other.public().verifies(b"day one", &signature));
        assert_eq!(KeyId::parse(&key.id().to_string()), Some(key.id()));
    }
}
