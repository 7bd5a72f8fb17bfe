//! Counted attempts, so that guessing is slow: one row each, on every node the same.

use super::entity::{attempt, attempt_subject};
use crate::kernel::Instant;
use crate::storage::WriteTx;
use sea_orm::sea_query::{OnConflict, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};

/// How many attempts on a subject fit into how many minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// What is counted: a word and keyed digests or numbers, never an address.
    pub subject: String,
    /// How many attempts are let in.
    pub most: u64,
    /// Within how many minutes; at most a day, after which attempts are forgotten.
    pub minutes: i64,
}

impl Limit {
    /// At most `most` within a day.
    #[must_use]
    pub fn in_a_day(subject: String, most: u64) -> Self {
        Self { subject, most, minutes: 24 * 60 }
    }
}

/// Attempts that were counted before anybody knew whether they would succeed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Admitted(Vec<i64>);

/// Counts one attempt under every limit, or none when one of them is used up (`None`).
///
/// Counting comes before trying: of many at once no more are let in than the limit says, because each subject's row is held
/// to the commit. What succeeded is taken back with [`take_back`].
///
/// # Errors
/// When the database refuses.
pub async fn admit(tx: &WriteTx, limits: &[Limit], now: Instant) -> Result<Option<Admitted>, DbErr> {
    let mut ordered: Vec<&Limit> = limits.iter().collect();
    // One order for everybody, so that two who want the same subjects cannot wait for each other.
    ordered.sort_by(|one, other| one.subject.cmp(&other.subject));
    for limit in &ordered {
        hold(tx, &limit.subject, now).await?;
        if counted_since(tx, &limit.subject, now.plus_minutes(-limit.minutes)).await? >= limit.most {
            return Ok(None);
        }
    }
    let mut admitted = Vec::with_capacity(ordered.len());
    for limit in ordered {
        forget(tx, &limit.subject, now).await?;
        admitted.push(add(tx, &limit.subject, now).await?);
    }
    Ok(Some(Admitted(admitted)))
}

/// Takes back what turned out to be no guess.
///
/// # Errors
/// When the database refuses.
pub async fn take_back(tx: &WriteTx, admitted: Admitted) -> Result<(), DbErr> {
    attempt::Entity::delete_many().filter(attempt::Column::Id.is_in(admitted.0)).exec(tx).await.map(|_| ())
}

/// Holds the subject's row until the transaction ends; whoever else counts for it waits.
async fn hold(tx: &WriteTx, subject: &str, now: Instant) -> Result<(), DbErr> {
    let row = attempt_subject::ActiveModel { subject: Set(subject.to_owned()), last_at: Set(now) };
    let again =
        OnConflict::column(attempt_subject::Column::Subject).update_column(attempt_subject::Column::LastAt).to_owned();
    attempt_subject::Entity::insert(row).on_conflict(again).exec_without_returning(tx).await.map(|_| ())
}

async fn add(tx: &WriteTx, subject: &str, now: Instant) -> Result<i64, DbErr> {
    let row =
        attempt::ActiveModel { subject: Set(subject.to_owned()), at: Set(now), ..attempt::ActiveModel::default() };
    Ok(attempt::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// How many attempts on `subject` were counted since `since`.
async fn counted_since(db: &impl ConnectionTrait, subject: &str, since: Instant) -> Result<u64, DbErr> {
    attempt::Entity::find()
        .filter(attempt::Column::Subject.eq(subject))
        .filter(attempt::Column::At.gt(since))
        .count(db)
        .await
}

/// Forgets what nothing was counted on within a day; runs at night.
///
/// # Errors
/// When the database refuses.
pub async fn forget_subjects(tx: &WriteTx, now: Instant) -> Result<(), DbErr> {
    let counted = Query::select().column(attempt::Column::Subject).from(attempt::Entity).to_owned();
    attempt_subject::Entity::delete_many()
        .filter(attempt_subject::Column::LastAt.lt(now.plus_days(-1)))
        .filter(attempt_subject::Column::Subject.not_in_subquery(counted))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Forgets attempts on `subject` older than a day.
async fn forget(tx: &WriteTx, subject: &str, now: Instant) -> Result<(), DbErr> {
    attempt::Entity::delete_many()
        .filter(attempt::Column::Subject.eq(subject))
        .filter(attempt::Column::At.lt(now.plus_days(-1)))
        .exec(tx)
        .await
        .map(|_| ())
}
