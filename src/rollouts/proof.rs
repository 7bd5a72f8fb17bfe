//! Who may write in a plan: those trained, for their own organisation; its coach; coordinators.

use super::entity::rollout_plan;
use super::model::Side;
use crate::applications::Applicant;
use crate::graduates::{self, Source};
use crate::kernel::{Actor, OrganisationId, PersonId};
use crate::people::{self, Role, Trainer};
use sea_orm::{ConnectionTrait, DbErr};

/// Somebody who was trained here and writes in the plan of the organisation the application named.
#[derive(Debug, Clone)]
pub struct Owner {
    applicant: Applicant,
    name: String,
}

impl Owner {
    /// Proves that the holder of a private link completed a course for that organisation; `None` until then.
    ///
    /// A revoked certificate takes the proof away. The name of a protected person is left out.
    pub async fn prove(db: &impl ConnectionTrait, applicant: Applicant) -> Result<Option<Self>, DbErr> {
        let (person, organisation) = (applicant.application.person_id, applicant.application.organisation_id);
        let completed = graduates::queries::of_person(db, person).await?;
        let here = |one: &graduates::Graduate| one.source == Source::Course && one.organisation_id == organisation;
        if !completed.iter().any(here) {
            return Ok(None);
        }
        let person = people::queries::find_person(db, person).await?;
        let name = person.filter(|person| !person.is_protected).map(|person| person.true_name).unwrap_or_default();
        Ok(Some(Self { applicant, name }))
    }

    /// The organisation whose plan it is.
    #[must_use]
    pub fn organisation(&self) -> OrganisationId {
        self.applicant.application.organisation_id
    }

    /// The person.
    #[must_use]
    pub fn person(&self) -> PersonId {
        self.applicant.application.person_id
    }

    /// The actor the journal names.
    #[must_use]
    pub fn actor(&self) -> Actor {
        self.applicant.actor()
    }

    /// The private link's token, for addresses that lead on.
    #[must_use]
    pub fn token(&self) -> &str {
        self.applicant.token()
    }
}

/// Whoever writes in a plan.
#[derive(Debug, Clone)]
pub enum Hand {
    /// From home.
    Owner(Box<Owner>),
    /// A trainer or coordinator; which plans are theirs, [`Hand::reaches`] decides.
    Coach(Trainer),
}

impl Hand {
    /// Whether this plan is theirs: the own organisation's, one they coach, or any for a coordinator.
    #[must_use]
    pub fn reaches(&self, plan: &rollout_plan::Model) -> bool {
        match self {
            Self::Owner(owner) => owner.organisation() == plan.organisation_id,
            Self::Coach(trainer) => trainer.role != Role::Trainer || plan.coach_id == Some(trainer.account),
        }
    }

    /// The side they act from.
    #[must_use]
    pub fn side(&self) -> Side {
        match self {
            Self::Owner(_) => Side::Home,
            Self::Coach(_) => Side::Platform,
        }
    }

    /// The actor the journal names.
    #[must_use]
    pub fn actor(&self) -> Actor {
        match self {
            Self::Owner(owner) => owner.actor(),
            Self::Coach(trainer) => trainer.actor(),
        }
    }

    /// The name kept beside what they tell; empty for a protected person.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Owner(owner) => &owner.name,
            Self::Coach(trainer) => &trainer.name,
        }
    }
}
