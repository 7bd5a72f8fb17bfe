//! `stafett recheck`: derives every decision and certificate again and tells what came out otherwise.

use super::{block_on, read_settings};
use crate::check::recheck::recheck;
use crate::house::House;
use crate::settings::Unusable;
use std::process::ExitCode;

/// Prints every difference in a sentence; exit code 1 if there is any.
///
/// # Errors
/// When the database cannot be opened, or its tables are not up to date.
pub(super) fn run() -> Result<ExitCode, Unusable> {
    block_on(async {
        let house = House::open(read_settings()?, "").await?;
        if !house.db.is_ready().await {
            return Err(Unusable("The tables are not up to date; run stafett migrate first.".to_owned()));
        }
        let unreadable = |error: sea_orm::DbErr| Unusable(format!("The database cannot be read: {error}"));
        let derived = recheck(house.db.read()).await.map_err(unreadable)?;
        for difference in &derived.differences {
            println!("{difference}");
        }
        let (decisions, certificates) = (derived.decisions, derived.certificates);
        println!(
            "{decisions} decisions and {certificates} certificates derived, {} differences",
            derived.differences.len()
        );
        Ok(if derived.differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
    })
}
