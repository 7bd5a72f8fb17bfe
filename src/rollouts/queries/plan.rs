//! One plan, and what was told about it. What was told by mistake and taken away is not read here.

use crate::graduates;
use crate::kernel::{CouncilDecisionId, Day, HappeningId, LocalTrainingId, OrganisationId, PlanId};
use crate::rollouts::entity::{
    coach_comment, council_decision, happening, local_training, milestone, rollout_plan, rollout_state,
};
use crate::rollouts::model::Milestone;
use crate::storage::WriteTx;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Every plan, by organisation.
pub async fn plans(db: &impl ConnectionTrait) -> Result<Vec<rollout_plan::Model>, DbErr> {
    rollout_plan::Entity::find().order_by_asc(rollout_plan::Column::OrganisationId).all(db).await
}

/// One plan.
pub async fn find(db: &impl ConnectionTrait, id: PlanId) -> Result<Option<rollout_plan::Model>, DbErr> {
    rollout_plan::Entity::find_by_id(id).one(db).await
}

/// The plan of an organisation; there is never more than one.
pub async fn plan_of(
    db: &impl ConnectionTrait,
    organisation: OrganisationId,
) -> Result<Option<rollout_plan::Model>, DbErr> {
    rollout_plan::Entity::find().filter(rollout_plan::Column::OrganisationId.eq(organisation)).one(db).await
}

/// One plan, held until the transaction ends: what is told about it is told one thing at a time.
pub async fn lock(tx: &WriteTx, id: PlanId) -> Result<Option<rollout_plan::Model>, DbErr> {
    rollout_plan::Entity::find_by_id(id).lock_exclusive().one(tx).await
}

/// The states a plan has had, oldest first.
pub async fn states_of(db: &impl ConnectionTrait, plan: PlanId) -> Result<Vec<rollout_state::Model>, DbErr> {
    rollout_state::Entity::find()
        .filter(rollout_state::Column::PlanId.eq(plan))
        .order_by_asc(rollout_state::Column::FromDay)
        .order_by_asc(rollout_state::Column::Id)
        .all(db)
        .await
}

/// The local trainings of a plan, newest first.
pub async fn trainings_of(db: &impl ConnectionTrait, plan: PlanId) -> Result<Vec<local_training::Model>, DbErr> {
    local_training::Entity::find()
        .filter(local_training::Column::PlanId.eq(plan))
        .filter(local_training::Column::RemovedAt.is_null())
        .order_by_desc(local_training::Column::Day)
        .order_by_desc(local_training::Column::Id)
        .all(db)
        .await
}

/// Local trainings told and not verified yet, in all plans.
///
/// # Errors
/// When the database does not answer.
pub async fn unverified_trainings(db: &impl ConnectionTrait) -> Result<Vec<local_training::Model>, DbErr> {
    local_training::Entity::find()
        .filter(local_training::Column::VerifiedAt.is_null())
        .filter(local_training::Column::RemovedAt.is_null())
        .all(db)
        .await
}

/// Decisions told and not evidenced yet, in all plans.
///
/// # Errors
/// When the database does not answer.
pub async fn unevidenced_decisions(db: &impl ConnectionTrait) -> Result<Vec<council_decision::Model>, DbErr> {
    council_decision::Entity::find()
        .filter(council_decision::Column::EvidencedAt.is_null())
        .filter(council_decision::Column::RemovedAt.is_null())
        .all(db)
        .await
}

/// The decisions of a plan, newest first.
pub async fn decisions_of(db: &impl ConnectionTrait, plan: PlanId) -> Result<Vec<council_decision::Model>, DbErr> {
    council_decision::Entity::find()
        .filter(council_decision::Column::PlanId.eq(plan))
        .filter(council_decision::Column::RemovedAt.is_null())
        .order_by_desc(council_decision::Column::DecidedOn)
        .order_by_desc(council_decision::Column::Id)
        .all(db)
        .await
}

/// The happenings of a plan, newest first.
pub async fn happenings_of(db: &impl ConnectionTrait, plan: PlanId) -> Result<Vec<happening::Model>, DbErr> {
    happening::Entity::find()
        .filter(happening::Column::PlanId.eq(plan))
        .filter(happening::Column::RemovedAt.is_null())
        .order_by_desc(happening::Column::Day)
        .order_by_desc(happening::Column::Id)
        .all(db)
        .await
}

/// What the coaches of a plan have written, newest first.
pub async fn comments_of(db: &impl ConnectionTrait, plan: PlanId) -> Result<Vec<coach_comment::Model>, DbErr> {
    coach_comment::Entity::find()
        .filter(coach_comment::Column::PlanId.eq(plan))
        .order_by_desc(coach_comment::Column::Id)
        .all(db)
        .await
}

/// One training of `plan`, taken away or not.
pub async fn find_training(
    db: &impl ConnectionTrait,
    plan: PlanId,
    id: LocalTrainingId,
) -> Result<Option<local_training::Model>, DbErr> {
    local_training::Entity::find_by_id(id).filter(local_training::Column::PlanId.eq(plan)).one(db).await
}

/// One decision of `plan`, taken away or not.
pub async fn find_decision(
    db: &impl ConnectionTrait,
    plan: PlanId,
    id: CouncilDecisionId,
) -> Result<Option<council_decision::Model>, DbErr> {
    council_decision::Entity::find_by_id(id).filter(council_decision::Column::PlanId.eq(plan)).one(db).await
}

/// One happening of `plan`, taken away or not.
pub async fn find_happening(
    db: &impl ConnectionTrait,
    plan: PlanId,
    id: HappeningId,
) -> Result<Option<happening::Model>, DbErr> {
    happening::Entity::find_by_id(id).filter(happening::Column::PlanId.eq(plan)).one(db).await
}

/// A milestone that a plan has reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// Which.
    pub milestone: Milestone,
    /// The first day it was true.
    pub on: Day,
    /// What shows it, in the words of those who told it; may be empty.
    pub evidence: String,
}

/// The milestones a plan has reached, M1 first.
///
/// That somebody is trained (M1) stands in the register of graduates and is read from there.
pub async fn milestones_of(db: &impl ConnectionTrait, plan: &rollout_plan::Model) -> Result<Vec<Reached>, DbErr> {
    let rows = milestone::Entity::find().filter(milestone::Column::PlanId.eq(plan.id)).all(db).await?;
    let mut reached: Vec<Reached> = rows.into_iter().filter_map(reached).collect();
    if !reached.iter().any(|one| one.milestone == Milestone::Trained) {
        let graduates = graduates::queries::of_organisation(db, plan.organisation_id).await?;
        let trained = graduates.iter().find(|graduate| graduate.is_trained()).map(|graduate| Reached {
            milestone: Milestone::Trained,
            on: graduate.completed_on,
            evidence: graduate.course.clone(),
        });
        reached.extend(trained);
    }
    reached.sort_by_key(|one| one.milestone);
    Ok(reached)
}

/// The stored milestones of several plans that were reached by `to`; without the M1 that graduates imply.
pub async fn milestones_among(
    db: &impl ConnectionTrait,
    plans: &[PlanId],
    to: Day,
) -> Result<Vec<(PlanId, Reached)>, DbErr> {
    let rows = milestone::Entity::find()
        .filter(milestone::Column::PlanId.is_in(plans.iter().copied()))
        .filter(milestone::Column::ReachedOn.lte(to))
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.plan_id, reached(row)?))).collect())
}

fn reached(row: milestone::Model) -> Option<Reached> {
    Some(Reached { milestone: Milestone::from_code(&row.milestone)?, on: row.reached_on?, evidence: row.evidence })
}
