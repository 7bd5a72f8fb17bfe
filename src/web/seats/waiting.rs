//! Who has not applied, and who came late.

use super::rows::Row;
use crate::applications::{self, Application, ApplicationState};
use crate::kernel::{ApplicationId, CohortId, Lang, OfferId, OrganisationId};
use crate::locale::{dates, sorting, stockholm};
use crate::offers::entity::offer_organisation;
use crate::organisations;
use crate::seats::OfferedCourse;
use crate::seats::draw;
use crate::storage::ReadHandle;
use crate::web::parts::Choice;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use std::collections::{HashMap, HashSet};

/// An addressed organisation that has not applied.
pub(super) struct Silent {
    pub id: OrganisationId,
    pub name: String,
    pub reminded: Option<String>,
}

/// An eligible application that arrived after the list was frozen, and the cohorts with a seat for it.
pub(super) struct Late {
    pub id: ApplicationId,
    pub reference: String,
    pub name: String,
    pub organisation: String,
    pub arrival: String,
    pub cohorts: Vec<Choice>,
}

/// The addressed organisations that have not applied, by name.
pub(super) async fn silent(
    db: &ReadHandle,
    offer: OfferId,
    applications: &[Application],
    lang: Lang,
) -> Result<Vec<Silent>, DbErr> {
    let applied: HashSet<OrganisationId> = applications
        .iter()
        .filter(|one| one.state != ApplicationState::Withdrawn)
        .map(|one| one.organisation_id)
        .collect();
    let mut addressed =
        offer_organisation::Entity::find().filter(offer_organisation::Column::OfferId.eq(offer)).all(db).await?;
    addressed.retain(|row| !applied.contains(&row.organisation_id));
    let ids: Vec<OrganisationId> = addressed.iter().map(|row| row.organisation_id).collect();
    let names: HashMap<OrganisationId, String> =
        organisations::queries::among(db, &ids).await?.into_iter().map(|row| (row.id, row.name)).collect();
    let mut silent: Vec<Silent> = addressed
        .into_iter()
        .map(|row| Silent {
            id: row.organisation_id,
            name: names.get(&row.organisation_id).cloned().unwrap_or_default(),
            reminded: row.reminded_at.map(|at| dates::day_and_month(lang, stockholm::today(at))),
        })
        .collect();
    silent.sort_by(|one, other| sorting::compare(&one.name, &other.name));
    Ok(silent)
}

/// The eligible applications that came after the list was frozen, in order of arrival.
pub(super) async fn late(
    db: &ReadHandle,
    (course, applications): (&OfferedCourse, &[Application]),
    rows: &[Row],
    has_seats: &HashSet<CohortId>,
) -> Result<Vec<Late>, DbErr> {
    let wishes = applications::queries::wishes_of(db, course.offer.id).await?;
    let shown = draw::late(course, applications).into_iter().filter_map(|one| {
        let row = rows.iter().find(|row| row.id == one.id)?;
        let fits = |id| has_seats.contains(&id) && wishes.allow(one.id, id);
        let mut open: Vec<_> = course.cohorts.iter().filter(|cohort| fits(cohort.id)).collect();
        let order = wishes.of(one.id).unwrap_or_default();
        open.sort_by_key(|cohort| order.iter().position(|id| *id == cohort.id));
        Some(Late {
            id: one.id,
            reference: row.reference.clone(),
            name: row.name.clone(),
            organisation: row.organisation.clone(),
            arrival: row.arrival.clone(),
            cohorts: open.iter().map(|cohort| Choice::new(cohort.id, cohort.name.clone())).collect(),
        })
    });
    Ok(shown.collect())
}
