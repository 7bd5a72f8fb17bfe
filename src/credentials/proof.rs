//! The Data Integrity proof `eddsa-rdfc-2022` (W3C Data Integrity `EdDSA` Cryptosuites v1.0).

use super::multibase::{base58, from_base58};
use super::refusal::Refusal;
use crate::kernel::Instant;
use crate::seals::{KeyId, PublicKey, SigningKey};
use chrono::{DateTime, SecondsFormat, Utc};
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};

const KIND: &str = "DataIntegrityProof";
const CRYPTOSUITE: &str = "eddsa-rdfc-2022";
const PURPOSE: &str = "assertionMethod";
/// The type of moments in statements.
pub const DATE_TIME: &str = "http://www.w3.org/2001/XMLSchema#dateTime";

/// A proof as it stands in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Proof {
    #[serde(rename = "type")]
    kind: String,
    created: String,
    verification_method: String,
    cryptosuite: String,
    #[serde(rename = "proofPurpose")]
    purpose: String,
    #[serde(rename = "proofValue")]
    value: String,
}

impl Proof {
    /// Signs the document with this canonical text; `method` is what the key is called.
    #[must_use]
    pub fn make(canonical: &str, key: &SigningKey, method: &str, created: Instant) -> Self {
        let created = moment(created);
        let hash = hash_of(&options(&created, method), canonical);
        Self {
            kind: KIND.to_owned(),
            created,
            verification_method: method.to_owned(),
            cryptosuite: CRYPTOSUITE.to_owned(),
            purpose: PURPOSE.to_owned(),
            value: base58(&key.sign(&hash)),
        }
    }

    /// Whether the document with this canonical text is signed by `issuer` with a key of `known`.
    ///
    /// # Errors
    /// Says what does not hold.
    pub fn verify(&self, canonical: &str, issuer: &str, known: &[PublicKey]) -> Result<KeyId, Refusal> {
        let sound = self.kind == KIND
            && self.cryptosuite == CRYPTOSUITE
            && self.purpose == PURPOSE
            && read_moment(&self.created).is_some();
        let id = self.verification_method.strip_prefix(issuer).and_then(|rest| rest.strip_prefix('#'));
        let id = id.and_then(KeyId::parse).filter(|_| sound).ok_or(Refusal::Form)?;
        let signature = from_base58(&self.value).filter(|bytes| base58(bytes) == self.value);
        let signature = signature.filter(|bytes| bytes.len() == 64).ok_or(Refusal::Form)?;
        let hash = hash_of(&options(&self.created, &self.verification_method), canonical);
        let mut candidates = known.iter().filter(|key| key.id() == id).peekable();
        candidates.peek().ok_or(Refusal::UnknownKey(id))?;
        if candidates.any(|key| key.verifies(&hash, &signature)) { Ok(id) } else { Err(Refusal::Signature) }
    }
}

/// The canonical text of the proof's options: everything in it but the signature.
fn options(created: &str, method: &str) -> String {
    format!(
        "_:c14n0 <http://purl.org/dc/terms/created> \"{created}\"^^<{DATE_TIME}> .\n\
         _:c14n0 <{}> <https://w3id.org/security#DataIntegrityProof> .\n\
         _:c14n0 <https://w3id.org/security#cryptosuite> \"{CRYPTOSUITE}\"^^<https://w3id.org/security#cryptosuiteString> .\n\
         _:c14n0 <https://w3id.org/security#proofPurpose> <https://w3id.org/security#{PURPOSE}> .\n\
         _:c14n0 <https://w3id.org/security#verificationMethod> <{method}> .\n",
        super::nquads::TYPE
    )
}

/// What is signed: the hash of the options, then that of the document.
fn hash_of(options: &str, canonical: &str) -> [u8; 64] {
    let mut both = [0; 64];
    both[..32].copy_from_slice(digest(&SHA256, options.as_bytes()).as_ref());
    both[32..].copy_from_slice(digest(&SHA256, canonical.as_bytes()).as_ref());
    both
}

