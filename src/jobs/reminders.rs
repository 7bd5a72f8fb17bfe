//! Reminds managers who have not answered, and sends what was held back for the morning.

use crate::applications::actions;
use crate::house::House;
use crate::kernel::Instant;
use crate::locale::stockholm;
use chrono::Timelike;
use sea_orm::DbErr;

const MORNING: u32 = 7;

/// Writes the reminders that are due; from seven in the morning also the letters held back the day before.
///
/// # Errors
/// When the database does not answer.
pub async fn remind_managers(house: &House, now: Instant) -> Result<usize, DbErr> {
    let head = house.letterhead();
    let mut written = actions::remind_managers(&house.db, &head, now).await?;
    if stockholm::to_stockholm(now).hour() >= MORNING {
        written += actions::send_held(&house.db, &head, now).await?;
    }
    Ok(written)
}
