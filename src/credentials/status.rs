//! The list that says which credentials are revoked (W3C Bitstring Status List 1.0).
//!
//! 131 072 bits, so that asking for a list tells nobody which credential is meant; places are given at random.

use super::issuer::{Issuer, iri};
use super::multibase::{base64url, from_base64url};
use super::nquads::{Node, Quads, TYPE};
use super::proof::{DATE_TIME, Proof, moment, read_moment};
use super::refusal::Refusal;
use crate::kernel::Instant;
use crate::seals::{PublicKey, SigningKey};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use std::io::{Read, Write};

/// Bits in a list, the least the standard allows.
pub const BITS: u32 = 131_072;
const BYTES: usize = 16_384;
const CONTEXT: &str = "https://www.w3.org/ns/credentials/v2";
const TYPES: [&str; 2] = ["VerifiableCredential", "BitstringStatusListCredential"];

/// Which places of a list are revoked.
#[derive(Clone, PartialEq, Eq)]
pub struct StatusList(Vec<u8>);

impl std::fmt::Debug for StatusList {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StatusList({} revoked)", self.revoked())
    }
}

impl StatusList {
    /// A list on which nothing is revoked.
    #[must_use]
    pub fn empty() -> Self {
        Self(vec![0; BYTES])
    }

    /// The list of these 16 384 bytes, as [`StatusList::bytes`] gives them; `None` for another length.
    #[must_use]
    pub fn of(bytes: Vec<u8>) -> Option<Self> {
        (bytes.len() == BYTES).then_some(Self(bytes))
    }

    /// The bits in bytes; place 0 is the highest bit of the first.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Marks a place as revoked; a place beyond the list is nowhere.
    pub fn revoke(&mut self, index: u32) {
        if let Some(byte) = usize::try_from(index / 8).ok().and_then(|at| self.0.get_mut(at)) {
            *byte |= 0x80 >> (index % 8);
        }
    }

    /// Whether a place is revoked; `None` beyond the list.
    #[must_use]
    pub fn is_revoked(&self, index: u32) -> Option<bool> {
        let byte = self.0.get(usize::try_from(index / 8).ok()?)?;
        Some(byte & (0x80 >> (index % 8)) != 0)
    }

    /// How many places are revoked.
    #[must_use]
    pub fn revoked(&self) -> u32 {
        self.0.iter().map(|byte| byte.count_ones()).sum()
    }

    /// The list as documents carry it: gzip, then base 64 for addresses with the letter `u` in front.
    #[must_use]
    pub fn encoded(&self) -> String {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        // Writing into memory cannot fail.
        let packed = gzip.write_all(&self.0).and_then(|()| gzip.finish()).unwrap_or_default();
        base64url(&packed)
    }

    /// Reads an encoded list; `None` for anything but 131 072 bits.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        let packed = from_base64url(text)?;
        let mut bytes = Vec::with_capacity(BYTES + 1);
        // One byte more than a list has, so that one that is too long is seen and never unpacked whole.
        GzDecoder::new(&packed[..]).take(BYTES as u64 + 1).read_to_end(&mut bytes).ok()?;
        Self::of(bytes)
    }

    /// The signed credential of this list, as it is served at `/status/<number>`; `now` is the moment it speaks of.
    ///
    /// # Errors
    /// When an address cannot stand in it.
    pub fn sign(&self, issuer: &Issuer, number: i64, key: &SigningKey, now: Instant) -> Result<String, Refusal> {
        let id = issuer.status_list(number);
        let list = Listed {
            id: format!("{id}#list"),
            kind: "BitstringStatusList".to_owned(),
            status_purpose: "revocation".to_owned(),
            encoded_list: self.encoded(),
        };
        let kind = TYPES.map(str::to_owned).to_vec();
        let context = vec![CONTEXT.to_owned()];
        let (valid_from, issuer_id) = (moment(now), issuer.did());
        let mut document =
            Document { context, id, kind, issuer: issuer_id, valid_from, credential_subject: list, proof: None };
        let canonical = document.canonical().ok_or(Refusal::Form)?;
        document.proof = Some(Proof::make(&canonical, key, &issuer.method(key.id()), now));
        serde_json::to_string(&document).map_err(|_| Refusal::Form)
    }
}

/// A list that was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Its address.
    pub id: String,
    /// The moment it speaks of.
    pub as_of: Instant,
    /// Its places.
    pub list: StatusList,
}

