//! The proofs that somebody holds a private link: to an application, or to a mandate.

use super::entity::{application, mandate};
use super::queries;
use crate::access::TokenKey;
use crate::access::links::{Opened, Purpose};
use crate::kernel::{Actor, ApplicationId, Instant, MandateId};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait};
use std::ops::Deref;

/// The holder of the private link to one application: may see that application and answer for it, nothing else.
#[derive(Debug, Clone)]
pub struct Applicant {
    /// The application the link opens.
    pub application: application::Model,
    link: Opened,
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
        let Some(link) = Opened::by(db, key, (Purpose::Application, token), now).await? else { return Ok(None) };
        let application = queries::find(db, ApplicationId(link.object())).await?;
        Ok(application.map(|application| Self { application, link }))
    }

    /// The actor the journal names.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Applicant(self.application.id)
    }
}

impl Deref for Applicant {
    type Target = Opened;

    fn deref(&self) -> &Opened {
        &self.link
    }
}

/// The holder of the link a manager was sent: may answer for everybody who named the same address, nothing else.
#[derive(Debug, Clone)]
pub struct ApplicantsManager {
    /// The mandate the link was sent for.
    pub mandate: mandate::Model,
    link: Opened,
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
        let Some(link) = Opened::by(db, key, (Purpose::Mandate, token), now).await? else { return Ok(None) };
        let mandate = mandate::Entity::find_by_id(MandateId(link.object())).one(db).await?;
        Ok(mandate.map(|mandate| Self { mandate, link }))
    }

    /// The actor the journal names.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::ApplicantsManager(self.mandate.id)
    }
}

impl Deref for ApplicantsManager {
    type Target = Opened;

    fn deref(&self) -> &Opened {
        &self.link
    }
}
