//! The proofs that somebody holds a private link: to an application, or to a mandate.

use super::entity::{application, mandate};
use super::queries;
use crate::access::TokenKey;
use crate::access::links::{Opened, Purpose};
use crate::kernel::{Actor, ApplicationId, Instant, MandateId, PersonId};
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

    /// Proves that the person signed in sent the application that `address` (`own-12`) names, which then stands where a
    /// link's token stands otherwise; somebody else's application looks like none.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn prove_own(db: &impl ConnectionTrait, person: PersonId, address: &str) -> Result<Option<Self>, DbErr> {
        let Some(id) = own_in(address) else { return Ok(None) };
        let application = queries::find(db, id).await?.filter(|application| application.person_id == person);
        Ok(application.map(|application| Self { application, link: Opened::own(own_address(id), id.0) }))
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

/// What stands for a link's token in the addresses of somebody signed in.
#[must_use]
pub fn own_address(id: ApplicationId) -> String {
    format!("own-{id}")
}

/// The application such an address names; a token has no hyphen, so no link is ever taken for one.
fn own_in(address: &str) -> Option<ApplicationId> {
    address.strip_prefix("own-")?.parse().ok()
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
