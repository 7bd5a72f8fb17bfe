//! The document behind `did:web:HOST`: every key that ever signed, and who we are.

use super::issuer::Issuer;
use super::multibase::{from_multikey, multikey};
use crate::kernel::Instant;
use crate::seals::{self, KeyKind, PublicKey, Published, SealId};
use serde_json::{Value, json};

/// A signing key's public half and when it signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatedKey {
    /// The public half.
    pub public: PublicKey,
    /// When it was made.
    pub created_at: Instant,
    /// When it ceased to sign.
    pub retired_at: Option<Instant>,
}

/// The signing keys among what is published, in the same order.
#[must_use]
pub fn signing_keys(published: &[Published]) -> Vec<DatedKey> {
    let signing = published.iter().filter(|one| one.kind == KeyKind::Signing);
    let dated = signing.filter_map(|one| {
        let public = PublicKey::new(one.public.as_slice().try_into().ok()?);
        Some(DatedKey { public, created_at: one.created_at, retired_at: one.retired_at })
    });
    dated.collect()
}

/// The document at `/.well-known/did.json`, with the profile of the issuer as a service.
///
/// Retired keys stand in it like those in use: what they signed stays good. When they were retired, the companion says. Paper
/// seals stand in it, too, each with its certificate, but under no purpose (DID Core, 5.2 and 5.3): they seal files and can make
/// no credential.
#[must_use]
pub fn document(issuer: &Issuer, published: &[Published]) -> Value {
    let did = issuer.did();
    let keys = signing_keys(published);
    let multikey = |key: &DatedKey| {
        json!({
            "id": issuer.method(key.public.id()),
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": multikey(&key.public),
        })
    };
    let web_key = |seal: &Published| {
        let jwk = seals::public_jwk(&seal.public)?;
        Some(json!({
            "id": format!("{did}#{}", seal.id), "type": "JsonWebKey", "controller": did, "publicKeyJwk": jwk,
        }))
    };
    let sealing = published.iter().filter(|one| one.kind == KeyKind::Seal).filter_map(web_key);
    let methods: Vec<Value> = keys.iter().map(multikey).chain(sealing).collect();
    let names: Vec<String> = keys.iter().map(|key| issuer.method(key.public.id())).collect();
    json!({
        "@context": [
            "https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1", "https://w3id.org/security/jwk/v1",
        ],
        "id": did,
        "alsoKnownAs": [issuer.url],
        "verificationMethod": methods,
        "assertionMethod": names,
        "service": [{ "id": format!("{did}#issuer"), "type": "LinkedDomains", "serviceEndpoint": issuer.url }],
    })
}

/// What a document at `/.well-known/did.json` holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Every signing key.
    pub keys: Vec<PublicKey>,
    /// Every paper seal.
    pub seals: Vec<SealId>,
}

/// The keys and seals in a document at `/.well-known/did.json`; `None` if it is none.
///
/// A companion is none whatever else stands in it: who hands one over does not mean to trust its keys.
#[must_use]
pub fn read(text: &str) -> Option<Known> {
    let document: Value = serde_json::from_str(text).ok()?;
    document.get("id")?.as_str()?.strip_prefix("did:web:")?;
    if document.get("format").is_some() {
        return None;
    }
    let methods = document.get("verificationMethod")?.as_array()?;
    let keys: Vec<PublicKey> =
        methods.iter().filter_map(|method| from_multikey(method.get("publicKeyMultibase")?.as_str()?)).collect();
    let seals = methods.iter().filter_map(|method| seals::seal_of_jwk(method.get("publicKeyJwk")?)).collect();
    (!keys.is_empty()).then_some(Known { keys, seals })
}

#[cfg(test)]
mod tests {
    use super::super::samples::{issuer, key};
    use super::*;
    use crate::seals::KeyRing;

    fn signing(public: PublicKey, at: i64, retired_at: Option<i64>) -> Published {
        Published {
            id: public.id().to_string(),
            kind: KeyKind::Signing,
            public: public.bytes().to_vec(),
            created_at: Instant::from_millis(at),
            retired_at: retired_at.map(Instant::from_millis),
        }
    }

    #[test]
    fn every_key_and_every_seal_stands_in_the_document_and_reads_back() {
        let retired = PublicKey::new([3; 32]);
        let ring = KeyRing::for_tests([9; 32], Instant::from_millis(0)).expect("a ring");
        let seal = ring.published().into_iter().find(|one| one.kind == KeyKind::Seal).expect("a seal");
        let published = [signing(retired, 0, Some(5)), signing(key().public(), 5, None), seal.clone()];

        let document = document(&issuer(), &published);

        let known = Known { keys: vec![retired, key().public()], seals: vec![ring.seal().id()] };
        assert_eq!(document["id"], "did:web:intyg.example.org");
        assert_eq!(read(&document.to_string()), Some(known));
    }

    #[test]
    fn a_seal_is_named_for_no_purpose() {
        let ring = KeyRing::for_tests([9; 32], Instant::from_millis(0)).expect("a ring");

        let document = document(&issuer(), &ring.published());

        let methods = document["verificationMethod"].as_array().expect("methods");
        let name = format!("did:web:intyg.example.org#{}", ring.seal().id());
        assert!(methods.iter().any(|method| method["id"] == name && method["type"] == "JsonWebKey"), "{methods:?}");
        assert_eq!(document["assertionMethod"], json!([issuer().method(ring.signing().id())]));
    }
}