/// Reads and verifies the credential of a list.
///
/// # Errors
/// Says what does not hold.
pub fn verify(text: &str, known: &[PublicKey]) -> Result<Published, Refusal> {
    let document: Document = serde_json::from_str(text).map_err(|_| Refusal::Form)?;
    let proof = document.proof.clone().ok_or(Refusal::Form)?;
    let list = &document.credential_subject;
    let is_ours = document.context == [CONTEXT]
        && document.kind == TYPES
        && list.id == format!("{}#list", document.id)
        && list.kind == "BitstringStatusList"
        && list.status_purpose == "revocation"
        && [&document.id, &document.issuer].into_iter().all(|address| iri(address).is_ok())
        && list.encoded_list.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"')
        && serde_json::to_string(&document).is_ok_and(|ours| ours == text);
    let as_of = read_moment(&document.valid_from).filter(|_| is_ours).ok_or(Refusal::Form)?;
    proof.verify(&document.canonical().ok_or(Refusal::Form)?, &document.issuer, known)?;
    let list = StatusList::decode(&list.encoded_list).ok_or(Refusal::Form)?;
    Ok(Published { id: document.id, as_of, list })
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Document {
    #[serde(rename = "@context")]
    context: Vec<String>,
    id: String,
    #[serde(rename = "type")]
    kind: Vec<String>,
    issuer: String,
    valid_from: String,
    credential_subject: Listed,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    proof: Option<Proof>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Listed {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    status_purpose: String,
    encoded_list: String,
}

macro_rules! status {
    ($term:literal) => {
        concat!("https://www.w3.org/ns/credentials/status#", $term)
    };
}
macro_rules! vc {
    ($term:literal) => {
        concat!("https://www.w3.org/2018/credentials#", $term)
    };
}

impl Document {
    fn canonical(&self) -> Option<String> {
        let mut quads = Quads::default();
        let (whole, list) = (Node::iri(self.id.as_str()), &self.credential_subject);
        let about = Node::iri(list.id.as_str());
        quads.say(&whole, TYPE, Node::iri(vc!("VerifiableCredential")));
        quads.say(&whole, TYPE, Node::iri(status!("BitstringStatusListCredential")));
        quads.say(&whole, vc!("issuer"), Node::iri(self.issuer.as_str()));
        quads.say(&whole, vc!("validFrom"), Node::Typed(self.valid_from.as_str().into(), DATE_TIME));
        quads.say(&whole, vc!("credentialSubject"), about.clone());
        quads.say(&about, TYPE, Node::iri(status!("BitstringStatusList")));
        quads.say(&about, status!("statusPurpose"), Node::text(list.status_purpose.as_str()));
        let encoded = Node::Typed(list.encoded_list.as_str().into(), "https://w3id.org/security#multibase");
        quads.say(&about, status!("encodedList"), encoded);
        quads.canonical()
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{issuer, key};
    use super::*;

    #[test]
    fn a_list_reads_back_with_its_revoked_places() {
        let key = key();
        let mut list = StatusList::empty();
        for index in [0, 7, 8, 94_567, BITS - 1, BITS] {
            list.revoke(index);
        }

        let text = list.sign(&issuer(), 3, &key, Instant::from_millis(1_386_943_500_000)).expect("signed");

        let read = verify(&text, &[key.public()]).expect("holds");
        assert_eq!(read.list, list);
        assert_eq!((read.id.as_str(), read.list.revoked()), ("https://intyg.example.org/status/3", 5));
        assert_eq!((read.list.is_revoked(8), read.list.is_revoked(9)), (Some(true), Some(false)));
        assert_eq!(read.list.is_revoked(BITS), None);
        assert_eq!(list.bytes()[0], 0b1000_0001);
    }

    #[test]
    fn an_altered_list_and_one_of_another_length_are_refused() {
        let key = key();
        let text = StatusList::empty().sign(&issuer(), 3, &key, Instant::from_millis(0)).expect("signed");
        let mut revoked = StatusList::empty();
        revoked.revoke(5);
        let other = text.replace(&StatusList::empty().encoded(), &revoked.encoded());

        assert_eq!(verify(&other, &[key.public()]), Err(Refusal::Signature));
        assert_eq!(verify(&text.replace("status/3", "status/4"), &[key.public()]), Err(Refusal::Signature));
        let long = StatusList(vec![0; BYTES + 1]);
        assert_eq!(StatusList::decode(&long.encoded()), None);
        assert_eq!(StatusList::decode("u"), None);
    }
}
