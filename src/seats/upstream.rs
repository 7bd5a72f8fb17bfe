//! What this room reads and writes in the rooms above it.

use super::rules;
use crate::applications::entity::{application, application_move, application_preference};
use crate::applications::{Application, ApplicationState};
use crate::cohorts::entity::{cohort, course_day};
use crate::cohorts::{Cohort, CourseDay};
use crate::graduates::entity::graduate;
use crate::kernel::{ApplicationId, CohortId, Day, Failure, Instant, OfferId, OrganisationId};
use crate::offers::entity::{offer, offer_cohort};
use crate::offers::{Offer, OfferState};
use crate::storage::WriteTx;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::{HashMap, HashSet};

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
        let Some(offer) = offer::Entity::find_by_id(offer).one(db).await? else { return Ok(None) };
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
        let Some(offer) = offer::Entity::find_by_id(offer).lock_exclusive().one(tx).await? else { return Ok(None) };
        Self::around(tx, offer).await.map(Some)
    }

    async fn around(db: &impl ConnectionTrait, offer: Offer) -> Result<Self, DbErr> {
        let placed = offer_cohort::Entity::find()
            .filter(offer_cohort::Column::OfferId.eq(offer.id))
            .order_by_asc(offer_cohort::Column::Position)
            .all(db)
            .await?;
        let ids: Vec<CohortId> = placed.iter().map(|placed| placed.cohort_id).collect();
        let mut cohorts = cohort::Entity::find().filter(cohort::Column::Id.is_in(ids.iter().copied())).all(db).await?;
        cohorts.sort_by_key(|cohort| ids.iter().position(|id| *id == cohort.id));
        let days = course_day::Entity::find()
            .filter(course_day::Column::CohortId.is_in(ids))
            .order_by_asc(course_day::Column::Number)
            .all(db)
            .await?;
        Ok(Self { offer, cohorts, days })
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

/// The offer with this code.
///
/// # Errors
/// When the database does not answer.
pub async fn offer_by_code(db: &impl ConnectionTrait, code: &str) -> Result<Option<Offer>, DbErr> {
    offer::Entity::find().filter(offer::Column::Code.eq(code)).one(db).await
}

/// Offers whose seats have been given.
pub(super) async fn allocated_offers(db: &impl ConnectionTrait) -> Result<Vec<Offer>, DbErr> {
    offer::Entity::find().filter(offer::Column::State.eq(OfferState::Allocated)).all(db).await
}

/// One application.
///
/// # Errors
/// When the database does not answer.
pub async fn application(db: &impl ConnectionTrait, id: ApplicationId) -> Result<Option<Application>, DbErr> {
    application::Entity::find_by_id(id).one(db).await
}

/// The applications of an offer, in order of arrival.
///
/// # Errors
/// When the database does not answer.
pub async fn applications_of(db: &impl ConnectionTrait, offer: OfferId) -> Result<Vec<Application>, DbErr> {
    application::Entity::find()
        .filter(application::Column::OfferId.eq(offer))
        .order_by_asc(application::Column::SubmittedAt)
        .order_by_asc(application::Column::Id)
        .all(db)
        .await
}

/// The cohorts each applicant of an offer can attend, preferred first; who says nothing can attend all.
#[derive(Debug, Clone, Default)]
pub struct Wishes(HashMap<ApplicationId, Vec<CohortId>>);

impl Wishes {
    /// What an application says; `None` when it says nothing.
    #[must_use]
    pub fn of(&self, application: ApplicationId) -> Option<&[CohortId]> {
        self.0.get(&application).map(Vec::as_slice)
    }

    /// Whether the applicant can attend `cohort`.
    #[must_use]
    pub fn allow(&self, application: ApplicationId, cohort: CohortId) -> bool {
        self.of(application).is_none_or(|wishes| wishes.contains(&cohort))
    }
}

/// What the applicants of an offer wish for.
///
/// # Errors
/// When the database does not answer.
pub async fn wishes_of(db: &impl ConnectionTrait, offer: OfferId) -> Result<Wishes, DbErr> {
    let cohorts = offer_cohort::Entity::find().filter(offer_cohort::Column::OfferId.eq(offer)).all(db).await?;
    let wishes = application_preference::Entity::find()
        .filter(application_preference::Column::CohortId.is_in(cohorts.iter().map(|placed| placed.cohort_id)))
        .order_by_asc(application_preference::Column::Position)
        .all(db)
        .await?;
    let mut by_application: HashMap<ApplicationId, Vec<CohortId>> = HashMap::new();
    for wish in wishes {
        by_application.entry(wish.application_id).or_default().push(wish.cohort_id);
    }
    Ok(Wishes(by_application))
}

/// Moves an application and writes down why; `Stale` when it has moved since it was read.
pub(super) async fn move_to<R>(
    tx: &WriteTx,
    application: &Application,
    state: ApplicationState,
    (reason_sv, reason_en): (String, String),
    now: Instant,
) -> Result<(), Failure<R>> {
    let moved = application::Entity::update_many()
        .col_expr(application::Column::State, Expr::value(state))
        .col_expr(application::Column::Version, Expr::value(application.version + 1))
        .filter(application::Column::Id.eq(application.id))
        .filter(application::Column::Version.eq(application.version))
        .exec(tx)
        .await?;
    if moved.rows_affected == 0 {
        return Err(Failure::Stale);
    }
    let row = application_move::ActiveModel {
        application_id: Set(application.id),
        at: Set(now),
        state: Set(state),
        reason_sv: Set(reason_sv),
        reason_en: Set(reason_en),
        ..Default::default()
    };
    application_move::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// How many persons each organisation had trained before `today`, revoked graduations left out.
pub(super) async fn trained_before(
    db: &impl ConnectionTrait,
    today: Day,
) -> Result<HashMap<OrganisationId, u64>, DbErr> {
    let rows = graduate::Entity::find()
        .filter(graduate::Column::RevokedAt.is_null())
        .filter(graduate::Column::CompletedOn.lt(today))
        .all(db)
        .await?;
    let mut persons: HashMap<OrganisationId, HashSet<i64>> = HashMap::new();
    for row in rows {
        persons.entry(row.organisation_id).or_default().insert(row.person_id.0);
    }
    Ok(persons.into_iter().map(|(organisation, persons)| (organisation, persons.len() as u64)).collect())
}
