//! Disposes at night of what is due.

use crate::house::House;
use crate::kernel::Instant;
use crate::locale::stockholm;
use crate::privacy::actions;
use chrono::Timelike;
use sea_orm::DbErr;

/// The hours of the night in which it is done: few are here then, and an hour that does not exist is followed by one that does.
const NIGHT: std::ops::Range<u32> = 2..5;

/// Between two and five in the morning (Stockholm) disposes of what is due by itself and says how many records that was.
///
/// Run again in the same night it finds nothing left to do.
///
/// # Errors
/// When the database does not answer.
pub async fn dispose_at_night(house: &House, now: Instant) -> Result<usize, DbErr> {
    if !NIGHT.contains(&stockholm::to_stockholm(now).hour()) {
        return Ok(0);
    }
    actions::dispose_due(&house.db, now).await
}
