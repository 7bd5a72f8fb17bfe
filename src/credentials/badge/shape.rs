//! The credential as JSON and as statements; the two say the same.

use super::super::facts::{BadgeFacts, Recipient};
use super::super::issuer::{Issuer, plain};
use super::super::nquads::{Node, Quads, TYPE};
use super::super::proof::{DATE_TIME, Proof, moment, read_moment};
use crate::kernel::{EmailAddress, Instant};
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};

/// The contexts, by which others read the JSON; vendored for tests in `tests/credential/contexts`.
pub const CONTEXTS: [&str; 2] =
    ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/vc/ob/v3p0/context-3.0.3.json"];
const TYPES: [&str; 2] = ["VerifiableCredential", "OpenBadgeCredential"];
const PROFILE: &str = "Profile";
const SUBJECT: &str = "AchievementSubject";
const ACHIEVEMENT: &str = "Achievement";
const CERTIFICATE: &str = "Certificate";
const IDENTITY: &str = "IdentityObject";
const STATUS: &str = "BitstringStatusListEntry";
const REVOCATION: &str = "revocation";
const BY_NAME: &str = "name";
const BY_EMAIL: &str = "emailAddress";

macro_rules! ob {
    ($term:literal) => {
        concat!("https://purl.imsglobal.org/spec/vc/ob/vocab.html#", $term)
    };
}
macro_rules! vc {
    ($term:literal) => {
        concat!("https://www.w3.org/2018/credentials#", $term)
    };
}
macro_rules! status {
    ($term:literal) => {
        concat!("https://www.w3.org/ns/credentials/status#", $term)
    };
}
const NAME: &str = "https://schema.org/name";
/// The vocabulary writes these two types with `https`, unlike the one of moments.
const BOOLEAN: &str = "https://www.w3.org/2001/XMLSchema#boolean";
const ANY_URI: &str = "https://www.w3.org/2001/XMLSchema#anyURI";

