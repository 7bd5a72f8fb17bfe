//! The example programme and region file, as they stand in `demo/skane`, laid into a database without any person.
//!
//! An empty installation may begin with them, and the demo does. Both can be loaded again without doubling anything.

mod programme;
mod region;

pub use programme::{ExampleProgramme, load_programme, programme};
pub use region::{ExamplePlatform, Region, load_region, region};

use crate::journal::{self, Event};
use crate::kernel::{Failure, Instant, NoRefusal};
use crate::people::Coordinator;
use crate::storage::Db;
use sea_orm::DbErr;

/// Lays programme, rule and organisations down for a coordinator who begins with the example.
///
/// # Errors
/// When the database refuses.
pub async fn begin_with_example(db: &Db, by: &Coordinator, now: Instant) -> Result<(), Failure<NoRefusal>> {
    let tx = db.begin_write().await?;
    let version = load_programme(&tx, now).await?;
    let added = load_region(&tx, now).await?;
    let event = Event::new("example.loaded", "programme_version", version.0).with("organisations", added);
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

/// A file inside the binary that cannot be read is ours to mend; tests read them all.
fn unreadable(error: impl std::fmt::Display) -> DbErr {
    DbErr::Custom(format!("the example's files cannot be read: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Day;

    #[test]
    fn the_files_inside_the_binary_can_be_read() {
        let (programme, region) = (programme().expect("the programme"), region().expect("the region"));

        let organisations = region.organisations_on(Day::from_ymd_opt(2012, 9, 3).expect("a day"));

        assert_eq!(programme.days(), 6);
        assert_eq!(organisations.len(), 41);
        assert!(organisations.iter().any(|one| one.name == "Malmö högskola"));
    }
}
