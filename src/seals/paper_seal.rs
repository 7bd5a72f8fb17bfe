//! The key that seals papers.

use super::cms::{Shape, ecdsa_in_der, fingerprint};
use super::model::{Fault, Lifetime, SealId};
use super::x509::{Certificate, CertifiedKey, self_signed};
use crate::kernel::Instant;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};

/// More than the largest ECDSA signature in DER: two numbers of 33 bytes with their headers.
const LONGEST_ECDSA: usize = 72;

/// A key with an X.509 certificate, its private half at hand.
pub struct PaperSeal {
    key: Key,
    shape: Shape,
    certificate: Vec<u8>,
    id: SealId,
    lifetime: Lifetime,
    random: SystemRandom,
}

enum Key {
    P256(Box<EcdsaKeyPair>),
    Rsa(Box<RsaKeyPair>),
}

/// What a seal is kept as: the private key in PKCS#8 and the certificate, both in DER.
pub(super) struct Fresh {
    /// The private key, PKCS#8.
    pub private: Vec<u8>,
    /// The certificate.
    pub certificate: Vec<u8>,
}

impl PaperSeal {
    /// Makes a P-256 key and a self-signed certificate in `name`, valid for twenty years from `now`.
    ///
    /// # Errors
    /// When the machine has no randomness.
    pub(super) fn fresh(name: &str, now: Instant) -> Result<Fresh, Fault> {
        let random = SystemRandom::new();
        let failed = |why: &dyn std::fmt::Display| Fault::new(format!("seal: {why}"));
        let private =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).map_err(|e| failed(&e))?;
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, private.as_ref(), &random)
            .map_err(|e| failed(&e))?;
        let certificate = self_signed(name, pair.public_key().as_ref(), now, |body| {
            let fixed = pair.sign(&random, body).map_err(|e| failed(&e))?;
            ecdsa_in_der(fixed.as_ref()).ok_or_else(|| failed(&"no signature"))
        })?;
        Ok(Fresh { private: private.as_ref().to_vec(), certificate })
    }

    /// The seal of a private key (PKCS#8, P-256 or RSA of 2048 bits or more) and its certificate; those in `chain` travel
    /// along.
    ///
    /// # Errors
    /// When the key is of another kind, or not the one the certificate speaks of.
    pub fn new(private: &[u8], certificate: Vec<u8>, chain: &[Vec<u8>]) -> Result<Self, Fault> {
        let random = SystemRandom::new();
        let unusable =
            |why: &dyn std::fmt::Display| Fault::new(format!("seal: the private key cannot be used ({why})"));
        let read = Certificate::read(&certificate)
            .ok_or_else(|| Fault::new("seal: the certificate cannot be read, or its key is neither P-256 nor RSA"))?;
        let lifetime =
            read.lifetime.ok_or_else(|| Fault::new("seal: the certificate does not say how long it is valid"))?;
        let (key, fits) = match read.key {
            CertifiedKey::P256(point) => {
                let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, private, &random)
                    .map_err(|e| unusable(&e))?;
                let fits = pair.public_key().as_ref() == point;
                (Key::P256(Box::new(pair)), fits)
            }
            CertifiedKey::Rsa(public) => {
                let pair = RsaKeyPair::from_pkcs8(private).map_err(|e| unusable(&e))?;
                let fits = pair.public_key().as_ref() == public;
                (Key::Rsa(Box::new(pair)), fits)
            }
        };
        if !fits {
            return Err(Fault::new("seal: the certificate speaks of another key"));
        }
        // Those that travel along stand in the order in which a seal can be rebuilt from what it carries.
        let mut others: Vec<Vec<u8>> = chain.iter().filter(|one| **one != certificate).cloned().collect();
        others.sort();
        others.dedup();
        let all: Vec<Vec<u8>> = std::iter::once(certificate.clone()).chain(others).collect();
        let shape = Shape::of(&all).ok_or_else(|| Fault::new("seal: the certificate cannot be read"))?;
        Ok(Self { key, shape, id: fingerprint(&certificate), certificate, lifetime, random })
    }

    /// The fingerprint of its certificate.
    #[must_use]
    pub fn id(&self) -> SealId {
        self.id
    }

    /// From when until when its certificate is valid.
    #[must_use]
    pub fn lifetime(&self) -> Lifetime {
        self.lifetime
    }

    /// Its certificate, DER.
    #[must_use]
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// Seals a paper whose bytes (those the seal covers) have this SHA-256.
    ///
    /// Two seals of the same paper differ, because ECDSA is fed with fresh randomness; their length varies by a byte or two.
    ///
    /// # Errors
    /// When the machine has no randomness.
    pub fn sign(&self, digest: &[u8; 32]) -> Result<Vec<u8>, Fault> {
        let to_be_signed = self.shape.to_be_signed(digest);
        let failed = || Fault::new("seal: signing failed");
        let signature = match &self.key {
            Key::P256(pair) => {
                let fixed = pair.sign(&self.random, &to_be_signed).map_err(|_| failed())?;
                ecdsa_in_der(fixed.as_ref()).ok_or_else(failed)?
            }
            Key::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &self.random, &to_be_signed, &mut signature).map_err(|_| failed())?;
                signature
            }
        };
        Ok(self.shape.sealed(&to_be_signed, &signature))
    }

    /// The most bytes a seal can have: what a PDF must leave room for.
    #[must_use]
    pub fn longest(&self) -> usize {
        let signature = match &self.key {
            Key::P256(_) => LONGEST_ECDSA,
            Key::Rsa(pair) => pair.public().modulus_len(),
        };
        self.shape.sealed(&self.shape.to_be_signed(&[0; 32]), &vec![0; signature]).len()
    }
}

/// How long the certificate (DER) of a seal is valid; `None` if it does not say.
#[must_use]
pub fn lifetime_of(certificate: &[u8]) -> Option<Lifetime> {
    Certificate::read(certificate)?.lifetime
}

impl std::fmt::Debug for PaperSeal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PaperSeal({})", self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::super::cms::verify_cms;
    use super::*;

    fn seal() -> PaperSeal {
        let fresh = PaperSeal::fresh("Plattform för kurser", Instant::from_millis(1_700_000_000_000)).expect("a key");
        PaperSeal::new(&fresh.private, fresh.certificate, &[]).expect("a seal")
    }

    #[test]
    fn a_seal_holds_for_its_paper_and_says_whose_it_is() {
        let seal = seal();

        let signed = seal.sign(&[9; 32]).expect("signed");

        let sealed = verify_cms(&signed, &[9; 32]).expect("holds");
        assert_eq!((sealed.by, sealed.name.as_str()), (seal.id(), "Plattform för kurser"));
        assert!(verify_cms(&signed, &[8; 32]).is_err());
        assert!(signed.len() <= seal.longest(), "{} > {}", signed.len(), seal.longest());
    }

    #[test]
    fn no_altered_seal_holds() {
        let signed = seal().sign(&[9; 32]).expect("signed");

        let holding = (0..signed.len()).flat_map(|place| (0..8).map(move |bit| (place, bit))).filter(|(place, bit)| {
            let mut altered = signed.clone();
            altered[*place] ^= 1 << bit;
            verify_cms(&altered, &[9; 32]).is_ok()
        });

        // A bit of the certificate makes another certificate, of which the seal's attributes do not speak.
        assert_eq!(holding.count(), 0);
        assert!(verify_cms(&[signed, vec![0]].concat(), &[9; 32]).is_err());
    }
}
