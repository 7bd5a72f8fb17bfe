//! What a verifier is told: the state now, and every fact that was printed.

use super::Code;
use super::editions::Shelf;
use super::entity::certificate;
use super::model::Validity;
use crate::kernel::{CertificateId, Day, Lang};
use crate::paper::{CertificateFacts, Edition};
use crate::people::{self, entity::person};
use crate::storage::{Db, Remembered};
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, IntoCondition};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect};
use std::borrow::Cow;
use std::sync::Arc;

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
    hidden: Arc<[String]>,
    /// The operator's own look it was drawn with, if there is one.
    edition: Option<Arc<Edition>>,
}

/// What a stranger reads where a name would stand: not why it is missing.
#[must_use]
pub fn not_shown(lang: Lang) -> &'static str {
    lang.say("Visas inte här", "Not shown here")
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

    /// The trainers' names as printed, with `mask` for those who have been protected since.
    #[must_use]
    pub fn trainers<'a>(&'a self, mask: &'a str) -> Vec<&'a str> {
        let shown = |name: &'a String| if self.hidden.contains(name) { mask } else { name.as_str() };
        self.facts.trainers.iter().map(shown).collect()
    }

    /// Whether a trainer's name must not be shown.
    #[must_use]
    pub fn hides_trainers(&self) -> bool {
        self.facts.trainers.iter().any(|name| self.hidden.contains(name))
    }

    /// The operator's own sentences as printed, before the name and after it; `None` where the paper has the house's words.
    #[must_use]
    pub fn own_words(&self, lang: Lang) -> Option<[String; 2]> {
        let edition = self.edition.as_ref()?;
        let facts = if self.is_masked {
            // A sentence may name the holder.
            Cow::Owned(CertificateFacts { holder: format!("({})", not_shown(lang)), ..self.facts.clone() })
        } else {
            Cow::Borrowed(&self.facts)
        };
        edition.own_words(&facts, lang)
    }
}

/// Where a verifier's questions are answered.
#[derive(Debug, Clone, Copy)]
pub struct Register<'a> {
    /// The database.
    pub db: &'a Db,
    /// The names of protected staff, which nearly no answer needs and every answer must ask for.
    pub protected_staff: &'a Remembered<Arc<[String]>>,
    /// The operator's own words on papers that have some.
    pub editions: &'a Shelf,
}

/// What the register holds of one certificate: its row, its holder's protection and what replaced it, read in one statement
/// because this is the question that is asked most.
#[derive(FromQueryResult)]
struct Held {
    #[sea_orm(nested)]
    certificate: certificate::Model,
    holder_is_protected: Option<bool>,
    next_number: Option<String>,
    next_issued_on: Option<Day>,
}

impl Register<'_> {
    /// The certificate behind a code as it was typed.
    ///
    /// `None` for a code that is malformed, unknown, or not yet released: the three cannot be told apart. A successor
    /// still being written is named all the same, because its number is given.
    ///
    /// # Errors
    /// When the database does not answer, or the stored facts cannot be read.
    pub async fn verify(self, typed: &str) -> Result<Option<Verified>, DbErr> {
        let Some(code) = Code::parse(typed) else { return Ok(None) };
        let coded = certificate::Column::Code.eq(code.as_str());
        self.shown(coded.and(certificate::Column::ReleasedAt.is_not_null())).await
    }

    /// What may be shown of certificate `id`, released or not.
    ///
    /// # Errors
    /// When the database does not answer, or the stored facts cannot be read.
    pub async fn of(self, id: CertificateId) -> Result<Option<Verified>, DbErr> {
        self.shown(certificate::Column::Id.eq(id)).await
    }

    async fn shown(self, which: impl IntoCondition) -> Result<Option<Verified>, DbErr> {
        let Some(held) = held(self.db.read(), which).await? else { return Ok(None) };
        let facts: CertificateFacts =
            serde_json::from_str(&held.certificate.facts).map_err(|error| DbErr::Custom(error.to_string()))?;
        let ask = async |db: &Db| people::queries::protected_staff(db.read()).await.map(Arc::from);
        let hidden = self.protected_staff.or_ask(self.db, ask).await?;
        let edition = self.editions.find(self.db.read(), &held.certificate.layout).await?;
        Ok(Some(Verified {
            certificate: held.certificate,
            facts,
            successor: held.next_number.zip(held.next_issued_on),
            is_masked: held.holder_is_protected.unwrap_or(true),
            hidden,
            edition,
        }))
    }
}

async fn held(db: &impl ConnectionTrait, which: impl IntoCondition) -> Result<Option<Held>, DbErr> {
    let next = || Alias::new("next");
    let replaced_by = certificate::Entity::belongs_to(certificate::Entity)
        .from(certificate::Column::ReplacedBy)
        .to(certificate::Column::Id);
    let held_by =
        certificate::Entity::belongs_to(person::Entity).from(certificate::Column::PersonId).to(person::Column::Id);
    certificate::Entity::find()
        .join(JoinType::LeftJoin, held_by.into())
        .join_as(JoinType::LeftJoin, replaced_by.into(), next())
        .column_as(person::Column::IsProtected, "holder_is_protected")
        .expr_as(Expr::col((next(), certificate::Column::Number)), "next_number")
        .expr_as(Expr::col((next(), certificate::Column::IssuedOn)), "next_issued_on")
        .filter(which)
        .into_model::<Held>()
        // Not `one`: SQLite prepares a statement anew whenever its `LIMIT` is bound, and codes and ids are unique.
        .all(db)
        .await
        .map(|mut held| held.pop())
}
