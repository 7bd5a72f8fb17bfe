//! Two accounts of one person made one, without losing what either did.

use super::telling::tell;
use crate::access::links::{self, Purpose};
use crate::access::{networks, second_factor, sessions};
use crate::accounts::letters::News;
use crate::accounts::model::Refusal;
use crate::accounts::{queries, rules};
use crate::cohorts::entity::cohort_trainer;
use crate::journal::{self, Event};
use crate::kernel::{AccountId, Failure, Instant};
use crate::people::entity::{account, identity};
use crate::people::{self, AccountState, Administrator};
use crate::rollouts::entity::rollout_plan;
use crate::storage::{Db, WriteTx};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};

/// What an account would hand over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// Cohorts it trains.
    pub cohorts: u64,
    /// Plans it coaches.
    pub plans: u64,
    /// Organisations it is bound to.
    pub organisations: u64,
    /// Names other providers know it by.
    pub identities: u64,
}

/// What would move if `from` became part of another account. What it did stays told under its own name.
///
/// # Errors
/// When the database does not answer.
pub async fn what_would_move(db: &impl ConnectionTrait, from: AccountId) -> Result<Moved, DbErr> {
    Ok(Moved {
        cohorts: cohort_trainer::Entity::find().filter(cohort_trainer::Column::AccountId.eq(from)).count(db).await?,
        plans: rollout_plan::Entity::find().filter(rollout_plan::Column::CoachId.eq(from)).count(db).await?,
        organisations: people::queries::organisations_of(db, from).await?.len() as u64,
        identities: identity::Entity::find().filter(identity::Column::AccountId.eq(from)).count(db).await?,
    })
}

/// Makes `from` part of `into`; each as (account, version it was opened with).
///
/// Everything that points at `from` goes on pointing there, and its row and its person stay, so that history is told as it
/// happened. What is still to be done moves: cohorts to train, plans to coach, organisations, identities.
///
/// # Errors
/// Stale when somebody saved either in between; refused for oneself, the last administrator, and what is merged already.
pub async fn merge(
    db: &Db,
    by: &Administrator,
    (from, into): ((AccountId, i64), (AccountId, i64)),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let administrators = queries::lock_administrators(&tx).await?;
    // In the order of their numbers, so that two merges the other way round cannot wait for each other.
    let (low, high) = if from.0 < into.0 { (from, into) } else { (into, from) };
    let mut held = Vec::with_capacity(2);
    for (id, version) in [low, high] {
        let account = queries::lock(&tx, id).await?.ok_or(Failure::Missing("account"))?;
        if account.version != version {
            return Err(Failure::Stale);
        }
        held.push(account);
    }
    let find = |id: AccountId| held.iter().find(|one| one.id == id).ok_or(Failure::Missing("account"));
    let (gone, kept) = (find(from.0)?, find(into.0)?);
    rules::may_merge(by.account, gone, kept, &administrators).map_err(Failure::Refused)?;
    let row = account::ActiveModel {
        state: Set(AccountState::Merged),
        merged_into: Set(Some(kept.id)),
        password_hash: Set(None),
        may_unmask: Set(false),
        ..account::ActiveModel::default()
    };
    let is_written = queries::write(&tx, gone.id, gone.version, row).await?
        && queries::write(&tx, kept.id, kept.version, account::ActiveModel::default()).await?;
    if !is_written {
        return Err(Failure::Stale);
    }
    let moved = what_would_move(&tx, gone.id).await?;
    hand_over(&tx, gone.id, kept.id).await?;
    close_down(&tx, gone.id, now).await?;
    tell(&tx, kept, News::Merged, now).await?;
    for (object, fact, other) in [(gone.id, "into", kept.id), (kept.id, "from", gone.id)] {
        let event = Event::new("account.merged", "account", object.0)
            .with(fact, other.0)
            .with("cohorts", moved.cohorts)
            .with("plans", moved.plans);
        journal::record(&tx, &by.actor(), event, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Moves what is still to be done.
async fn hand_over(tx: &WriteTx, from: AccountId, into: AccountId) -> Result<(), DbErr> {
    let trained =
        cohort_trainer::Entity::find().filter(cohort_trainer::Column::AccountId.is_in([from, into])).all(tx).await?;
    let has = |cohort| trained.iter().any(|row| row.account_id == into && row.cohort_id == cohort);
    let rows: Vec<_> = trained
        .iter()
        .filter(|row| row.account_id == from && !has(row.cohort_id))
        .map(|row| cohort_trainer::ActiveModel { cohort_id: Set(row.cohort_id), account_id: Set(into) })
        .collect();
    if !rows.is_empty() {
        cohort_trainer::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    cohort_trainer::Entity::delete_many().filter(cohort_trainer::Column::AccountId.eq(from)).exec(tx).await?;
    rollout_plan::Entity::update_many()
        .col_expr(rollout_plan::Column::CoachId, Expr::value(into))
        .filter(rollout_plan::Column::CoachId.eq(from))
        .exec(tx)
        .await?;
    identity::Entity::update_many()
        .col_expr(identity::Column::AccountId, Expr::value(into))
        .filter(identity::Column::AccountId.eq(from))
        .exec(tx)
        .await?;
    account::Entity::update_many()
        .col_expr(account::Column::MergedInto, Expr::value(into))
        .filter(account::Column::MergedInto.eq(from))
        .exec(tx)
        .await?;
    let mut both = people::queries::organisations_of(tx, into).await?;
    both.extend(people::queries::organisations_of(tx, from).await?);
    both.sort_unstable();
    both.dedup();
    queries::bind_to(tx, from, &[]).await?;
    queries::bind_to(tx, into, &both).await
}

/// Ends every way in.
async fn close_down(tx: &WriteTx, account: AccountId, now: Instant) -> Result<(), DbErr> {
    sessions::close_all(tx, account).await?;
    second_factor::reset(tx, account).await?;
    networks::forget(tx, account).await?;
    links::end_all(tx, Purpose::PasswordReset, account.0, now).await?;
    links::end_all(tx, Purpose::Invitation, account.0, now).await.map(|_| ())
}
