//! What this room reads of the rooms above it.

use crate::cohorts::entity::{cohort, cohort_trainer, course_day};
use crate::cohorts::{Cohort, CohortState, CourseDay};
use crate::kernel::{AccountId, CohortId, CourseDayId, ParticipantId};
use crate::people::{Role, SignedIn};
use crate::seats::entity::participant;
use crate::seats::{Participant, ParticipantState};
use crate::storage::WriteTx;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// One course day.
///
/// # Errors
/// When the database does not answer.
pub async fn find_day(db: &impl ConnectionTrait, id: CourseDayId) -> Result<Option<CourseDay>, DbErr> {
    course_day::Entity::find_by_id(id).one(db).await
}

/// One course day, locked until the transaction ends: marks and attestation of a day stand in line.
///
/// # Errors
/// When the database does not answer.
pub async fn lock_day(tx: &WriteTx, id: CourseDayId) -> Result<Option<CourseDay>, DbErr> {
    course_day::Entity::find_by_id(id).lock_exclusive().one(tx).await
}

/// One cohort.
///
/// # Errors
/// When the database does not answer.
pub async fn find_cohort(db: &impl ConnectionTrait, id: CohortId) -> Result<Option<Cohort>, DbErr> {
    cohort::Entity::find_by_id(id).one(db).await
}

/// One cohort, locked until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub async fn lock_cohort(tx: &WriteTx, id: CohortId) -> Result<Option<Cohort>, DbErr> {
    cohort::Entity::find_by_id(id).lock_exclusive().one(tx).await
}

/// The days of these cohorts, by cohort and number.
///
/// # Errors
/// When the database does not answer.
pub async fn days_among(db: &impl ConnectionTrait, ids: &[CohortId]) -> Result<Vec<CourseDay>, DbErr> {
    course_day::Entity::find()
        .filter(course_day::Column::CohortId.is_in(ids.iter().copied()))
        .order_by_asc(course_day::Column::CohortId)
        .order_by_asc(course_day::Column::Number)
        .all(db)
        .await
}

/// The participants of these cohorts who are still in them.
///
/// # Errors
/// When the database does not answer.
pub async fn participants_among(db: &impl ConnectionTrait, ids: &[CohortId]) -> Result<Vec<Participant>, DbErr> {
    participant::Entity::find()
        .filter(participant::Column::CohortId.is_in(ids.iter().copied()))
        .filter(participant::Column::State.eq(ParticipantState::Active))
        .order_by_asc(participant::Column::Id)
        .all(db)
        .await
}

/// One participant, whatever the state.
///
/// # Errors
/// When the database does not answer.
pub async fn find_participant(db: &impl ConnectionTrait, id: ParticipantId) -> Result<Option<Participant>, DbErr> {
    participant::Entity::find_by_id(id).one(db).await
}

/// The trainers of a cohort.
///
/// # Errors
/// When the database does not answer.
pub async fn trainers_of(db: &impl ConnectionTrait, id: CohortId) -> Result<Vec<AccountId>, DbErr> {
    let rows = cohort_trainer::Entity::find()
        .filter(cohort_trainer::Column::CohortId.eq(id))
        .order_by_asc(cohort_trainer::Column::AccountId)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.account_id).collect())
}

/// The cohorts whose rosters `who` may open: a trainer's own, for a coordinator all; drafts and cancelled ones never.
///
/// # Errors
/// When the database does not answer.
pub async fn cohorts_of(db: &impl ConnectionTrait, who: &SignedIn) -> Result<Vec<Cohort>, DbErr> {
    let mut wanted = cohort::Entity::find()
        .filter(cohort::Column::State.is_not_in([CohortState::Draft, CohortState::Cancelled]))
        .order_by_asc(cohort::Column::Id);
    if who.role == Role::Trainer {
        let own =
            cohort_trainer::Entity::find().filter(cohort_trainer::Column::AccountId.eq(who.account)).all(db).await?;
        wanted = wanted.filter(cohort::Column::Id.is_in(own.into_iter().map(|row| row.cohort_id)));
    }
    wanted.all(db).await
}

/// Whether `who` may open this cohort's rosters; to a trainer of another cohort it looks as if there were none.
///
/// # Errors
/// When the database does not answer.
pub async fn is_open_to(db: &impl ConnectionTrait, who: &SignedIn, cohort: CohortId) -> Result<bool, DbErr> {
    if who.role != Role::Trainer {
        return Ok(true);
    }
    Ok(cohort_trainer::Entity::find_by_id((cohort, who.account)).one(db).await?.is_some())
}
