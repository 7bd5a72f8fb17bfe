//! Moves cohorts and offers on as the calendar says: begun, closed, ended.

use crate::house::House;
use crate::kernel::Instant;
use crate::{cohorts, completion, offers};
use sea_orm::DbErr;

/// Moves on what is due and says how many cohorts and offers that was.
///
/// # Errors
/// When the database does not answer.
pub async fn turn_cohorts(house: &House, now: Instant) -> Result<usize, DbErr> {
    let begun = cohorts::actions::begin_due(&house.db, now).await?;
    let closed = completion::actions::close_due(&house.db, now).await?;
    let ended = offers::actions::end_due(&house.db, now).await?;
    Ok(begun + closed + ended)
}
