//! Publishing what papers are verified by.

use super::key_ring::KeyRing;
use super::queries;
use crate::kernel::Instant;
use crate::storage::Db;
use sea_orm::DbErr;

/// Publishes every key of `ring` that is not yet, and the retirements of those that are; done at every start.
///
/// # Errors
/// When the database does not answer; then nothing was written.
pub async fn publish(db: &Db, ring: &KeyRing) -> Result<(), DbErr> {
    let kept = queries::published(db.read()).await?;
    let is_news = |one: &&super::model::Published| {
        !kept.iter().any(|known| known.id == one.id && (known.retired_at.is_some() || one.retired_at.is_none()))
    };
    let ours = ring.published();
    let news: Vec<_> = ours.iter().filter(is_news).collect();
    if news.is_empty() {
        return Ok(());
    }
    let tx = db.begin_write().await?;
    for key in news {
        queries::publish(&tx, key).await?;
        if let Some(retired_at) = key.retired_at {
            queries::retire(&tx, &key.id, retired_at).await?;
        }
    }
    tx.commit().await
}

/// Writes down that a published key signs no more, whose private half may be gone. Tells whether there was such a key.
///
/// # Errors
/// When the database does not answer.
pub async fn retire(db: &Db, id: &str, now: Instant) -> Result<bool, DbErr> {
    let tx = db.begin_write().await?;
    let changed = queries::retire(&tx, id, now).await?;
    tx.commit().await?;
    Ok(changed > 0)
}

/// Notes the host that papers carry at the first start; later starts note nothing by themselves.
///
/// The answer is the host in use when it is another one than `host`: a change nobody has said yes to. Papers that are out
/// carry the old host for ever, so a slip in a setting must not become the truth by a restart.
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
    let tx = db.begin_write().await?;
    queries::note_host(&tx, host, now).await?;
    tx.commit().await
}
