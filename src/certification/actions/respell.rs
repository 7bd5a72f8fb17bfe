//! Writing a name the way it can be printed.

use super::super::{Press, Refusal, naming};
use crate::cohorts;
use crate::journal::{self, Event};
use crate::kernel::{Failure, Instant, ParticipantId, PersonName};
use crate::paper;
use crate::people::Coordinator;
use crate::seats;
use crate::storage::Db;

/// Sets how a participant's name will stand on the certificate, as when its letters cannot be printed.
///
/// Written by the coordinator after asking the person; the person's own name stays as it is, and what the person
/// confirmed before no longer counts as confirmed.
///
/// # Errors
/// Refused when this spelling cannot be printed either, or when a paper that holds bears the name already; stale when somebody changed it in between.
pub async fn respell(
    db: &Db,
    by: &Coordinator,
    (who, version, name): (ParticipantId, i64, &PersonName),
    press: &Press<'_>,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let missing = press.layouts.undrawable(name.as_str());
    if !missing.is_empty() {
        return Err(Failure::Refused(Refusal::Unprintable(paper::Refusal::Undrawable(missing))));
    }
    let tx = db.begin_write().await?;
    let found = seats::queries::find_participant(&tx, who).await?.ok_or(Failure::Missing("participant"))?;
    // Issuing holds the cohort, too: either the paper gets this spelling or this finds the paper issued.
    cohorts::queries::lock(&tx, found.cohort_id).await?;
    if naming::has_certificate(&tx, who).await? {
        return Err(Failure::Refused(Refusal::NameIssued));
    }
    if !seats::queries::set_name(&tx, (who, version), name, None).await? {
        return Err(Failure::Stale);
    }
    let event = Event::new("participant.name_respelt", "participant", who.0);
    let event = event.changed_personal("name", found.name_on_certificate, name.as_str());
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}
