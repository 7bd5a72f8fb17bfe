//! The rows of needs, sealed as they are.

use super::entity::{ActiveModel, Column, Entity, Model};
use crate::cohorts;
use crate::kernel::{ApplicationId, CohortId, Day, Instant};
use crate::seats::entity::participant;
use crate::seats::{self, Participant};
use crate::storage::WriteTx;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, sea_query::Expr};
use std::collections::HashMap;

/// What one applicant has given.
///
/// # Errors
/// When the database does not answer.
pub async fn of(db: &impl ConnectionTrait, application: ApplicationId) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(application).one(db).await
}

/// The participants of a cohort with what they have given, by application.
///
/// # Errors
/// When the database does not answer.
pub async fn of_cohort(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<(Vec<Participant>, HashMap<ApplicationId, Model>), DbErr> {
    let participants = seats::queries::active_among(db, &[cohort]).await?;
    let ids = participants.iter().filter_map(|one| one.application_id);
    let rows = Entity::find().filter(Column::ApplicationId.is_in(ids)).all(db).await?;
    Ok((participants, rows.into_iter().map(|row| (row.application_id, row)).collect()))
}

/// First and last day that are held of `cohort`.
///
/// # Errors
/// When the database does not answer.
pub async fn span_of(db: &impl ConnectionTrait, cohort: CohortId) -> Result<Option<(Day, Day)>, DbErr> {
    let days = cohorts::queries::days_of(db, cohort).await?;
    let held = || days.iter().filter(|day| !day.is_cancelled).map(|day| day.day);
    Ok(held().min().zip(held().max()))
}

/// Every row with its participant, and the last day of each cohort.
pub(super) async fn all(
    db: &impl ConnectionTrait,
) -> Result<(Vec<(ApplicationId, Option<Participant>)>, HashMap<CohortId, Day>), DbErr> {
    let ids: Vec<ApplicationId> = Entity::find().all(db).await?.into_iter().map(|row| row.application_id).collect();
    let participants = participant::Entity::find()
        .filter(participant::Column::ApplicationId.is_in(ids.iter().copied()))
        .all(db)
        .await?;
    let cohorts: Vec<CohortId> = participants.iter().map(|one| one.cohort_id).collect();
    let days = cohorts::queries::days_among(db, &cohorts).await?;
    let mut last: HashMap<CohortId, Day> = HashMap::new();
    for day in days.iter().filter(|day| !day.is_cancelled) {
        let known = last.entry(day.cohort_id).or_insert(day.day);
        *known = day.day.max(*known);
    }
    let mut by_application: HashMap<ApplicationId, Participant> =
        participants.into_iter().filter_map(|one| Some((one.application_id?, one))).collect();
    Ok((ids.into_iter().map(|id| (id, by_application.remove(&id))).collect(), last))
}

/// Writes the row; `false` when it was changed, made or erased since version `seen` (0: there was none).
///
/// # Errors
/// When the database refuses; a row that was made meanwhile is a unique violation.
pub(super) async fn write(
    tx: &WriteTx,
    of: ApplicationId,
    (food, access): (String, String),
    seen: i64,
    now: Instant,
) -> Result<bool, DbErr> {
    if seen == 0 {
        let row = ActiveModel {
            application_id: Set(of),
            food: Set(food),
            access: Set(access),
            given_at: Set(now),
            version: Set(1),
        };
        return Entity::insert(row).exec_without_returning(tx).await.map(|_| true);
    }
    let written = Entity::update_many()
        .col_expr(Column::Food, Expr::value(food))
        .col_expr(Column::Access, Expr::value(access))
        .col_expr(Column::GivenAt, Expr::value(now))
        .col_expr(Column::Version, Expr::value(seen + 1))
        .filter(Column::ApplicationId.eq(of))
        .filter(Column::Version.eq(seen))
        .exec(tx)
        .await?;
    Ok(written.rows_affected > 0)
}

/// Erases the row; `false` when there was none.
///
/// # Errors
/// When the database refuses.
pub(super) async fn erase(tx: &WriteTx, of: ApplicationId) -> Result<bool, DbErr> {
    Ok(Entity::delete_by_id(of).exec(tx).await?.rows_affected > 0)
}
