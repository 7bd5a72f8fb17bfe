//! Marks as they stand, marks as they came, and what a day held.

use super::entity::{day_content, mark};
use super::model::Nonce;
use crate::cohorts::{self, Cohort, CohortState};
use crate::kernel::{CohortId, CourseDayId, MarkId, ParticipantId};
use crate::people::{Role, SignedIn};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

/// The cohorts whose rosters `who` may open: a trainer's own, for a coordinator all; drafts and cancelled ones never.
///
/// # Errors
/// When the database does not answer.
pub async fn cohorts_open_to(db: &impl ConnectionTrait, who: &SignedIn) -> Result<Vec<Cohort>, DbErr> {
    let mut cohorts = match who.role {
        Role::Trainer => cohorts::queries::taught_by(db, who.account).await?,
        _ => cohorts::queries::all(db).await?,
    };
    cohorts.retain(|cohort| !matches!(cohort.state, CohortState::Draft | CohortState::Cancelled));
    Ok(cohorts)
}

/// Whether `who` may open this cohort's rosters; to a trainer of another cohort it looks as if there were none.
///
/// # Errors
/// When the database does not answer.
pub async fn is_open_to(db: &impl ConnectionTrait, who: &SignedIn, cohort: CohortId) -> Result<bool, DbErr> {
    Ok(who.role != Role::Trainer || cohorts::queries::is_trainer_of(db, who.account, cohort).await?)
}

/// The marks that stand in a cohort: the latest per participant and day, undone ones included as `open`.
///
/// # Errors
/// When the database does not answer.
pub async fn standing_marks(db: &impl ConnectionTrait, cohort: CohortId) -> Result<Vec<mark::Model>, DbErr> {
    let days = cohorts::queries::days_of(db, cohort).await?;
    let days: Vec<CourseDayId> = days.iter().map(|day| day.id).collect();
    standing_on(db, &days).await
}

/// The marks that stand on these days.
///
/// # Errors
/// When the database does not answer.
pub async fn standing_on(db: &impl ConnectionTrait, days: &[CourseDayId]) -> Result<Vec<mark::Model>, DbErr> {
    latest(db, Condition::all().add(mark::Column::CourseDayId.is_in(days.iter().copied()))).await
}

/// The marks that stood on a day when `seen` was the last one: what a form opened then was showing.
///
/// # Errors
/// When the database does not answer.
pub async fn stood_at(db: &impl ConnectionTrait, day: CourseDayId, seen: MarkId) -> Result<Vec<mark::Model>, DbErr> {
    latest(db, Condition::all().add(mark::Column::CourseDayId.eq(day)).add(mark::Column::Id.lte(seen))).await
}

async fn latest(db: &impl ConnectionTrait, among: Condition) -> Result<Vec<mark::Model>, DbErr> {
    let last = mark::Entity::find()
        .select_only()
        .column_as(mark::Column::Id.max(), "last")
        .filter(among)
        .group_by(mark::Column::ParticipantId)
        .group_by(mark::Column::CourseDayId)
        .into_query();
    mark::Entity::find().filter(mark::Column::Id.in_subquery(last)).order_by_asc(mark::Column::Id).all(db).await
}

/// Every mark of one participant on one day, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn history(
    db: &impl ConnectionTrait,
    participant: ParticipantId,
    day: CourseDayId,
) -> Result<Vec<mark::Model>, DbErr> {
    mark::Entity::find()
        .filter(mark::Column::ParticipantId.eq(participant))
        .filter(mark::Column::CourseDayId.eq(day))
        .order_by_asc(mark::Column::Id)
        .all(db)
        .await
}

/// The marks that carry one of these nonces.
///
/// # Errors
/// When the database does not answer.
pub async fn with_nonces(db: &impl ConnectionTrait, nonces: &[Nonce]) -> Result<Vec<mark::Model>, DbErr> {
    let nonces = nonces.iter().map(|nonce| nonce.as_str().to_owned());
    mark::Entity::find().filter(mark::Column::Nonce.is_in(nonces)).order_by_asc(mark::Column::Id).all(db).await
}

/// What these days held, where somebody has written it down.
///
/// # Errors
/// When the database does not answer.
pub async fn contents_of(db: &impl ConnectionTrait, days: &[CourseDayId]) -> Result<Vec<day_content::Model>, DbErr> {
    day_content::Entity::find().filter(day_content::Column::CourseDayId.is_in(days.iter().copied())).all(db).await
}
