//! Erases needs whose time is over.

use crate::house::House;
use crate::kernel::Instant;
use crate::needs::actions;
use sea_orm::DbErr;

/// Erases the needs of those who take no part any longer, and of cohorts that ended more than seven days ago.
///
/// # Errors
/// When the database does not answer.
pub async fn erase_needs(house: &House, now: Instant) -> Result<usize, DbErr> {
    actions::erase_due(&house.db, now).await
}