/// A moment as documents carry it: UTC, to the second.
#[must_use]
pub fn moment(instant: Instant) -> String {
    DateTime::<Utc>::from_timestamp_millis(instant.millis())
        .unwrap_or_default()
        .to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Reads a [`moment`], and nothing else.
#[must_use]
pub fn read_moment(text: &str) -> Option<Instant> {
    let read = DateTime::parse_from_rfc3339(text).ok()?;
    let instant = Instant::from_millis(read.timestamp_millis());
    (moment(instant) == text).then_some(instant)
}

#[cfg(test)]
mod tests {
    use super::super::multibase::{from_multikey, multikey};
    use super::super::nquads::{Node, Quads};
    use super::*;
    use data_encoding::HEXLOWER;

    /// The key pair all vectors are made with.
    const PUBLIC: &str = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
    const PRIVATE: &str = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq";

    struct Vector {
        document: &'static str,
        options: &'static str,
        hash: &'static str,
        signature: &'static str,
    }

    macro_rules! vector {
        ($folder:literal) => {
            Vector {
                document: include_str!(concat!("vectors/", $folder, "/document.nq")),
                options: include_str!(concat!("vectors/", $folder, "/proof.nq")),
                hash: include_str!(concat!("vectors/", $folder, "/hash.txt")),
                signature: include_str!(concat!("vectors/", $folder, "/signature.txt")),
            }
        };
    }

    const VECTORS: [Vector; 2] = [vector!("alumni"), vector!("employ")];

    fn key() -> SigningKey {
        // Two bytes of multicodec (0x8026), then the seed.
        let bytes = from_base58(PRIVATE).expect("base 58");
        SigningKey::of_seed(bytes[2..].try_into().expect("32 bytes")).expect("a key")
    }

    #[test]
    fn the_official_vectors_are_hashed_and_signed_as_published() {
        let key = key();
        assert_eq!(multikey(&key.public()), PUBLIC);
        for vector in VECTORS {
            let method = format!("did:key:{PUBLIC}#{PUBLIC}");

            let options = options("2023-02-24T23:36:38Z", &method);
            let hash = hash_of(&options, vector.document);

            assert_eq!(options, vector.options);
            assert_eq!(HEXLOWER.encode(&hash), vector.hash.trim());
            assert_eq!(base58(&key.sign(&hash)), vector.signature.trim());
            let signature = from_base58(vector.signature.trim()).expect("base 58");
            assert!(from_multikey(PUBLIC).is_some_and(|public| public.verifies(&hash, &signature)));
        }
    }

    /// Reads canonical N-Quads back, the blank nodes numbered the other way round.
    fn read(text: &'static str) -> Quads<'static> {
        let node = |term: &'static str| match term.strip_prefix("_:c14n") {
            Some(number) => Node::Blank(2 - number.parse::<usize>().expect("a number")),
            None if term.starts_with('<') => Node::iri(term.trim_matches(['<', '>'])),
            None => match term.split_once("\"^^<") {
                Some((value, kind)) => Node::Typed(value.trim_start_matches('"').into(), kind.trim_end_matches('>')),
                None => Node::text(term.trim_matches('"')),
            },
        };
        let mut quads = Quads::default();
        for _ in 0..3 {
            quads.blank();
        }
        for line in text.lines().rev() {
            let (subject, rest) = line.split_once(" <").expect("a predicate");
            let (predicate, object) = rest.split_once("> ").expect("an object");
            quads.say(&node(subject), predicate, node(object.strip_suffix(" .").expect("an end")));
        }
        quads
    }

    #[test]
    fn the_official_document_gets_its_blank_nodes_named_as_published() {
        let document = VECTORS[1].document;

        let canonical = read(document).canonical();

        assert_eq!(canonical.as_deref(), Some(document));
    }

    #[test]
    fn a_moment_has_one_form() {
        assert_eq!(moment(Instant::from_millis(1_386_943_500_999)), "2013-12-13T14:05:00Z");
        assert_eq!(read_moment("2013-12-13T14:05:00Z"), Some(Instant::from_millis(1_386_943_500_000)));
        assert_eq!(read_moment("2013-12-13T15:05:00+01:00"), None);
    }
}
