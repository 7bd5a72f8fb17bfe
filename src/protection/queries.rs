//! Which rows point at a protected person.

use crate::applications::entity::{application, mandate};
use crate::applications::{Application, Mandate};
use crate::kernel::{ApplicationId, PersonId};
use crate::people::entity::account;
use crate::people::{self, Person};
use crate::seats::entity::participant;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashSet;

/// One person, unmasked.
#[derive(Debug, Clone)]
pub struct Revealed {
    /// The person.
    pub person: Person,
    /// Their applications, oldest first.
    pub applications: Vec<Application>,
    /// The managers who were asked.
    pub mandates: Vec<Mandate>,
    /// How their name stands on certificates, where they wrote it otherwise.
    pub names_on_paper: Vec<String>,
}

/// Everything that points at `person`; `None` when there is no such person.
///
/// # Errors
/// When the database does not answer.
pub async fn all_about(db: &impl ConnectionTrait, person: PersonId) -> Result<Option<Revealed>, DbErr> {
    let Some(person) = people::queries::find_person(db, person).await? else { return Ok(None) };
    let applications = application::Entity::find()
        .filter(application::Column::PersonId.eq(person.id))
        .order_by_asc(application::Column::Id)
        .all(db)
        .await?;
    let ids: Vec<ApplicationId> = applications.iter().map(|one| one.id).collect();
    let mandates = crate::applications::queries::mandates_among(db, &ids).await?;
    let participants = participant::Entity::find().filter(participant::Column::PersonId.eq(person.id)).all(db).await?;
    let names_on_paper = participants.into_iter().filter_map(|one| one.name_on_certificate).collect();
    Ok(Some(Revealed { person, applications, mandates, names_on_paper }))
}

/// The addresses of protected persons, and of the managers they named.
///
/// Whoever shows an address of a letter asks here first: a letter knows nothing of persons.
///
/// # Errors
/// When the database does not answer.
pub async fn addresses(db: &impl ConnectionTrait) -> Result<HashSet<String>, DbErr> {
    let persons = people::queries::protected(db).await?;
    if persons.is_empty() {
        return Ok(HashSet::new());
    }
    let ids = persons.iter().map(|person| person.id);
    let applications = application::Entity::find().filter(application::Column::PersonId.is_in(ids)).all(db).await?;
    let of = applications.iter().map(|one| one.id);
    let mandates = mandate::Entity::find().filter(mandate::Column::ApplicationId.is_in(of)).all(db).await?;
    let of_persons = persons.iter().map(|person| person.id);
    let accounts = account::Entity::find().filter(account::Column::PersonId.is_in(of_persons)).all(db).await?;
    let signing_in = accounts.into_iter().map(|one| one.email);
    let own = persons.into_iter().filter_map(|person| person.email).chain(signing_in);
    let applied = applications.into_iter().map(|one| one.email);
    Ok(own.chain(applied).chain(mandates.into_iter().map(|one| one.manager_email)).collect())
}
