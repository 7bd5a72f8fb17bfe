//! The applications of an offer as rows of a table.

use super::chips;
use crate::applications::{self, Application, ApplicationState, MandateState};
use crate::kernel::{ApplicationId, Instant, Lang, OrganisationId, PersonId};
use crate::locale::dates;
use crate::organisations::{self, Organisation};
use crate::people;
use crate::seats::{OfferedCourse, SeatOfferState, queries};
use crate::storage::ReadHandle;
use crate::web;
use crate::web::parts::Chip;
use sea_orm::DbErr;
use std::collections::HashMap;

/// One application in the table.
pub(super) struct Row {
    pub id: ApplicationId,
    pub reference: String,
    pub name: String,
    pub organisation: String,
    pub role: String,
    pub mandate: Chip,
    pub wishes: String,
    pub state: Chip,
    pub note: String,
    pub arrival: String,
    pub arrived_at: Instant,
    pub can_answer: bool,
}

/// The rows of the table, in order of arrival.
pub(super) async fn rows(
    db: &ReadHandle,
    course: &OfferedCourse,
    applications: &[Application],
    lang: Lang,
) -> Result<Vec<Row>, DbErr> {
    let wishes = applications::queries::wishes_of(db, course.offer.id).await?;
    let persons: Vec<PersonId> = applications.iter().map(|one| one.person_id).collect();
    let persons: HashMap<_, _> =
        people::queries::persons_among(db, &persons).await?.into_iter().map(|one| (one.id, one)).collect();
    let organisations = organisations_of(db, applications).await?;
    let mandates = mandates_of(db, applications).await?;
    let seats: HashMap<ApplicationId, _> = queries::seat_offers_under(db, course.offer.id)
        .await?
        .into_iter()
        .map(|seat| (seat.application_id, seat))
        .collect();
    let reserves: HashMap<ApplicationId, i64> = queries::reserves_of(db, course.offer.id)
        .await?
        .into_iter()
        .map(|reserve| (reserve.application_id, reserve.number))
        .collect();
    let name_of = |id| course.cohort(id).map_or("", |cohort| cohort.name.as_str());
    let rows = applications.iter().map(|one| {
        let (seat, person) = (seats.get(&one.id), persons.get(&one.person_id));
        let note = match (one.state, seat) {
            (ApplicationState::Offered | ApplicationState::Participant, Some(seat)) => {
                name_of(seat.cohort_id).to_owned()
            }
            (ApplicationState::Reserve, _) => reserves
                .get(&one.id)
                .map(|number| lang.say(format!("nr {number}"), format!("no. {number}")))
                .unwrap_or_default(),
            _ => String::new(),
        };
        Row {
            id: one.id,
            reference: one.reference.clone(),
            name: chips::shown_name(person, lang),
            organisation: organisations.get(&one.organisation_id).map(|one| one.name.clone()).unwrap_or_default(),
            role: person.map(|person| person.shown(lang, &one.role)).unwrap_or_default(),
            mandate: chips::mandate(mandates.get(&one.id).copied(), lang),
            wishes: wishes.of(one.id).map_or_else(
                || lang.say("alla", "all").to_owned(),
                |wished| wished.iter().map(|id| name_of(*id)).collect::<Vec<_>>().join(", "),
            ),
            state: web::chips::application(one.state, lang),
            note,
            arrival: dates::iso_moment(one.submitted_at),
            arrived_at: one.submitted_at,
            can_answer: seat
                .is_some_and(|seat| matches!(seat.state, SeatOfferState::Offered | SeatOfferState::Accepted)),
        }
    });
    Ok(rows.collect())
}

async fn organisations_of(
    db: &ReadHandle,
    applications: &[Application],
) -> Result<HashMap<OrganisationId, Organisation>, DbErr> {
    let ids: Vec<OrganisationId> = applications.iter().map(|one| one.organisation_id).collect();
    let rows = organisations::queries::among(db, &ids).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// The mandate that counts for each application: the one that is asked or confirmed, else the latest.
async fn mandates_of(
    db: &ReadHandle,
    applications: &[Application],
) -> Result<HashMap<ApplicationId, MandateState>, DbErr> {
    let ids: Vec<ApplicationId> = applications.iter().map(|one| one.id).collect();
    let mut rows = applications::queries::mandates_among(db, &ids).await?;
    rows.sort_by_key(|row| (matches!(row.state, MandateState::Asked | MandateState::Confirmed), row.id));
    Ok(rows.into_iter().map(|row| (row.application_id, row.state)).collect())
}
