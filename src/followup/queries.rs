//! Reads the facts: one statement per table, none per row.

use super::model::Facts;
use crate::applications::ApplicationState;
use crate::applications::entity::{application, application_move};
use crate::attendance::MarkKind;
use crate::attendance::entity::mark;
use crate::cohorts::entity::{cohort, course_day};
use crate::cohorts::{Cohort, CohortState};
use crate::completion::entity as completion_decision;
use crate::graduates::entity::graduate;
use crate::kernel::{ApplicationId, CohortId, CourseDayId, Day, ParticipantId};
use crate::offers::entity::offer_cohort;
use crate::organisations;
use crate::rollouts::HappeningKind;
use crate::rollouts::entity::{council_decision, happening, local_training, milestone, rollout_plan, rollout_state};
use crate::seats::entity::{participant, seat_offer};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{HashMap, HashSet};

/// Everything the figures are drawn from.
///
/// # Errors
/// When the database does not answer.
pub async fn facts(db: &impl ConnectionTrait, today: Day) -> Result<Facts, DbErr> {
    let organisations = organisations::queries::all(db).await?;
    Ok(Facts {
        today,
        organisations: organisations.into_iter().map(|one| (one.id, one)).collect(),
        graduates: graduate::Entity::find()
            .order_by_asc(graduate::Column::CompletedOn)
            .order_by_asc(graduate::Column::Id)
            .all(db)
            .await?,
        decided_on: decided_on(db).await?,
        cohorts: cohorts(db).await?,
        offer_of: offer_cohort::Entity::find()
            .all(db)
            .await?
            .into_iter()
            .map(|one| (one.cohort_id, one.offer_id))
            .collect(),
        applications: application::Entity::find().order_by_asc(application::Column::Id).all(db).await?,
        once_eligible: once_eligible(db).await?,
        seat_offers: seat_offer::Entity::find().order_by_asc(seat_offer::Column::Id).all(db).await?,
        participants: participant::Entity::find().order_by_asc(participant::Column::Id).all(db).await?,
        attended: attended(db).await?,
        plans: rollout_plan::Entity::find().all(db).await?,
        states: rollout_state::Entity::find()
            .order_by_asc(rollout_state::Column::FromDay)
            .order_by_asc(rollout_state::Column::Id)
            .all(db)
            .await?,
        trainings: local_training::Entity::find()
            .filter(local_training::Column::RemovedAt.is_null())
            .order_by_asc(local_training::Column::Day)
            .all(db)
            .await?,
        decisions: council_decision::Entity::find()
            .filter(council_decision::Column::RemovedAt.is_null())
            .order_by_asc(council_decision::Column::DecidedOn)
            .all(db)
            .await?,
        happenings: happening::Entity::find()
            .filter(happening::Column::RemovedAt.is_null())
            .filter(happening::Column::Kind.is_in([HappeningKind::LocalNetwork, HappeningKind::WorkingGroup]))
            .order_by_asc(happening::Column::Day)
            .all(db)
            .await?,
        milestones: milestone::Entity::find().filter(milestone::Column::ReachedOn.is_not_null()).all(db).await?,
    })
}

async fn decided_on(db: &impl ConnectionTrait) -> Result<Vec<Day>, DbErr> {
    completion_decision::Entity::find()
        .select_only()
        .column(completion_decision::Column::DecidedOn)
        .distinct()
        .filter(completion_decision::Column::IsCurrent.eq(true))
        .into_tuple()
        .all(db)
        .await
}

/// Cohorts that got as far as being offered, with their last day.
async fn cohorts(db: &impl ConnectionTrait) -> Result<Vec<(Cohort, Day)>, DbErr> {
    let last: Vec<(CohortId, Day)> = course_day::Entity::find()
        .select_only()
        .column(course_day::Column::CohortId)
        .column_as(course_day::Column::Day.max(), "last")
        .filter(course_day::Column::IsCancelled.eq(false))
        .group_by(course_day::Column::CohortId)
        .into_tuple()
        .all(db)
        .await?;
    let last: HashMap<CohortId, Day> = last.into_iter().collect();
    let cohorts = cohort::Entity::find()
        .filter(cohort::Column::State.is_not_in([CohortState::Draft, CohortState::Cancelled]))
        .order_by_asc(cohort::Column::Code)
        .all(db)
        .await?;
    Ok(cohorts.into_iter().filter_map(|one| last.get(&one.id).map(|day| (one.clone(), *day))).collect())
}

async fn once_eligible(db: &impl ConnectionTrait) -> Result<HashSet<ApplicationId>, DbErr> {
    let ids: Vec<ApplicationId> = application_move::Entity::find()
        .select_only()
        .column(application_move::Column::ApplicationId)
        .distinct()
        .filter(application_move::Column::State.eq(ApplicationState::Eligible))
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().collect())
}

/// Participants with a day that counts; the latest mark of a day is the one that stands.
async fn attended(db: &impl ConnectionTrait) -> Result<HashSet<ParticipantId>, DbErr> {
    let marks: Vec<(ParticipantId, CourseDayId, MarkKind)> = mark::Entity::find()
        .select_only()
        .column(mark::Column::ParticipantId)
        .column(mark::Column::CourseDayId)
        .column(mark::Column::Kind)
        .order_by_asc(mark::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    let standing: HashMap<(ParticipantId, CourseDayId), MarkKind> =
        marks.into_iter().map(|(participant, day, kind)| ((participant, day), kind)).collect();
    let counts =
        |kind: &MarkKind| matches!(kind, MarkKind::Present | MarkKind::Partial | MarkKind::MadeUp | MarkKind::Credited);
    Ok(standing.into_iter().filter(|(_, kind)| counts(kind)).map(|((participant, _), _)| participant).collect())
}
