//! Reading and adding entries.

use super::Event;
use super::entity::{Column, Entity, Model, values};
use crate::kernel::{AccountId, Actor, Instant};
use crate::storage::{Noted, WriteTx};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use serde_json::Value;

/// Writes down that `actor` did `event`, in the transaction that does it.
///
/// The entry is chained and written at the commit; until then nobody reads it, the transaction itself included.
///
/// # Errors
/// None today; whoever records must be ready for a refusal.
pub async fn record(tx: &WriteTx, actor: &Actor, event: Event, now: Instant) -> Result<(), DbErr> {
    tx.note(Noted {
        at: now,
        actor: actor.clone(),
        event: event.name,
        object: event.object,
        object_id: event.object_id,
        details: event.details.to_string(),
        values: event.values.to_string(),
    });
    Ok(())
}

/// An entry as pages show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The entry.
    pub entry: Model,
    /// The actor's name at the time; empty where there is none or it has been erased.
    pub actor_name: String,
    /// Values about persons, as a JSON object; `None` once they have been erased.
    pub values: Option<String>,
}

/// What happened to one thing, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn history_of(db: &impl ConnectionTrait, object: &str, object_id: i64) -> Result<Vec<Told>, DbErr> {
    let entries = Entity::find()
        .filter(Column::Object.eq(object))
        .filter(Column::ObjectId.eq(object_id))
        .order_by_desc(Column::Id)
        .all(db)
        .await?;
    with_values(db, entries).await
}

/// Which entries are looked for; what is `None` is left open.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'a> {
    /// The event, in one word.
    pub event: Option<&'a str>,
    /// The kind of thing it happened to.
    pub object: Option<&'a str>,
    /// Which one.
    pub object_id: Option<i64>,
    /// The account that did it.
    pub account: Option<AccountId>,
    /// From this moment on.
    pub from: Option<Instant>,
    /// Before this moment.
    pub until: Option<Instant>,
}

/// Some of the entries, newest first.
#[derive(Debug, Clone)]
pub struct Page {
    /// The entries.
    pub entries: Vec<Told>,
    /// The number before which the next page begins; `None` on the last one.
    pub next: Option<i64>,
}

/// At most `most` entries that fit `filter`, newest first, with numbers below `before`.
///
/// # Errors
/// When the database does not answer.
pub async fn entries(
    db: &impl ConnectionTrait,
    filter: &Filter<'_>,
    before: Option<i64>,
    most: usize,
) -> Result<Page, DbErr> {
    let mut found = Entity::find()
        .apply_if(filter.event, |rows, event| rows.filter(Column::Event.eq(event)))
        .apply_if(filter.object, |rows, object| rows.filter(Column::Object.eq(object)))
        .apply_if(filter.object_id, |rows, id| rows.filter(Column::ObjectId.eq(id)))
        .apply_if(filter.account, |rows, account| {
            rows.filter(Column::Actor.eq("account")).filter(Column::ActorId.eq(account.0))
        })
        .apply_if(filter.from, |rows, from| rows.filter(Column::At.gte(from)))
        .apply_if(filter.until, |rows, until| rows.filter(Column::At.lt(until)))
        .apply_if(before, |rows, before| rows.filter(Column::Id.lt(before)))
        .order_by_desc(Column::Id)
        .limit(u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1))
        .all(db)
        .await?;
    let has_more = found.len() > most;
    found.truncate(most);
    let next = found.last().filter(|_| has_more).map(|entry| entry.id);
    Ok(Page { entries: with_values(db, found).await?, next })
}

/// One entry.
///
/// # Errors
/// When the database does not answer.
pub async fn entry(db: &impl ConnectionTrait, id: i64) -> Result<Option<Told>, DbErr> {
    let found = Entity::find_by_id(id).one(db).await?;
    Ok(with_values(db, found.into_iter().collect()).await?.pop())
}

/// The entries with what they say about persons.
pub(super) async fn with_values(db: &impl ConnectionTrait, entries: Vec<Model>) -> Result<Vec<Told>, DbErr> {
    let ids: Vec<i64> = entries.iter().map(|entry| entry.id).collect();
    let mut beside: std::collections::HashMap<i64, values::Model> = values::Entity::find()
        .filter(values::Column::JournalId.is_in(ids))
        .all(db)
        .await?
        .into_iter()
        .map(|values| (values.journal_id, values))
        .collect();
    let told = |entry: Model| {
        let values = beside.remove(&entry.id);
        let actor_name = values.as_ref().map(|values| values.actor_name.clone()).unwrap_or_default();
        Told { entry, actor_name, values: values.map(|values| values.details) }
    };
    Ok(entries.into_iter().map(told).collect())
}

/// Which personal values are erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Erased {
    /// Those of all entries before a moment.
    Before(Instant),
    /// Those of these entries.
    Entries(Vec<i64>),
}

/// How many numbers one statement takes.
const AT_ONCE: usize = 1_000;

/// Erases personal values and says how many entries had any; that it was done is recorded, with what was erased.
///
/// The chain holds only their salted digest and stays whole; by the event, verification tells this from tampering.
///
/// # Errors
/// When the database refuses.
pub async fn erase_values(tx: &WriteTx, actor: &Actor, which: &Erased, now: Instant) -> Result<u64, DbErr> {
    let event = Event::new("journal.values_erased", "journal", 0);
    let (erased, event) = match which {
        Erased::Before(before) => {
            let old = Entity::find().select_only().column(Column::Id).filter(Column::At.lt(*before)).into_query();
            let deleted =
                values::Entity::delete_many().filter(values::Column::JournalId.in_subquery(old)).exec(tx).await?;
            (deleted.rows_affected, event.with("before", before.millis()))
        }
        Erased::Entries(entries) => {
            let mut erased = 0;
            for some in entries.chunks(AT_ONCE) {
                let among = values::Column::JournalId.is_in(some.iter().copied());
                erased += values::Entity::delete_many().filter(among).exec(tx).await?.rows_affected;
            }
            (erased, event.with("entries", entries.clone()))
        }
    };
    if erased > 0 {
        record(tx, actor, event, now).await?;
    }
    Ok(erased)
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
