//! What an offer asks of its applicants: cohorts with days, organisations, deadlines, cost and duty, on one sheet.

use crate::cohorts::entity::{cohort, course_day};
use crate::cohorts::{Cohort, CohortState, CourseDay};
use crate::kernel::{CohortId, Day, Lang, OfferId};
use crate::locale::{dates, sorting};
use crate::offers::Offer;
use crate::offers::entity::{offer, offer_cohort, offer_organisation};
use crate::organisations::{Organisation, OrganisationKind, queries as organisations};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

/// An offer as pages and letters tell it.
#[derive(Debug, Clone)]
pub struct Terms {
    /// The offer.
    pub offer: Offer,
    /// Its cohorts in the offer's order, each with its days in order; cancelled ones left out.
    pub cohorts: Vec<(Cohort, Vec<CourseDay>)>,
    /// The organisations it is addressed to, in Swedish order; all but typed ones when it names none.
    pub organisations: Vec<Organisation>,
    /// Where questions go; empty before the platform is set up.
    pub contact: String,
}

impl Terms {
    /// The terms of `offer`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(db: &impl ConnectionTrait, offer: Offer) -> Result<Self, DbErr> {
        let contact = organisations::platform(db).await?.map(|platform| platform.contact_email).unwrap_or_default();
        let organisations = addressed(db, offer.id).await?;
        Ok(Self { cohorts: cohorts_of(db, offer.id).await?, organisations, contact, offer })
    }

    /// The terms of the offer with this number.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find(db: &impl ConnectionTrait, offer: OfferId) -> Result<Option<Self>, DbErr> {
        match offer::Entity::find_by_id(offer).one(db).await? {
            Some(offer) => Self::of(db, offer).await.map(Some),
            None => Ok(None),
        }
    }

    /// The terms of the offer with this code.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_by_code(db: &impl ConnectionTrait, code: &str) -> Result<Option<Self>, DbErr> {
        match offer::Entity::find().filter(offer::Column::Code.eq(code)).one(db).await? {
            Some(offer) => Self::of(db, offer).await.map(Some),
            None => Ok(None),
        }
    }

    /// The numbers of the cohorts, in the offer's order.
    #[must_use]
    pub fn cohort_ids(&self) -> Vec<CohortId> {
        self.cohorts.iter().map(|(cohort, _)| cohort.id).collect()
    }

    /// The last course day of all cohorts.
    #[must_use]
    pub fn last_day(&self) -> Option<Day> {
        self.cohorts.iter().flat_map(|(_, days)| days).map(|day| day.day).max()
    }

    /// Each cohort in one line: name, days, place.
    #[must_use]
    pub fn cohorts_in_words(&self, lang: Lang) -> Vec<(String, String)> {
        let line = |(cohort, days): &(Cohort, Vec<CourseDay>)| {
            let days: Vec<Day> = days.iter().filter(|day| !day.is_cancelled).map(|day| day.day).collect();
            (cohort.name.clone(), format!("{}, {}", dates::days(lang, &days), cohort.place))
        };
        self.cohorts.iter().map(line).collect()
    }

    /// What it costs, in the reader's language.
    #[must_use]
    pub fn cost(&self, lang: Lang) -> &str {
        lang.say(&self.offer.cost_sv, &self.offer.cost_en)
    }

    /// The duty afterwards, in the reader's language.
    #[must_use]
    pub fn duty(&self, lang: Lang) -> &str {
        lang.say(&self.offer.duty_sv, &self.offer.duty_en)
    }
}

async fn cohorts_of(db: &impl ConnectionTrait, offer: OfferId) -> Result<Vec<(Cohort, Vec<CourseDay>)>, DbErr> {
    let places = offer_cohort::Entity::find()
        .filter(offer_cohort::Column::OfferId.eq(offer))
        .order_by_asc(offer_cohort::Column::Position)
        .all(db)
        .await?;
    let ids: Vec<CohortId> = places.iter().map(|place| place.cohort_id).collect();
    let cohorts = cohort::Entity::find()
        .filter(cohort::Column::Id.is_in(ids.clone()))
        .filter(cohort::Column::State.ne(CohortState::Cancelled))
        .all(db)
        .await?;
    let days = course_day::Entity::find()
        .filter(course_day::Column::CohortId.is_in(ids.clone()))
        .order_by_asc(course_day::Column::Number)
        .all(db)
        .await?;
    let with_days = |id: CohortId| {
        let cohort = cohorts.iter().find(|cohort| cohort.id == id)?.clone();
        Some((cohort, days.iter().filter(|day| day.cohort_id == id).cloned().collect()))
    };
    Ok(ids.into_iter().filter_map(with_days).collect())
}

async fn addressed(db: &impl ConnectionTrait, offer: OfferId) -> Result<Vec<Organisation>, DbErr> {
    let rows = offer_organisation::Entity::find().filter(offer_organisation::Column::OfferId.eq(offer)).all(db).await?;
    let ids: Vec<_> = rows.iter().map(|row| row.organisation_id).collect();
    let mut found = if ids.is_empty() { organisations::all(db).await? } else { organisations::among(db, &ids).await? };
    if ids.is_empty() {
        found.retain(|organisation| organisation.kind != OrganisationKind::Other);
    }
    found.sort_by(|one, other| sorting::compare(&one.name, &other.name));
    Ok(found)
}