/// The whole document; fields stand in the order in which they are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Document {
    #[serde(rename = "@context")]
    context: Vec<String>,
    id: String,
    #[serde(rename = "type")]
    kind: Vec<String>,
    name: String,
    issuer: Profile,
    valid_from: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    valid_until: Option<String>,
    credential_subject: Subject,
    credential_status: StatusEntry,
    /// Missing while the document is being made.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub proof: Option<Proof>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Profile {
    id: String,
    #[serde(rename = "type")]
    kind: Vec<String>,
    name: String,
    url: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Subject {
    /// Only where nothing else says whom it is about: the standard asks for one of the two.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    id: Option<String>,
    #[serde(rename = "type")]
    kind: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    identifier: Vec<Identity>,
    achievement: Achieved,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Identity {
    #[serde(rename = "type")]
    kind: String,
    hashed: bool,
    #[serde(rename = "identityHash")]
    hash: String,
    #[serde(rename = "identityType")]
    by: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    salt: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Achieved {
    id: String,
    #[serde(rename = "type")]
    kind: Vec<String>,
    achievement_type: String,
    name: String,
    description: String,
    criteria: Criteria,
    in_language: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Criteria {
    narrative: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct StatusEntry {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    status_purpose: String,
    status_list_index: String,
    status_list_credential: String,
}

fn owned<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.map(str::to_owned).to_vec()
}

fn is<const N: usize>(written: &[String], words: [&str; N]) -> bool {
    written.iter().map(String::as_str).eq(words)
}

impl Document {
    /// What `facts` say, not yet signed.
    pub fn of(issuer: &Issuer, facts: &BadgeFacts<'_>) -> Self {
        let id = issuer.credential(facts.code);
        let list = issuer.status_list(facts.status.list);
        let identifier = identities(&facts.recipient);
        let achievement = Achieved {
            id: issuer.achievement(facts.achievement.award),
            kind: owned([ACHIEVEMENT]),
            achievement_type: CERTIFICATE.to_owned(),
            name: plain(facts.achievement.name),
            description: plain(facts.achievement.description),
            criteria: Criteria { narrative: plain(facts.achievement.criteria) },
            in_language: facts.lang.tag().to_owned(),
        };
        Self {
            context: owned(CONTEXTS),
            kind: owned(TYPES),
            name: plain(facts.name),
            issuer: Profile {
                id: issuer.did(),
                kind: owned([PROFILE]),
                name: issuer.name.clone(),
                url: issuer.url.clone(),
            },
            valid_from: moment(facts.issued_at),
            valid_until: facts.valid_until.map(moment),
            credential_subject: Subject {
                id: identifier.is_empty().then(|| format!("{id}#holder")),
                kind: owned([SUBJECT]),
                identifier,
                achievement,
            },
            credential_status: StatusEntry {
                id: format!("{list}#{}", facts.status.index),
                kind: STATUS.to_owned(),
                status_purpose: REVOCATION.to_owned(),
                status_list_index: facts.status.index.to_string(),
                status_list_credential: list,
            },
            id,
            proof: None,
        }
    }

    /// Whether everything that is the same in all our credentials is as we write it.
    pub fn is_of_our_form(&self) -> bool {
        let (subject, status) = (&self.credential_subject, &self.credential_status);
        let identities = &subject.identifier;
        is(&self.context, CONTEXTS)
            && is(&self.kind, TYPES)
            && is(&self.issuer.kind, [PROFILE])
            && is(&subject.kind, [SUBJECT])
            && is(&subject.achievement.kind, [ACHIEVEMENT])
            && subject.achievement.achievement_type == CERTIFICATE
            && subject.id.is_some() == identities.is_empty()
            && identities.iter().all(|one| one.kind == IDENTITY && one.hashed == (one.by == BY_EMAIL))
            && status.kind == STATUS
            && status.status_purpose == REVOCATION
            && status.id == format!("{}#{}", status.status_list_credential, status.status_list_index)
            && status.status_list_index.parse::<u32>().is_ok()
            && read_moment(&self.valid_from).is_some()
            && self.valid_until.as_deref().is_none_or(|until| read_moment(until).is_some())
    }

    /// Every address in the document, for it to be looked at before it stands in a statement.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        let status = &self.credential_status;
        let own = [&self.id, &self.issuer.id, &self.issuer.url, &self.credential_subject.achievement.id];
        let others = [&status.id, &status.status_list_credential];
        own.into_iter().chain(others).map(String::as_str).chain(self.credential_subject.id.as_deref())
    }

    /// The canonical text that is signed: the document without its proof.
    pub fn canonical(&self) -> Option<String> {
        let mut quads = Quads::default();
        let whole = Node::iri(self.id.as_str());
        quads.say(&whole, TYPE, Node::iri(vc!("VerifiableCredential")));
        quads.say(&whole, TYPE, Node::iri(ob!("OpenBadgeCredential")));
        quads.say(&whole, NAME, Node::text(self.name.as_str()));
        quads.say(&whole, vc!("validFrom"), Node::Typed(self.valid_from.as_str().into(), DATE_TIME));
        if let Some(until) = &self.valid_until {
            quads.say(&whole, vc!("validUntil"), Node::Typed(until.as_str().into(), DATE_TIME));
        }
        let issuer = Node::iri(self.issuer.id.as_str());
        quads.say(&whole, vc!("issuer"), issuer.clone());
        quads.say(&issuer, TYPE, Node::iri(ob!("Profile")));
        quads.say(&issuer, NAME, Node::text(self.issuer.name.as_str()));
        quads.say(&issuer, "https://schema.org/url", Node::Typed(self.issuer.url.as_str().into(), ANY_URI));
        self.say_subject(&whole, &mut quads);
        self.say_status(&whole, &mut quads);
        quads.canonical()
    }

    fn say_subject<'a>(&'a self, whole: &Node<'a>, quads: &mut Quads<'a>) {
        let subject = &self.credential_subject;
        let about = match &subject.id {
            Some(id) => Node::iri(id.as_str()),
            None => quads.blank(),
        };
        quads.say(whole, vc!("credentialSubject"), about.clone());
        quads.say(&about, TYPE, Node::iri(ob!("AchievementSubject")));
        for one in &subject.identifier {
            let identity = quads.blank();
            quads.say(&about, ob!("identifier"), identity.clone());
            quads.say(&identity, TYPE, Node::iri(ob!("IdentityObject")));
            quads.say(&identity, ob!("hashed"), Node::Typed(one.hashed.to_string().into(), BOOLEAN));
            quads.say(&identity, ob!("identityHash"), Node::text(one.hash.as_str()));
            quads.say(&identity, ob!("identityType"), Node::text(one.by.as_str()));
            if let Some(salt) = &one.salt {
                quads.say(&identity, ob!("salt"), Node::text(salt.as_str()));
            }
        }
        let achievement = &subject.achievement;
        let achieved = Node::iri(achievement.id.as_str());
        quads.say(&about, ob!("achievement"), achieved.clone());
        quads.say(&achieved, TYPE, Node::iri(ob!("Achievement")));
        quads.say(&achieved, ob!("achievementType"), Node::text(achievement.achievement_type.as_str()));
        quads.say(&achieved, NAME, Node::text(achievement.name.as_str()));
        quads.say(&achieved, "https://schema.org/description", Node::text(achievement.description.as_str()));
        quads.say(&achieved, "https://schema.org/inLanguage", Node::text(achievement.in_language.as_str()));
        let criteria = quads.blank();
        quads.say(&achieved, ob!("Criteria"), criteria.clone());
        quads.say(&criteria, ob!("narrative"), Node::text(achievement.criteria.narrative.as_str()));
    }

    fn say_status<'a>(&'a self, whole: &Node<'a>, quads: &mut Quads<'a>) {
        let status = &self.credential_status;
        let entry = Node::iri(status.id.as_str());
        quads.say(whole, vc!("credentialStatus"), entry.clone());
        quads.say(&entry, TYPE, Node::iri(status!("BitstringStatusListEntry")));
        quads.say(&entry, status!("statusPurpose"), Node::text(status.status_purpose.as_str()));
        quads.say(&entry, status!("statusListIndex"), Node::text(status.status_list_index.as_str()));
        quads.say(&entry, status!("statusListCredential"), Node::iri(status.status_list_credential.as_str()));
    }

    pub fn id(&self) -> &str {
        &self.id
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn issuer(&self) -> &str {
        &self.issuer.id
    }

    pub fn issuer_name(&self) -> &str {
        &self.issuer.name
    }

    pub fn achievement(&self) -> &str {
        &self.credential_subject.achievement.name
    }

    pub fn holder(&self) -> Option<&str> {
        let named = self.credential_subject.identifier.iter().find(|one| one.by == BY_NAME);
        named.map(|one| one.hash.as_str())
    }

    pub fn status(&self) -> (&str, u32) {
        let status = &self.credential_status;
        (&status.status_list_credential, status.status_list_index.parse().unwrap_or_default())
    }

    pub fn valid_until(&self) -> Option<Instant> {
        self.valid_until.as_deref().and_then(read_moment)
    }
}

/// The name as it is, the address as a hash: who has the address can see that it fits, nobody can read it out.
fn identities(recipient: &Recipient<'_>) -> Vec<Identity> {
    let name = recipient.name.map(|name| Identity {
        kind: IDENTITY.to_owned(),
        hashed: false,
        hash: plain(name),
        by: BY_NAME.to_owned(),
        salt: None,
    });
    let email = recipient.email.map(|(email, salt)| Identity {
        kind: IDENTITY.to_owned(),
        hashed: true,
        hash: hash(email, salt),
        by: BY_EMAIL.to_owned(),
        salt: Some(salt.to_owned()),
    });
    name.into_iter().chain(email).collect()
}

/// SHA-256 of the address in lower case followed by the salt, as Open Badges writes it.
fn hash(email: &EmailAddress, salt: &str) -> String {
    let text = format!("{}{salt}", email.normalised());
    format!("sha256${}", data_encoding::HEXLOWER.encode(digest(&SHA256, text.as_bytes()).as_ref()))
}
