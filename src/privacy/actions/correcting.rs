//! Correcting what is kept about a person, and noting that it was given out.

use crate::access::Letterhead;
use crate::applications;
use crate::journal::{self, Event};
use crate::kernel::{Actor, EmailAddress, Failure, Instant, OrganisationId, PersonId, PersonName};
use crate::people::entity::person;
use crate::people::{self, Coordinator, Person};
use crate::privacy::model::Refusal;
use crate::storage::{Db, is_taken};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DbErr, IntoActiveModel};

/// What a correction says; `None` leaves what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The name.
    pub name: Option<PersonName>,
    /// The address.
    pub email: Option<EmailAddress>,
    /// The organisation.
    pub organisation: Option<OrganisationId>,
    /// The version that was seen.
    pub version: i64,
}

/// Corrects a person's name, address or organisation.
///
/// Another address becomes that of all their applications, and what was sent to the former opens nothing any longer. An account
/// keeps the address it signs in with. Certificates stay as they were printed; they have a correction of their own. The
/// values before and after go to the journal as values about a person.
///
/// # Errors
/// Missing when there is no such person; stale when somebody saved in between; refused when another application to the same
/// offer has the address.
pub async fn correct(
    db: &Db,
    head: &Letterhead<'_>,
    by: &Coordinator,
    (id, what): (PersonId, &Correction),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    // Before the person, in the order of locks: an address is corrected from an application, too.
    let applied = applications::actions::lock_all_of(&tx, id).await?;
    let found = people::queries::hold_person(&tx, id).await?.ok_or(Failure::Missing("person"))?;
    if found.version != what.version {
        return Err(Failure::Stale);
    }
    let before = found.clone();
    let mut row: person::ActiveModel = found.into_active_model();
    let mut event = Event::new("person.corrected", "person", id.0);
    if let Some(name) = what.name.as_ref().filter(|name| name.as_str() != before.true_name) {
        event = event.with_personal("name_before", before.true_name.as_str()).with_personal("name", name.as_str());
        row.true_name = Set(name.to_string());
    }
    let moved = what.email.as_ref().filter(|email| before.email != Some(email.normalised()));
    if let Some(email) = moved {
        event = event.with_personal("email_before", before.email.clone()).with_personal("email", email.normalised());
        row.email = Set(Some(email.normalised()));
    }
    if let Some(organisation) = what.organisation.filter(|one| before.organisation_id != Some(*one)) {
        event = event.with("organisation_before", before.organisation_id.map(|one| one.0));
        event = event.with("organisation", organisation.0);
        row.organisation_id = Set(Some(organisation));
    }
    if !row.is_changed() {
        return Ok(());
    }
    row.version = Set(before.version + 1);
    row.update(&tx).await?;
    if let Some(email) = moved {
        let readdressed =
            applications::actions::readdress(&tx, head, &by.actor(), (&before, applied, email), now).await;
        readdressed.map_err(|error| {
            if is_taken(&error) { Failure::Refused(Refusal::AddressTaken) } else { Failure::Storage(error) }
        })?;
    }
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Notes that everything about `person` was given out.
///
/// # Errors
/// When the database refuses; then nothing may be given out.
pub async fn note_extract(db: &Db, by: &Actor, person: &Person, now: Instant) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    journal::record(&tx, by, Event::new("person.extracted", "person", person.id.0), now).await?;
    tx.commit().await
}
