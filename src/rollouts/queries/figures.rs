//! Rows that key figures count: each with the organisation whose plan it stands in.

use super::plan::{milestones_among, plans};
use crate::graduates;
use crate::kernel::{Day, OrganisationId, PlanId};
use crate::rollouts::entity::{council_decision, local_training, rollout_plan, rollout_state};
use crate::rollouts::model::{Milestone, PlanState};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use std::collections::BTreeMap;

/// The local trainings held from `from` to `to`, both days included, verified or not; oldest first.
pub async fn local_trainings_between(
    db: &impl ConnectionTrait,
    from: Day,
    to: Day,
) -> Result<Vec<(OrganisationId, local_training::Model)>, DbErr> {
    let rows = local_training::Entity::find()
        .filter(local_training::Column::Day.between(from, to))
        .filter(local_training::Column::RemovedAt.is_null())
        .order_by_asc(local_training::Column::Day)
        .order_by_asc(local_training::Column::Id)
        .all(db)
        .await?;
    let places = places(&plans(db).await?);
    Ok(rows.into_iter().filter_map(|row| Some((*places.get(&row.plan_id.0)?, row))).collect())
}

/// The decisions in force on `day`, of any body, evidenced or only said; oldest first.
pub async fn decisions_in_force(
    db: &impl ConnectionTrait,
    day: Day,
) -> Result<Vec<(OrganisationId, council_decision::Model)>, DbErr> {
    let not_ended = Condition::any()
        .add(council_decision::Column::InForceTo.is_null())
        .add(council_decision::Column::InForceTo.gte(day));
    let rows = council_decision::Entity::find()
        .filter(council_decision::Column::InForceFrom.lte(day))
        .filter(not_ended)
        .filter(council_decision::Column::RemovedAt.is_null())
        .order_by_asc(council_decision::Column::DecidedOn)
        .order_by_asc(council_decision::Column::Id)
        .all(db)
        .await?;
    let places = places(&plans(db).await?);
    Ok(rows.into_iter().filter_map(|row| Some((*places.get(&row.plan_id.0)?, row))).collect())
}

/// The state each plan was in at the end of `day`; a plan opened later is not listed.
pub async fn states_on(db: &impl ConnectionTrait, day: Day) -> Result<Vec<(OrganisationId, PlanState)>, DbErr> {
    let moves = rollout_state::Entity::find()
        .filter(rollout_state::Column::FromDay.lte(day))
        .order_by_asc(rollout_state::Column::FromDay)
        .order_by_asc(rollout_state::Column::Id)
        .all(db)
        .await?;
    let last: BTreeMap<i64, PlanState> = moves.iter().map(|moved| (moved.plan_id.0, moved.state)).collect();
    let plans = plans(db).await?;
    Ok(plans.iter().filter_map(|plan| Some((plan.organisation_id, *last.get(&plan.id.0)?))).collect())
}

/// The milestones reached by `to`, with the day of each; by organisation, M1 first.
///
/// Only organisations with a plan have milestones. M1 is the first graduate's day where nothing else is stored.
pub async fn milestones_reached(
    db: &impl ConnectionTrait,
    to: Day,
) -> Result<Vec<(OrganisationId, Milestone, Day)>, DbErr> {
    let plans = plans(db).await?;
    let ids: Vec<PlanId> = plans.iter().map(|plan| plan.id).collect();
    let places = places(&plans);
    let trained = graduates::queries::first_trained(db, to).await?;
    let trained = trained.into_iter().filter(|(place, _)| plans.iter().any(|plan| plan.organisation_id == *place));
    let mut reached: BTreeMap<(OrganisationId, Milestone), Day> =
        trained.map(|(place, day)| ((place, Milestone::Trained), day)).collect();
    for (plan, one) in milestones_among(db, &ids, to).await? {
        if let Some(place) = places.get(&plan.0) {
            reached.insert((*place, one.milestone), one.on);
        }
    }
    Ok(reached.into_iter().map(|((place, milestone), day)| (place, milestone, day)).collect())
}

fn places(plans: &[rollout_plan::Model]) -> BTreeMap<i64, OrganisationId> {
    plans.iter().map(|plan| (plan.id.0, plan.organisation_id)).collect()
}
