//! The signed companion of the document of keys: what the numbers in a QR payload mean.
//!
//! A payload has no room for words: it says award 7 and key 3f2a…, and this document says what award 7 is called and who
//! signs with that key. Signed over its canonical JSON (RFC 8785) without the member `signature`, so that a page that is
//! offline can keep it and still know that it is ours.

use super::did::DatedKey;
use super::issuer::Issuer;
use super::multibase::{base64url, from_base64url, multikey};
use super::proof::{moment, read_moment};
use super::refusal::Refusal;
use crate::kernel::{Instant, Lang};
use crate::seals::{KeyId, KeyKind, PublicKey, Published, SigningKey};
use serde_json::{Map, Value, json};

/// What an award number means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Award {
    /// The number in payloads: an award title's, or 0 for taking part.
    pub number: u64,
    /// Its Swedish name.
    pub sv: String,
    /// Its English name.
    pub en: String,
}

impl Award {
    /// The award of those who took part and did not complete.
    #[must_use]
    pub fn attendance() -> Self {
        Self { number: 0, sv: "närvarointyg".to_owned(), en: "certificate of attendance".to_owned() }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self, lang: Lang) -> &str {
        lang.say(&self.sv, &self.en)
    }
}

/// What the companion is made of.
#[derive(Debug, Clone, Copy)]
pub struct Companion<'a> {
    /// Who issues.
    pub issuer: &'a Issuer,
    /// Scheme and host of everything papers ever carried.
    pub hosts: &'a [String],
    /// Every award but 0, which is always there.
    pub awards: &'a [Award],
    /// Every signing key.
    pub keys: &'a [DatedKey],
    /// Every key that was ever used, of which the paper seals are named by their fingerprints.
    pub published: &'a [Published],
    /// The numbers of all status lists, so that a page can fetch them before it is offline.
    pub lists: &'a [i64],
}

impl Companion<'_> {
    /// The JSON text served at `/.well-known/stafett-keys.json`, signed with `key` at `now`.
    #[must_use]
    pub fn sign(&self, key: &SigningKey, now: Instant) -> String {
        let mut awards = Map::new();
        for award in std::iter::once(&Award::attendance()).chain(self.awards) {
            awards.insert(award.number.to_string(), json!({ "sv": award.sv, "en": award.en }));
        }
        let keys: Vec<Value> = self
            .keys
            .iter()
            .map(|key| {
                json!({
                    "id": key.public.id().to_string(),
                    "public": multikey(&key.public),
                    "created": moment(key.created_at),
                    "retired": key.retired_at.map(moment),
                })
            })
            .collect();
        let seals: Vec<Value> = self
            .published
            .iter()
            .filter(|one| one.kind == KeyKind::Seal)
            .map(
                |one| json!({ "id": one.id, "created": moment(one.created_at), "retired": one.retired_at.map(moment) }),
            )
            .collect();
        let mut document = json!({
            "format": 1,
            "as_of": moment(now),
            "issuer": { "id": self.issuer.did(), "name": self.issuer.name, "url": self.issuer.url },
            "hosts": self.hosts,
            "awards": awards,
            "keys": keys,
            "seals": seals,
            "lists": self.lists,
        });
        let signature = key.sign(canonical(&document).as_bytes());
        document["signature"] = json!({ "key": key.id().to_string(), "value": base64url(&signature) });
        canonical(&document)
    }
}

/// A companion that was verified: words and addresses, and no key.
///
/// The keys and seals that stand in it are not read: it is signed by one of them, so whoever forges one could bring their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The issuer's name.
    pub issuer: String,
    /// The moment it speaks of.
    pub as_of: Instant,
    /// Scheme and host of everything papers ever carried.
    pub hosts: Vec<String>,
    /// Every award.
    pub awards: Vec<Award>,
}

impl Known {
    /// What an award number means, if it is known.
    #[must_use]
    pub fn award(&self, number: u64) -> Option<&Award> {
        self.awards.iter().find(|award| award.number == number)
    }
}

