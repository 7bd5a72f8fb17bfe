//! What an offer asks of its applicants: cohorts with days, organisations, deadlines, cost and duty, on one sheet.

use crate::cohorts::{Cohort, CohortState, CourseDay};
use crate::kernel::{CohortId, Day, Lang, OfferId};
use crate::locale::{dates, sorting};
use crate::offers::{self, Offer};
use crate::organisations::{Organisation, OrganisationKind, queries as organisations};
use sea_orm::{ConnectionTrait, DbErr};

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
        let mut cohorts = offers::queries::cohorts_with_days(db, offer.id).await?;
        cohorts.retain(|(cohort, _)| cohort.state != CohortState::Cancelled);
        Ok(Self { offer, cohorts, organisations, contact })
    }

    /// The terms of the offer with this number.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find(db: &impl ConnectionTrait, offer: OfferId) -> Result<Option<Self>, DbErr> {
        match offers::queries::find(db, offer).await? {
            Some(offer) => Self::of(db, offer).await.map(Some),
            None => Ok(None),
        }
    }

    /// The terms of the offer with this code.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_by_code(db: &impl ConnectionTrait, code: &str) -> Result<Option<Self>, DbErr> {
        match offers::queries::find_by_code(db, code).await? {
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

/// Whom the offer is addressed to; everybody but typed organisations when it names nobody.
async fn addressed(db: &impl ConnectionTrait, offer: OfferId) -> Result<Vec<Organisation>, DbErr> {
    let ids = offers::queries::addressed(db, offer).await?;
    let mut found = if ids.is_empty() { organisations::all(db).await? } else { organisations::among(db, &ids).await? };
    if ids.is_empty() {
        found.retain(|organisation| organisation.kind != OrganisationKind::Other);
    }
    found.sort_by(|one, other| sorting::compare(&one.name, &other.name));
    Ok(found)
}
