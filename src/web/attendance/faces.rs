//! The participants of a cohort as lists show them.

use crate::kernel::{CohortId, Lang, OrganisationId, PersonId};
use crate::locale::sorting;
use crate::organisations;
use crate::people::{self, Person};
use crate::seats::{self, Participant};
use sea_orm::{ConnectionTrait, DbErr};
use std::collections::HashMap;

/// A participant with name and organisation.
#[derive(Debug, Clone)]
pub struct Face {
    /// The participant.
    pub participant: Participant,
    /// The name as it may be shown.
    pub name: String,
    /// The organisation's name.
    pub organisation: String,
    /// Whether the name is withheld.
    pub is_protected: bool,
}

/// The participants of a cohort, by name.
///
/// # Errors
/// When the database does not answer.
pub async fn faces_of(db: &impl ConnectionTrait, cohort: CohortId, lang: Lang) -> Result<Vec<Face>, DbErr> {
    let participants = seats::queries::active_among(db, &[cohort]).await?;
    with_names(db, participants, lang).await
}

/// These participants, by name; three statements, however many there are.
///
/// # Errors
/// When the database does not answer.
pub async fn with_names(
    db: &impl ConnectionTrait,
    participants: Vec<Participant>,
    lang: Lang,
) -> Result<Vec<Face>, DbErr> {
    let persons: Vec<PersonId> = participants.iter().map(|each| each.person_id).collect();
    let persons: HashMap<PersonId, Person> =
        people::queries::persons_among(db, &persons).await?.into_iter().map(|person| (person.id, person)).collect();
    let from: Vec<OrganisationId> = participants.iter().map(|each| each.organisation_id).collect();
    let from: HashMap<OrganisationId, String> =
        organisations::queries::among(db, &from).await?.into_iter().map(|each| (each.id, each.name)).collect();
    let mut faces: Vec<Face> = participants
        .into_iter()
        .map(|participant| Face {
            name: persons.get(&participant.person_id).map_or_else(String::new, |person| person.shown_name(lang)),
            is_protected: persons.get(&participant.person_id).is_none_or(|person| person.is_protected),
            organisation: from.get(&participant.organisation_id).cloned().unwrap_or_default(),
            participant,
        })
        .collect();
    faces.sort_by(|left, right| sorting::compare(&left.name, &right.name));
    Ok(faces)
}
