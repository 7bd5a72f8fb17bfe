//! `stafett migrate`: brings the tables up to date.

use super::{block_on, read_settings};
use crate::house::House;
use crate::settings::Unusable;
use std::process::ExitCode;

/// Makes every change of the tables that has not been made yet.
///
/// # Errors
/// When a change cannot be made; starting again goes on where it stopped.
pub(super) fn run() -> Result<ExitCode, Unusable> {
    block_on(async {
        let house = House::open(read_settings()?, "").await?;
        house.db.migrate().await.map_err(|error| Unusable(format!("A change of the tables failed: {error}")))?;
        println!("The tables are up to date.");
        Ok(ExitCode::SUCCESS)
    })
}
