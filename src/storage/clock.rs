//! The clock of a shared database, carried on between two looks at it.

use super::Db;
use crate::kernel::Instant;
use sea_orm::DbErr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant as Tick};

/// How long the machine's own seconds are trusted; quartz is wrong by less than a tenth of a millisecond in this time.
const TRUSTED: Duration = Duration::from_secs(1);

/// The database's clock, looked at once a second.
#[derive(Debug, Default)]
pub struct SharedClock(Mutex<Option<(Instant, Tick)>>);

impl SharedClock {
    /// What time it is by the clock of `db`, ahead by no more than the last look took.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read(&self, db: &Db) -> Result<Instant, DbErr> {
        if let Some((now, _)) = self.carried_on().filter(|(_, since)| *since < TRUSTED) {
            return Ok(now);
        }
        let asked = Tick::now();
        let now = db.clock().await?;
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A look that took longer than the next one does not turn the clock back.
        if kept.is_none_or(|(_, since)| since < asked) {
            *kept = Some((now, asked));
        }
        Ok(now)
    }

    /// The last look with the time since then added, and how long that is.
    fn carried_on(&self) -> Option<(Instant, Duration)> {
        let looked = (*self.0.lock().unwrap_or_else(PoisonError::into_inner))?;
        let since = looked.1.elapsed();
        let millis = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
        Some((Instant::from_millis(looked.0.millis().saturating_add(millis)), since))
    }
}
