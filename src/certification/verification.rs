//! What a verifier is told: the state now, and every fact that was printed.

use super::entity::certificate;
use super::model::Validity;
use super::{Code, queries};
use crate::kernel::{Day, Lang};
use crate::paper::CertificateFacts;
use crate::people;
use sea_orm::{ConnectionTrait, DbErr};

/// A certificate as its verifier may see it.
#[derive(Debug, Clone)]
pub struct Verified {
    /// The row of the register.
    pub certificate: certificate::Model,
    /// What the paper says, frozen when it was issued.
    pub facts: CertificateFacts,
    /// Number and day of issue of the edition that replaced it.
    pub successor: Option<(String, Day)>,
    /// Whether the holder's name must not be shown.
    pub is_masked: bool,
    /// Names of trainers that must not be shown; what was printed stays.
    hidden: Vec<String>,
}

impl Verified {
    /// What it amounts to on `today`, which is the answer.
    #[must_use]
    pub fn validity(&self, today: Day) -> Validity {
        self.certificate.validity(today)
    }

    /// The holder's name, unless it is protected.
    #[must_use]
    pub fn holder(&self) -> Option<&str> {
        (!self.is_masked).then_some(self.facts.holder.as_str())
    }

    /// The trainers' names as printed, but for those who have been protected since.
    #[must_use]
    pub fn trainers(&self, lang: Lang) -> Vec<&str> {
        let is_hidden = |name: &String| self.hidden.contains(name);
        let mask = people::masked_name(lang);
        self.facts.trainers.iter().map(|name| if is_hidden(name) { mask } else { name.as_str() }).collect()
    }
}

/// The certificate behind a code as it was typed.
///
/// `None` for a code that is malformed, unknown, or not yet released: the three cannot be told apart. A successor
/// still being written is named all the same, because its number is given.
///
/// # Errors
/// When the database does not answer.
pub async fn verify(db: &impl ConnectionTrait, typed: &str) -> Result<Option<Verified>, DbErr> {
    let Some(code) = Code::parse(typed) else { return Ok(None) };
    match queries::by_code(db, code.as_str()).await? {
        Some(certificate) => shown(db, certificate).await.map(Some),
        None => Ok(None),
    }
}

/// What may be shown of `certificate`.
///
/// # Errors
/// When the database does not answer, or the stored facts cannot be read.
pub async fn shown(db: &impl ConnectionTrait, certificate: certificate::Model) -> Result<Verified, DbErr> {
    let facts: CertificateFacts =
        serde_json::from_str(&certificate.facts).map_err(|error| DbErr::Custom(error.to_string()))?;
    let successor = match certificate.replaced_by {
        Some(id) => queries::find(db, id).await?.map(|next| (next.number, next.issued_on)),
        None => None,
    };
    let person = people::queries::find_person(db, certificate.person_id).await?;
    let is_masked = person.is_none_or(|person| person.is_protected);
    let hidden = people::queries::protected_staff(db).await?;
    Ok(Verified { certificate, facts, successor, is_masked, hidden })
}
