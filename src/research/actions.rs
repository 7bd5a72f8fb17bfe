//! Taking data out: written down.

use crate::journal::{self, Event};
use crate::kernel::{Failure, Instant, NoRefusal, OrganisationId};
use crate::people::Researcher;
use crate::storage::Db;

/// Writes down that a researcher took out what there is about `pilot`, and in which form.
///
/// # Errors
/// When the database refuses; then nothing is handed out.
pub async fn note_export(
    db: &Db,
    by: &Researcher,
    (pilot, format): (OrganisationId, &str),
    now: Instant,
) -> Result<(), Failure<NoRefusal>> {
    let tx = db.begin_write().await?;
    let event = Event::new("research.exported", "organisation", pilot.0).with("format", format);
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}
