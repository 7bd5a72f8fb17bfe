//! The proofs that somebody holds a private link: to an application, or to a mandate.

use super::entity::{application, mandate};
use crate::access::links::{Purpose, opened_by};
use crate::access::{TokenKey, links};
use crate::kernel::{Actor, ApplicationId, Instant, MandateId};
use crate::storage::WriteTx;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait};

/// The holder of the private link to one application: may see that application and answer for it, nothing else.
#[derive(Debug, Clone)]
pub struct Applicant {
    /// The application the link opens.
    pub application: application::Model,
    token: String,
}

impl Applicant {
    /// Proves that `token` opens an application at `now`; `None` looks the same for unknown and run-out links.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn prove(
        db: &impl ConnectionTrait,
        key: &TokenKey,
        token: &str,
        now: Instant,
    ) -> Result<Option<Self>, DbErr> {
        let Some(id) = opened_by(db, key, (Purpose::Application, token), now).await? else { return Ok(None) };
        let application = application::Entity::find_by_id(ApplicationId(id)).one(db).await?;
        Ok(application.map(|application| Self { application, token: token.to_owned() }))
    }

    /// The actor the journal names.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Applicant(self.application.id)
    }

    /// The token, for links that lead on from the page it opened.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Notes that the link was used to act.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn note_used(&self, tx: &WriteTx, key: &TokenKey, now: Instant) -> Result<(), DbErr> {
        links::note_used(tx, key, &self.token, now).await
    }
}

/// The holder of the link a manager was sent: may answer for everybody who named the same address, nothing else.
#[derive(Debug, Clone)]
pub struct ApplicantsManager {
    /// The mandate the link was sent for.
    pub mandate: mandate::Model,
    token: String,
}

impl ApplicantsManager {
    /// Proves that `token` opens a mandate at `now`; unknown, run-out and redirected links look the same.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn prove(
        db: &impl ConnectionTrait,
        key: &TokenKey,
        token: &str,
        now: Instant,
    ) -> Result<Option<Self>, DbErr> {
        let Some(id) = opened_by(db, key, (Purpose::Mandate, token), now).await? else { return Ok(None) };
        let mandate = mandate::Entity::find_by_id(MandateId(id)).one(db).await?;
        Ok(mandate.map(|mandate| Self { mandate, token: token.to_owned() }))
    }

    /// The actor the journal names.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::ApplicantsManager(self.mandate.id)
    }

    /// The token, for links that lead on from the page it opened.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Notes that the link was used to act.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn note_used(&self, tx: &WriteTx, key: &TokenKey, now: Instant) -> Result<(), DbErr> {
        links::note_used(tx, key, &self.token, now).await
    }
}
