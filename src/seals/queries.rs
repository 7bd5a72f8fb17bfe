//! Reads and writes what is published of keys and hosts.

use super::entity::{signing_key, verification_host};
use super::model::Published;
use crate::kernel::Instant;
use crate::storage::WriteTx;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, Set};

/// Every key that was ever published, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn published(db: &impl ConnectionTrait) -> Result<Vec<Published>, DbErr> {
    let rows = signing_key::Entity::find()
        .order_by_asc(signing_key::Column::CreatedAt)
        .order_by_asc(signing_key::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(known).collect())
}

fn known(row: signing_key::Model) -> Published {
    let signing_key::Model { id, kind, public, created_at, retired_at } = row;
    Published { id, kind, public, created_at, retired_at }
}

/// Those of the keys called `ids` that are published; none of them is retired before the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub async fn held(tx: &WriteTx, ids: &[String]) -> Result<Vec<Published>, DbErr> {
    let found = signing_key::Entity::find().filter(signing_key::Column::Id.is_in(ids.iter().map(String::as_str)));
    let rows = found.order_by_asc(signing_key::Column::Id).lock_shared().all(tx).await?;
    Ok(rows.into_iter().map(known).collect())
}

/// Publishes a key; one that is published stays as it is.
///
/// # Errors
/// When the database does not answer.
pub async fn publish(tx: &WriteTx, key: &Published) -> Result<(), DbErr> {
    let row = signing_key::ActiveModel {
        id: Set(key.id.clone()),
        kind: Set(key.kind),
        public: Set(key.public.clone()),
        created_at: Set(key.created_at),
        retired_at: Set(key.retired_at),
    };
    let once = OnConflict::column(signing_key::Column::Id).do_nothing().to_owned();
    signing_key::Entity::insert(row).on_conflict(once).exec_without_returning(tx).await?;
    Ok(())
}

/// Writes down since when a key signs no more; the first such moment stays. Tells how many keys that changed.
///
/// # Errors
/// When the database does not answer.
pub async fn retire(tx: &WriteTx, id: &str, now: Instant) -> Result<u64, DbErr> {
    let done = signing_key::Entity::update_many()
        .col_expr(signing_key::Column::RetiredAt, now.into())
        .filter(signing_key::Column::Id.eq(id).and(signing_key::Column::RetiredAt.is_null()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected)
}

/// Every host that papers carry, the one in use first.
///
/// # Errors
/// When the database does not answer.
pub async fn hosts(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let rows = verification_host::Entity::find()
        .order_by_desc(verification_host::Column::Since)
        .order_by_asc(verification_host::Column::Host)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.host).collect())
}

/// Notes that papers carry `host` from `now` on, even if they did once before.
///
/// # Errors
/// When the database does not answer.
pub async fn note_host(tx: &WriteTx, host: &str, now: Instant) -> Result<(), DbErr> {
    let row = verification_host::ActiveModel { host: Set(host.to_owned()), since: Set(now) };
    let again =
        OnConflict::column(verification_host::Column::Host).update_column(verification_host::Column::Since).to_owned();
    verification_host::Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
    Ok(())
}