/// Reads and verifies a companion.
///
/// `trusted` are keys had otherwise, as from did.json: one of them must have signed it, whatever keys stand in it.
///
/// # Errors
/// Says what does not hold.
pub fn verify(text: &str, trusted: &[PublicKey]) -> Result<Known, Refusal> {
    let mut document: Value = serde_json::from_str(text).map_err(|_| Refusal::Form)?;
    let known = read(&document).ok_or(Refusal::Form)?;
    let signature = document.as_object_mut().and_then(|members| members.remove("signature")).ok_or(Refusal::Form)?;
    let field = |name: &str| signature.get(name).and_then(Value::as_str).ok_or(Refusal::Form);
    let id = KeyId::parse(field("key")?).ok_or(Refusal::Form)?;
    let value = from_base64url(field("value")?).ok_or(Refusal::Form)?;
    let mut candidates = trusted.iter().filter(|key| key.id() == id).peekable();
    candidates.peek().ok_or(Refusal::UnknownKey(id))?;
    let signed = canonical(&document);
    if candidates.any(|key| key.verifies(signed.as_bytes(), &value)) { Ok(known) } else { Err(Refusal::Signature) }
}

fn read(document: &Value) -> Option<Known> {
    if document.get("format")?.as_u64()? != 1 {
        return None;
    }
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let award = |(number, names): (&String, &Value)| {
        Some(Award { number: number.parse().ok()?, sv: text(names, "sv")?, en: text(names, "en")? })
    };
    let hosts = document.get("hosts")?.as_array()?.iter();
    Some(Known {
        issuer: text(document.get("issuer")?, "name")?,
        as_of: read_moment(document.get("as_of")?.as_str()?)?,
        hosts: hosts.map(|host| host.as_str().map(str::to_owned)).collect::<Option<_>>()?,
        awards: document.get("awards")?.as_object()?.iter().map(award).collect::<Option<_>>()?,
    })
}

/// Canonical JSON (RFC 8785) of what stands in a companion: texts, lists, objects, null and whole numbers.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let mut names: Vec<&String> = members.keys().collect();
            // The standard sorts by UTF-16; member names of ours are ASCII, where that is the same.
            names.sort();
            let written =
                names.into_iter().map(|name| format!("{}:{}", Value::from(name.as_str()), canonical(&members[name])));
            format!("{{{}}}", written.collect::<Vec<_>>().join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{issuer, key};
    use super::*;
    use crate::seals::SealId;

    fn text() -> String {
        let keys = [DatedKey { public: key().public(), created_at: Instant::from_millis(0), retired_at: None }];
        let awards = [Award { number: 7, sv: "Handledare \"A\"".to_owned(), en: "Tutor".to_owned() }];
        let hosts = ["https://intyg.example.org".to_owned()];
        let published = [Published {
            id: SealId([7; 32]).to_string(),
            kind: KeyKind::Seal,
            public: Vec::new(),
            created_at: Instant::from_millis(0),
            retired_at: None,
        }];
        let (published, lists) = (&published[..], &[1, 2][..]);
        let companion = Companion { issuer: &issuer(), hosts: &hosts, awards: &awards, keys: &keys, published, lists };
        companion.sign(&key(), Instant::from_millis(1_386_943_500_000))
    }

    #[test]
    fn a_companion_says_what_numbers_mean() {
        let known = verify(&text(), &[key().public()]).expect("holds");

        assert_eq!(known.issuer, "Plattform \"Intyg\" för kurser");
        assert_eq!(known.award(7).map(|award| award.name(Lang::En)), Some("Tutor"));
        assert_eq!(known.award(0).map(|award| award.name(Lang::Sv)), Some("närvarointyg"));
        assert_eq!(known.hosts, ["https://intyg.example.org"]);
    }

    #[test]
    fn no_companion_vouches_for_itself() {
        assert_eq!(verify(&text(), &[]), Err(Refusal::UnknownKey(key().id())));
    }

    #[test]
    fn an_altered_companion_is_refused() {
        let text = text();

        assert_eq!(verify(&text.replace("Tutor", "Doctor"), &[key().public()]), Err(Refusal::Signature));
        assert_eq!(verify(&text, &[PublicKey::new([1; 32])]), Err(Refusal::UnknownKey(key().id())));
        assert_eq!(verify(&text.replace("\"format\":1", "\"format\":2"), &[key().public()]), Err(Refusal::Form));
    }
}
