//! The course a seat is in: an offer with the cohorts its seats are in and their days.

use super::rules;
use crate::cohorts::{Cohort, CourseDay};
use crate::kernel::{CohortId, Instant, OfferId};
use crate::offers::{self, Offer};
use crate::storage::WriteTx;
use sea_orm::{ConnectionTrait, DbErr};

/// An offer with the cohorts its seats are in and their days.
#[derive(Debug, Clone)]
pub struct OfferedCourse {
    /// The offer.
    pub offer: Offer,
    /// Its cohorts, in the offer's order.
    pub cohorts: Vec<Cohort>,
    days: Vec<CourseDay>,
}

impl OfferedCourse {
    /// Reads the offer as it is.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read(db: &impl ConnectionTrait, offer: OfferId) -> Result<Option<Self>, DbErr> {
        let Some(offer) = offers::queries::find(db, offer).await? else { return Ok(None) };
        Self::around(db, offer).await.map(Some)
    }

    /// Reads the offer and holds it until the transaction ends.
    ///
    /// Everything that gives, frees or answers a seat stands in line here, so that no two of them count the same seat or
    /// promote the same reserve.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn locked(tx: &WriteTx, offer: OfferId) -> Result<Option<Self>, DbErr> {
        let Some(offer) = offers::queries::lock(tx, offer).await? else { return Ok(None) };
        Self::around(tx, offer).await.map(Some)
    }

    async fn around(db: &impl ConnectionTrait, offer: Offer) -> Result<Self, DbErr> {
        let (cohorts, days): (_, Vec<_>) = offers::queries::cohorts_with_days(db, offer.id).await?.into_iter().unzip();
        Ok(Self { offer, cohorts, days: days.concat() })
    }

    /// One of the offer's cohorts.
    #[must_use]
    pub fn cohort(&self, id: CohortId) -> Option<&Cohort> {
        self.cohorts.iter().find(|cohort| cohort.id == id)
    }

    /// The ids of the offer's cohorts.
    #[must_use]
    pub fn cohort_ids(&self) -> Vec<CohortId> {
        self.cohorts.iter().map(|cohort| cohort.id).collect()
    }

    /// The days of one cohort, by number.
    #[must_use]
    pub fn days_of(&self, id: CohortId) -> Vec<CourseDay> {
        self.days.iter().filter(|day| day.cohort_id == id).cloned().collect()
    }

    /// When day 1 of a cohort begins.
    #[must_use]
    pub fn start_of(&self, id: CohortId) -> Option<Instant> {
        rules::start_of(&self.days_of(id))
    }
}
