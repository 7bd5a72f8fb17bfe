//! Taking over a spreadsheet of earlier graduates, and taking that back.

use super::import::{self, Refusal};
use super::import_check::{Sound, check};
use super::import_queries as queries;
use crate::access::{SubmissionKey, submissions};
use crate::journal::{self, Event};
use crate::kernel::{Day, EmailAddress, Failure, ImportId, Instant, NoRefusal, OrganisationId, PersonId, ProgrammeId};
use crate::people::{Coordinator, Person};
use crate::storage::{Db, WriteTx};
use rocket::futures::future::BoxFuture;
use sea_orm::DbErr;
use std::collections::{HashMap, HashSet};

/// A paste that the coordinator has seen the preview of.
#[derive(Debug, Clone, Copy)]
pub struct Confirmed<'a> {
    /// The one-time key of the form.
    pub key: &'a SubmissionKey,
    /// What was pasted.
    pub paste: &'a str,
    /// The programme the graduates completed.
    pub programme: ProgrammeId,
    /// How many rows the preview called sound.
    pub expected: usize,
    /// Today, the last day somebody can have completed on.
    pub today: Day,
}

/// Registers the sound rows as graduates of the former register, completed on 31 December of their year.
///
/// The former register knows years, not days: the last day keeps the person out of every earlier period and out of the
/// coverage rounds of offers that closed that year. Rows are checked again inside, because the register may have changed
/// since the preview; somebody already known by the same name and address (or name and organisation) is not added twice.
///
/// # Errors
/// Refused when no row is sound; `Stale` when other rows are sound now than the preview said; `Repeated` when this form
/// was sent before.
pub async fn import(
    db: &Db,
    by: &Coordinator,
    confirmed: Confirmed<'_>,
    now: Instant,
) -> Result<ImportId, Failure<Refusal>> {
    let rows = import::rows(confirmed.paste).map_err(Failure::Refused)?;
    let tx = db.begin_write().await?;
    submissions::spend(&tx, confirmed.key, "/desk/imports", now).await?;
    let programme = queries::lock_programme(&tx, confirmed.programme).await?;
    let programme = programme.ok_or(Failure::Refused(Refusal::NoProgramme))?;
    let register = queries::register(&tx, programme.id, confirmed.today).await?;
    let sound: Vec<Sound> = check(rows, &register).into_iter().filter_map(|row| row.outcome.ok()).collect();
    if sound.len() != confirmed.expected {
        return Err(Failure::Stale);
    }
    if sound.is_empty() {
        return Err(Failure::Refused(Refusal::NoSoundRow));
    }
    let known = queries::namesakes(&tx, &sound).await?;
    let news = newcomers(&sound, &known);
    let known = Known::of(known.into_iter().chain(queries::add_persons(&tx, &news, now).await?));
    let placed: Vec<(PersonId, &Sound)> = sound.iter().filter_map(|one| Some((known.find(one)?, one))).collect();
    let id = queries::add_import(&tx, by.account, placed.len(), now).await?;
    queries::add_graduates(&tx, id, &programme, &placed, now).await?;
    let event = Event::new("graduates.imported", "import", id.0).with("rows", placed.len());
    journal::record(&tx, &by.actor(), event.with("new_persons", news.len()), now).await?;
    submissions::set_receipt(&tx, confirmed.key, &format!("/desk/imports/{id}")).await?;
    tx.commit().await?;
    Ok(id)
}

/// Asks the rooms above which of these persons they refer to.
pub type Used = for<'a> fn(&'a WriteTx, &'a [PersonId]) -> BoxFuture<'a, Result<Vec<PersonId>, DbErr>>;

/// Takes a whole import back: its graduates, and the persons nothing else uses.
///
/// `used` tells which persons later rooms refer to (seats, certificates, plans); they stay. It is asked inside the
/// transaction, so that nobody begins to be used in between. Undoing twice is undoing once.
///
/// # Errors
/// `Missing` when there is no such import.
pub async fn undo(db: &Db, by: &Coordinator, id: ImportId, used: Used, now: Instant) -> Result<(), Failure<NoRefusal>> {
    let tx = db.begin_write().await?;
    queries::find_import(&tx, id).await?.ok_or(Failure::Missing("import"))?;
    if !queries::mark_undone(&tx, id, now).await? {
        return Ok(());
    }
    let persons = queries::persons_of(&tx, id).await?;
    queries::remove_graduates(&tx, id).await?;
    let mut kept: HashSet<PersonId> = queries::still_graduates(&tx, &persons).await?.into_iter().collect();
    kept.extend(used(&tx, &persons).await?);
    let unused: Vec<PersonId> = persons.iter().copied().filter(|person| !kept.contains(person)).collect();
    queries::remove_persons(&tx, &unused).await?;
    let event = Event::new("graduates.import_undone", "import", id.0).with("persons_removed", unused.len());
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Persons in the register, by name.
struct Known(HashMap<String, Vec<Person>>);

impl Known {
    fn of(persons: impl Iterator<Item = Person>) -> Self {
        let mut named: HashMap<String, Vec<Person>> = HashMap::new();
        for person in persons {
            named.entry(person.true_name.clone()).or_default().push(person);
        }
        Self(named)
    }

    /// The person a row means; an address that agrees before an organisation that does.
    fn find(&self, row: &Sound) -> Option<PersonId> {
        let named = self.0.get(row.row.name.as_str())?;
        let by_address = named.iter().find(|person| person.email.is_some() && person.email == address_of(row));
        by_address.or_else(|| named.iter().find(|person| is_meant(person, row))).map(|person| person.id)
    }
}

/// The rows that need a new person, one for each: two years of one person are two rows and one person.
///
/// Rows with an address come first, so that one without finds them and not the other way round.
fn newcomers<'a>(rows: &'a [Sound], known: &[Person]) -> Vec<&'a Sound> {
    let known = Known::of(known.iter().cloned());
    let (with, without): (Vec<&Sound>, Vec<&Sound>) = rows.iter().partition(|row| row.row.email.is_some());
    let mut news: HashMap<&str, Vec<&Sound>> = HashMap::new();
    let mut order = Vec::new();
    for row in with.into_iter().chain(without).filter(|row| known.find(row).is_none()) {
        let namesakes = news.entry(row.row.name.as_str()).or_default();
        if !namesakes.iter().any(|new| agree(address_of(new), new.organisation, row)) {
            namesakes.push(row);
            order.push(row);
        }
    }
    order
}

fn is_meant(person: &Person, row: &Sound) -> bool {
    match person.organisation_id {
        Some(organisation) => agree(person.email.clone(), organisation, row),
        None => person.email.is_some() && person.email == address_of(row),
    }
}

/// Addresses decide when both are known, else the organisation does.
fn agree(email: Option<String>, organisation: OrganisationId, row: &Sound) -> bool {
    match (email, address_of(row)) {
        (Some(one), Some(other)) => one == other,
        _ => organisation == row.organisation,
    }
}

fn address_of(row: &Sound) -> Option<String> {
    row.row.email.as_ref().map(EmailAddress::normalised)
}
