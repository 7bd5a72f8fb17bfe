//! What the house disposes of by itself.

use super::disposing::dispose;
use crate::journal::{self, Event};
use crate::kernel::{Actor, Instant};
use crate::privacy::queries;
use crate::privacy::rules::{self, Rule};
use crate::storage::Db;
use sea_orm::DbErr;

/// How many records one transaction disposes of.
const BATCH: u64 = 500;

/// Disposes of what is due under the rules that need nobody, and says how many records that was.
///
/// A batch is a transaction: an interrupted night is finished by the next. A rule is read again under each batch, so that one
/// that is changed meanwhile holds at once.
///
/// # Errors
/// When the database does not answer.
pub async fn dispose_due(db: &Db, now: Instant) -> Result<usize, DbErr> {
    let mut disposed = 0;
    for rule in queries::rules(db.read()).await? {
        if rules::may_run_by_itself(&rule) {
            while batch(db, &rule, now).await? == BATCH {
                disposed += usize::try_from(BATCH).unwrap_or_default();
            }
        }
    }
    Ok(disposed)
}

async fn batch(db: &Db, rule: &Rule, now: Instant) -> Result<u64, DbErr> {
    let until = rules::until(rule.days, now);
    if crate::privacy::due::list(db.read(), rule.what(), until, 1).await?.is_empty() {
        return Ok(0);
    }
    let tx = db.begin_write().await?;
    let rule = queries::rule(&tx, rule.what()).await?;
    if !rules::may_run_by_itself(&rule) {
        return Ok(0);
    }
    let until = rules::until(rule.days, now);
    let count = dispose(&tx, (&Actor::House, now), (rule.what(), until), BATCH).await?;
    if count > 0 {
        let event = Event::new("retention.disposed", "retention", 0)
            .with("what", rule.what().key())
            .with("until", until.millis())
            .with("count", count);
        journal::record(&tx, &Actor::House, event, now).await?;
    }
    tx.commit().await?;
    Ok(count)
}
