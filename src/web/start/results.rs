//! The one line of results.

use crate::graduates;
use crate::kernel::{Day, OrganisationId, PlanId};
use crate::organisations;
use crate::rollouts::Body;
use crate::rollouts::entity::{council_decision, rollout_plan};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
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
    let decisions = council_decision::Entity::find()
        .filter(council_decision::Column::Body.eq(Body::Council))
        .filter(council_decision::Column::RemovedAt.is_null())
        .filter(council_decision::Column::EvidencedAt.is_not_null())
        .filter(council_decision::Column::InForceFrom.lte(today))
        .all(db)
        .await?;
    let in_force = decisions.iter().filter(|decision| decision.in_force_to.is_none_or(|to| today <= to));
    let plans: Vec<PlanId> = in_force.map(|decision| decision.plan_id).collect();
    let plans = rollout_plan::Entity::find().filter(rollout_plan::Column::Id.is_in(plans)).all(db).await?;
    let decided: BTreeSet<OrganisationId> = plans.iter().map(|plan| plan.organisation_id).collect();
    Ok(Results {
        trained,
        decided: decided.intersection(&municipalities).count(),
        municipalities: municipalities.len(),
    })
}
