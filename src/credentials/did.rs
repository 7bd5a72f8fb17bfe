//! The document behind `did:web:HOST`: every key that ever signed, and who we are.

use super::issuer::Issuer;
use super::multibase::{from_multikey, multikey};
use crate::kernel::Instant;
use crate::seals::{KeyKind, PublicKey, Published};
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
/// Retired keys stand in it like those in use: what they signed stays good. When they were retired, the companion says.
#[must_use]
pub fn document(issuer: &Issuer, keys: &[DatedKey]) -> Value {
    let did = issuer.did();
    let methods: Vec<Value> = keys
        .iter()
        .map(|key| {
            json!({
                "id": issuer.method(key.public.id()),
                "type": "Multikey",
                "controller": did,
                "publicKeyMultibase": multikey(&key.public),
            })
        })
        .collect();
    let names: Vec<String> = keys.iter().map(|key| issuer.method(key.public.id())).collect();
    json!({
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "alsoKnownAs": [issuer.url],
        "verificationMethod": methods,
        "assertionMethod": names,
        "service": [{ "id": format!("{did}#issuer"), "type": "LinkedDomains", "serviceEndpoint": issuer.url }],
    })
}

/// The profile of the issuer as Open Badges writes it.
#[must_use]
pub fn profile(issuer: &Issuer) -> Value {
    json!({
        "@context": super::badge::CONTEXTS,
        "id": issuer.did(),
        "type": ["Profile"],
        "name": issuer.name,
        "url": issuer.url,
    })
}

/// The keys in a document at `/.well-known/did.json`; `None` if it is none.
#[must_use]
pub fn read(text: &str) -> Option<Vec<PublicKey>> {
    let document: Value = serde_json::from_str(text).ok()?;
    let methods = document.get("verificationMethod")?.as_array()?;
    let keys: Vec<PublicKey> =
        methods.iter().filter_map(|method| from_multikey(method.get("publicKeyMultibase")?.as_str()?)).collect();
    (!keys.is_empty()).then_some(keys)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{issuer, key};
    use super::*;

    #[test]
    fn every_key_stands_in_the_document_and_reads_back() {
        let retired = DatedKey {
            public: PublicKey::new([3; 32]),
            created_at: Instant::from_millis(0),
            retired_at: Some(Instant::from_millis(5)),
        };
        let active = DatedKey { public: key().public(), created_at: Instant::from_millis(5), retired_at: None };

        let document = document(&issuer(), &[retired, active]);

        assert_eq!(document["id"], "did:web:intyg.example.org");
        assert_eq!(document["assertionMethod"].as_array().map(Vec::len), Some(2));
        assert_eq!(read(&document.to_string()), Some(vec![retired.public, active.public]));
        assert_eq!(profile(&issuer())["id"], document["id"]);
    }
}
