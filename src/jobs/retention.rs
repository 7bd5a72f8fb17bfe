//! Disposes at night of what is due.

use crate::access::{asked, attempts, networks};
use crate::house::House;
use crate::kernel::Instant;
use crate::locale::stockholm;
use crate::privacy::actions;
use crate::storage;
use chrono::Timelike;
use sea_orm::DbErr;

/// The hours of the night in which it is done: few are here then, and an hour that does not exist is followed by one that does.
const NIGHT: std::ops::Range<u32> = 2..5;

/// Longer than the night and shorter than a day: whoever is first in a night holds the turn until the next.
const TURN_MINUTES: i64 = 20 * 60;

/// Between two and five in the morning (Stockholm) disposes of what is due by itself and says how many records that was.
///
/// Once a night, on whichever node comes first; a night that was interrupted is finished by the next.
///
/// # Errors
/// When the database does not answer.
pub async fn dispose_at_night(house: &House, now: Instant) -> Result<usize, DbErr> {
    if !NIGHT.contains(&stockholm::to_stockholm(now).hour()) {
        return Ok(0);
    }
    let mut turn = [0_u8; 8];
    getrandom::fill(&mut turn).map_err(|error| DbErr::Custom(error.to_string()))?;
    // Nobody has this name again: not even the same node takes the turn twice.
    let turn = data_encoding::HEXLOWER.encode(&turn);
    if !storage::hold(&house.db, "retention", &turn, now, now.plus_minutes(TURN_MINUTES)).await? {
        return Ok(0);
    }
    let tx = house.db.begin_write().await?;
    attempts::forget_subjects(&tx, now).await?;
    networks::forget_old(&tx, now).await?;
    asked::forget_old(&tx, now).await?;
    tx.commit().await?;
    actions::dispose_due(&house.db, now).await
}
