//! Reading and adding entries.

use super::Event;
use super::entity::{ActiveModel, Column, Entity, Model};
use crate::kernel::{Actor, Instant};
use crate::storage::WriteTx;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use serde_json::Value;

/// Writes down that `actor` did `event`, in the transaction that does it.
///
/// # Errors
/// When the database refuses; then the event did not happen either.
pub async fn record(tx: &WriteTx, actor: &Actor, event: Event, now: Instant) -> Result<(), DbErr> {
    let entry = ActiveModel {
        at: Set(now),
        actor: Set(actor.kind().to_owned()),
        actor_id: Set(actor.id()),
        actor_name: Set(actor.name().to_owned()),
        event: Set(event.name.to_owned()),
        object: Set(event.object.to_owned()),
        object_id: Set(event.object_id),
        details: Set(event.details.to_string()),
        ..ActiveModel::default()
    };
    Entity::insert(entry).exec_without_returning(tx).await.map(|_| ())
}

/// What happened to one thing, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn history_of(db: &impl ConnectionTrait, object: &str, object_id: i64) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::Object.eq(object))
        .filter(Column::ObjectId.eq(object_id))
        .order_by_desc(Column::Id)
        .all(db)
        .await
}

/// Whether the last thing that happened to the object of `event` is that `actor` did just this, with these facts.
///
/// So a form that is sent twice can tell its sender from somebody else; facts that `event` does not name may differ.
///
/// # Errors
/// When the database does not answer.
pub async fn was_last(db: &impl ConnectionTrait, actor: &Actor, event: &Event) -> Result<bool, DbErr> {
    let last = Entity::find()
        .filter(Column::Object.eq(event.object))
        .filter(Column::ObjectId.eq(event.object_id))
        .order_by_desc(Column::Id)
        .one(db)
        .await?;
    Ok(last.is_some_and(|last| {
        let facts: Value = serde_json::from_str(&last.details).unwrap_or_default();
        let is_same = |(fact, value): (&String, &Value)| facts.get(fact) == Some(value);
        last.event == event.name
            && last.actor == actor.kind()
            && last.actor_id == actor.id()
            && event.details.as_object().is_none_or(|named| named.iter().all(is_same))
    }))
}
