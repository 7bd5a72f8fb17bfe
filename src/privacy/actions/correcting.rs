//! Correcting what is kept about a person, and noting that it was given out.

use crate::journal::{self, Event};
use crate::kernel::{Actor, EmailAddress, Failure, Instant, OrganisationId, PersonId, PersonName};
use crate::people::entity::person;
use crate::people::{Coordinator, Person};
use crate::privacy::model::Refusal;
use crate::privacy::queries;
use crate::storage::Db;
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
/// Certificates stay as they were printed; they have a correction of their own. The values before and after go to the
/// journal as values about a person.
///
/// # Errors
/// Missing when there is no such person; stale when somebody saved in between.
pub async fn correct(
    db: &Db,
    by: &Coordinator,
    id: PersonId,
    what: &Correction,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let found = queries::lock_person(&tx, id).await?.ok_or(Failure::Missing("person"))?;
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
    let email = what.email.as_ref().map(EmailAddress::normalised);
    if let Some(email) = email.filter(|email| before.email.as_ref() != Some(email)) {
        event = event.with_personal("email_before", before.email.clone()).with_personal("email", email.as_str());
        row.email = Set(Some(email));
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
