//! Counted attempts, so that guessing is slow: one row each, on every node the same.

use super::entity::attempt;
use crate::kernel::Instant;
use crate::storage::WriteTx;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};

/// How many attempts on `subject` were counted since `since`.
///
/// # Errors
/// When the database does not answer.
pub async fn counted_since(db: &impl ConnectionTrait, subject: &str, since: Instant) -> Result<u64, DbErr> {
    attempt::Entity::find()
        .filter(attempt::Column::Subject.eq(subject))
        .filter(attempt::Column::At.gt(since))
        .count(db)
        .await
}

/// Counts one attempt on `subject` and forgets those older than a day.
///
/// # Errors
/// When the database refuses.
pub async fn count(tx: &WriteTx, subject: &str, now: Instant) -> Result<(), DbErr> {
    let row =
        attempt::ActiveModel { subject: Set(subject.to_owned()), at: Set(now), ..attempt::ActiveModel::default() };
    attempt::Entity::insert(row).exec_without_returning(tx).await?;
    attempt::Entity::delete_many()
        .filter(attempt::Column::Subject.eq(subject))
        .filter(attempt::Column::At.lt(now.plus_days(-1)))
        .exec(tx)
        .await
        .map(|_| ())
}
