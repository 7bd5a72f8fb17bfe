//! Lets unanswered seats lapse and passes them on.

use crate::house::House;
use crate::kernel::Instant;
use crate::seats;
use sea_orm::DbErr;

/// Lapses what is due and says how many seat offers that was.
///
/// # Errors
/// When the database does not answer.
pub async fn lapse_seats(house: &House, now: Instant) -> Result<usize, DbErr> {
    seats::actions::lapse_due(&house.db, &house.letterhead(), now).await
}
