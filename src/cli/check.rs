//! `stafett check`: walks the database and tells what is broken.

use super::{block_on, read_settings};
use crate::certification;
use crate::check;
use crate::house::House;
use crate::settings::Unusable;
use std::process::ExitCode;

/// Prints every broken invariant in a sentence; exit code 1 if there is any.
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
        let house = house.with_keys_in_use().await.map_err(unreadable)?;
        let now = house.now().await.map_err(unreadable)?;
        let mut broken = check::queries::broken(house.db.read(), now).await.map_err(unreadable)?;
        let host = house.verification_host();
        let verifiable = check::queries::verifiable(house.db.read(), &house.keys, host, now).await;
        broken.extend(verifiable.map_err(unreadable)?);
        let certificates = certification::soundness::broken(house.db.read()).await.map_err(unreadable)?;
        for sentence in broken.iter().map(ToString::to_string).chain(certificates.iter().cloned()) {
            println!("{sentence}");
        }
        let count = broken.len() + certificates.len();
        println!("{count} broken {}", if count == 1 { "invariant" } else { "invariants" });
        Ok(if count == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
    })
}
