//! What people do about letters.

use super::queries;
use crate::journal::{self, Event};
use crate::kernel::{Actor, Instant, LetterId};
use crate::storage::Db;
use sea_orm::DbErr;

/// Lets a parked letter be tried again; `false` when there is no such letter.
///
/// One that was sent or is waiting already stays as it is, so pressing twice sends once.
///
/// # Errors
/// When the database refuses.
pub async fn try_again(db: &Db, by: &Actor, letter: LetterId, now: Instant) -> Result<bool, DbErr> {
    let tx = db.begin_write().await?;
    if queries::find(&tx, letter).await?.is_none() {
        return Ok(false);
    }
    queries::retry(&tx, letter, now).await?;
    journal::record(&tx, by, Event::new("letter.retried", "letter", letter.0), now).await?;
    tx.commit().await?;
    Ok(true)
}
