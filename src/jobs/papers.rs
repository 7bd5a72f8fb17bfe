//! Writes the papers of certificates that have been issued.

use crate::certification::actions;
use crate::house::House;
use crate::kernel::Instant;
use sea_orm::DbErr;

/// Writes what is due and says how many certificates were released; wakes the jobs again while there may be more.
///
/// # Errors
/// When the database does not answer.
pub async fn write_papers(house: &House, now: Instant) -> Result<usize, DbErr> {
    let released = actions::finish_unreleased(&house.db, &house.press(), now).await?;
    if released > 0 {
        house.due.notify_one();
    }
    Ok(released)
}
