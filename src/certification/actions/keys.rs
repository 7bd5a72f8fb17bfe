//! Publishing what papers are verified by: keys, and the hosts that papers carry.

use crate::journal::{self, Event};
use crate::kernel::{Actor, Instant};
use crate::seals::{KeyRing, Published, queries};
use crate::storage::{Db, WriteTx};
use sea_orm::DbErr;

/// Publishes every key of `ring` that is not yet, and the retirements of those that are; done at every start.
///
/// # Errors
/// When the database does not answer; then nothing was written.
pub async fn publish_keys(db: &Db, ring: &KeyRing, now: Instant) -> Result<(), DbErr> {
    let kept = queries::published(db.read()).await?;
    let is_known = |one: &Published| kept.iter().any(|known| known.id == one.id);
    let is_over = |one: &Published| kept.iter().any(|known| known.id == one.id && known.retired_at.is_some());
    let ours = ring.published();
    let news: Vec<_> = ours.iter().filter(|one| !is_known(one) || one.retired_at.is_some() && !is_over(one)).collect();
    if news.is_empty() {
        return Ok(());
    }
    let tx = db.begin_write().await?;
    for key in news {
        if !is_known(key) {
            queries::publish(&tx, key).await?;
            record(&tx, "key.published", key.kind.key(), &key.id, now).await?;
        }
        if let Some(retired_at) = key.retired_at
            && queries::retire(&tx, &key.id, retired_at).await? > 0
        {
            record(&tx, "key.retired", key.kind.key(), &key.id, now).await?;
        }
    }
    tx.commit().await
}

/// Writes down that a published key signs no more, whose private half may be gone. Tells whether there was such a key.
///
/// # Errors
/// When the database does not answer.
pub async fn retire_key(db: &Db, id: &str, now: Instant) -> Result<bool, DbErr> {
    let tx = db.begin_write().await?;
    let changed = queries::retire(&tx, id, now).await? > 0;
    if changed {
        record(&tx, "key.retired", "gone", id, now).await?;
        tx.commit().await?;
    }
    Ok(changed)
}

async fn record(tx: &WriteTx, event: &'static str, kind: &str, id: &str, now: Instant) -> Result<(), DbErr> {
    let event = Event::new(event, "platform", 1).with("kind", kind).with("key", id.to_owned());
    journal::record(tx, &Actor::House, event, now).await
}

/// Notes the host that papers carry at the first start; later starts note nothing by themselves.
///
/// The answer is the host in use when it is another one than `host`: a change nobody has said yes to. Papers that are out
/// carry the old host for ever, so a slip in a setting must not become the truth by a restart: until somebody says yes,
/// nothing is issued.
///
/// # Errors
/// When the database does not answer.
pub async fn first_host(db: &Db, host: &str, now: Instant) -> Result<Option<String>, DbErr> {
    let known = queries::hosts(db.read()).await?;
    match known.into_iter().next() {
        Some(in_use) if in_use == host => Ok(None),
        Some(in_use) => Ok(Some(in_use)),
        None => accept_host(db, host, now).await.map(|()| None),
    }
}

/// Says yes to papers carrying `host` from now on; earlier hosts are answered as before.
///
/// # Errors
/// When the database does not answer.
pub async fn accept_host(db: &Db, host: &str, now: Instant) -> Result<(), DbErr> {
    let before = queries::hosts(db.read()).await?.into_iter().next();
    let tx = db.begin_write().await?;
    queries::note_host(&tx, host, now).await?;
    let event = Event::new("verification_host.accepted", "platform", 1).changed("host", before, host);
    journal::record(&tx, &Actor::House, event, now).await?;
    tx.commit().await
}
