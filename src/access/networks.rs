//! The networks an account has signed in from.

use super::entity::known_network;
use super::whence::{Nearness, Whence};
use crate::kernel::{AccountId, Instant};
use crate::storage::WriteTx;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

/// How long a network stays known after the last sign-in from it.
const DAYS_KNOWN: i64 = 90;

/// Whether `account` has signed in from `network` (a digest, see [`Whence`]) within ninety days; asks just as long when there is no account.
///
/// # Errors
/// When the database does not answer.
pub async fn nearness(
    db: &impl ConnectionTrait,
    account: Option<AccountId>,
    network: &str,
    now: Instant,
) -> Result<Nearness, DbErr> {
    let found = known_network::Entity::find()
        .filter(known_network::Column::AccountId.eq(account.unwrap_or(AccountId(0))))
        .filter(known_network::Column::NetworkDigest.eq(network))
        .filter(known_network::Column::LastAt.gt(now.plus_days(-DAYS_KNOWN)))
        .one(db)
        .await?;
    Ok(if found.is_some() { Nearness::Known } else { Nearness::Strange })
}

/// Notes that `account` has signed in from there, and forgets where it has not been for long.
///
/// # Errors
/// When the database refuses.
pub async fn remember(tx: &WriteTx, account: AccountId, whence: &Whence, now: Instant) -> Result<(), DbErr> {
    let row = known_network::ActiveModel {
        account_id: Set(account),
        network_digest: Set(whence.network.clone()),
        last_at: Set(now),
    };
    let again = OnConflict::columns([known_network::Column::AccountId, known_network::Column::NetworkDigest])
        .update_column(known_network::Column::LastAt)
        .to_owned();
    known_network::Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
    known_network::Entity::delete_many()
        .filter(known_network::Column::AccountId.eq(account))
        .filter(known_network::Column::LastAt.lt(now.plus_days(-DAYS_KNOWN)))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Forgets every network nobody has signed in from for long; runs at night.
///
/// # Errors
/// When the database refuses.
pub async fn forget_old(tx: &WriteTx, now: Instant) -> Result<(), DbErr> {
    known_network::Entity::delete_many()
        .filter(known_network::Column::LastAt.lt(now.plus_days(-DAYS_KNOWN)))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Forgets every network of `account`, as when somebody else may have known its password.
///
/// # Errors
/// When the database refuses.
pub async fn forget(tx: &WriteTx, account: AccountId) -> Result<(), DbErr> {
    known_network::Entity::delete_many().filter(known_network::Column::AccountId.eq(account)).exec(tx).await.map(|_| ())
}
