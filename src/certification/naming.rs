//! How a participant's name stands on the certificate: confirmed by its bearer, before one is issued.

use super::queries;
use crate::applications::Applicant;
use crate::cohorts;
use crate::journal::{self, Event};
use crate::kernel::{Failure, Instant, Lang, ParticipantId, PersonName};
use crate::seats;
use crate::storage::Db;
use sea_orm::{ConnectionTrait, DbErr};

/// Why the name cannot be confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// A certificate carries the name already.
    Issued,
    /// The name has letters that cannot be printed.
    Unprintable,
}

impl crate::kernel::Refusal for Refusal {
    fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Issued => lang.say(
                "Ditt intyg är redan utfärdat med det här namnet. Hör av dig till samordnaren om det ska rättas.",
                "Your certificate is already issued with this name. Ask the coordinator to have it corrected.",
            ),
            Self::Unprintable => lang.say(
                "Namnet har bokstäver som inte kan tryckas på intyget. Skriv hur det ska stå med latinska, grekiska eller kyrilliska bokstäver, till exempel som i ditt pass.",
                "The name has letters that cannot be printed on the certificate. Write how it should stand in Latin, Greek or Cyrillic letters, for example as in your passport.",
            ),
        }
        .to_owned()
    }

    fn field(&self) -> Option<&'static str> {
        Some("name")
    }
}

/// Whether a certificate of any kind has been issued and stands.
///
/// # Errors
/// When the database does not answer.
pub async fn has_certificate(db: &impl ConnectionTrait, participant: ParticipantId) -> Result<bool, DbErr> {
    Ok(!queries::current_of(db, participant).await?.is_empty())
}

/// Confirms how the name stands on the certificate, and changes it while none is issued.
///
/// # Errors
/// Missing for somebody who is no participant, stale when the name was changed meanwhile, refused once it is on paper.
pub async fn confirm_name(
    db: &Db,
    by: &Applicant,
    name: &PersonName,
    version: i64,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let found = seats::queries::participant_of(&tx, by.application.id).await?;
    let found = found.ok_or(Failure::Missing("participant"))?;
    // Issuing holds the cohort, too: either the paper gets this name or the confirmation hears that it is too late.
    cohorts::queries::lock(&tx, found.cohort_id).await?;
    if has_certificate(&tx, found.id).await? {
        return Err(Failure::Refused(Refusal::Issued));
    }
    if !seats::queries::set_name(&tx, (found.id, version), name, Some(now)).await? {
        return Err(Failure::Stale);
    }
    let event = Event::new("name.confirmed", "participant", found.id.0);
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}
