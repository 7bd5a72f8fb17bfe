//! The one line of results.

use crate::graduates;
use crate::kernel::{Day, OrganisationId};
use crate::organisations;
use crate::rollouts::{self, Body, CouncilDecision};
use sea_orm::{ConnectionTrait, DbErr};
use std::collections::BTreeSet;

/// What has come of it so far.
pub(super) struct Results {
    /// How many people have been trained and hold a certificate that stands.
    pub(super) trained: u64,
    /// How many municipalities have an evidenced decision of the council in force.
    pub(super) decided: usize,
    /// How many municipalities there are.
    pub(super) municipalities: usize,
}

/// Counts what has come of it by `today`.
pub(super) async fn results(db: &impl ConnectionTrait, today: Day) -> Result<Results, DbErr> {
    let trained = graduates::queries::trained_until(db, today).await?;
    let municipalities: BTreeSet<OrganisationId> =
        organisations::queries::municipalities(db).await?.iter().map(|one| one.id).collect();
    let decisions = rollouts::queries::decisions_in_force(db, today).await?;
    let counts = |decision: &CouncilDecision| decision.body == Body::Council && decision.evidenced_at.is_some();
    let decided = decisions.into_iter().filter(|(_, decision)| counts(decision)).map(|(organisation, _)| organisation);
    let decided: BTreeSet<OrganisationId> = decided.collect();
    Ok(Results {
        trained,
        decided: decided.intersection(&municipalities).count(),
        municipalities: municipalities.len(),
    })
}
