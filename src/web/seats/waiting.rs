//! Who has not applied, and who came late.

use super::rows::Row;
use crate::applications::{self, Application, ApplicationState};
use crate::kernel::{ApplicationId, CohortId, Lang, OfferId, OrganisationId};
use crate::locale::{dates, sorting, stockholm};
use crate::offers::entity::offer_organisation;
use crate::organisations;
use crate::seats::{OfferedCourse, queries, vacancies};
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

/// An eligible application that waits for a vacant seat, and the cohorts with a seat for it.
pub(super) struct Late {
    pub id: ApplicationId,
    pub reference: String,
    pub name: String,
    pub organisation: String,
    pub arrival: String,
    pub cohorts: Vec<Choice>,
    /// Whether it is the first in line for one of them; `cohorts` then holds those only.
    pub is_first: bool,
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

/// The eligible applications that wait for a vacant seat, in order of arrival.
pub(super) async fn late(
    db: &ReadHandle,
    (course, applications): (&OfferedCourse, &[Application]),
    rows: &[Row],
    vacant: &HashMap<CohortId, u64>,
) -> Result<Vec<Late>, DbErr> {
    let wishes = applications::queries::wishes_of(db, course.offer.id).await?;
    let seated = queries::seated_under(db, course.offer.id).await?;
    let mut served: HashSet<CohortId> = HashSet::new();
    let shown = vacancies::line(applications, &seated).into_iter().filter_map(|one| {
        let row = rows.iter().find(|row| row.id == one.id)?;
        let mut open: Vec<_> = course
            .cohorts
            .iter()
            .filter(|cohort| vacant.contains_key(&cohort.id) && wishes.allow(one.id, cohort.id))
            .collect();
        let own: Vec<_> = open.iter().copied().filter(|cohort| !served.contains(&cohort.id)).collect();
        served.extend(own.iter().map(|cohort| cohort.id));
        let is_first = !own.is_empty();
        if is_first {
            open = own;
        }
        let order = wishes.of(one.id).unwrap_or_default();
        open.sort_by_key(|cohort| order.iter().position(|id| *id == cohort.id));
        Some(Late {
            id: one.id,
            reference: row.reference.clone(),
            name: row.name.clone(),
            organisation: row.organisation.clone(),
            arrival: row.arrival.clone(),
            cohorts: open.iter().map(|cohort| Choice::new(cohort.id, cohort.name.clone())).collect(),
            is_first,
        })
    });
    Ok(shown.collect())
}
