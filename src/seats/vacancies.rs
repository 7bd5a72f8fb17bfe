//! *Lediga platser*: seats left over once all had been given, open to late applications in order of arrival (rule S4).

use super::course::OfferedCourse;
use super::offering::waiting_for;
use super::{queries, rules};
use crate::applications::{self, Application, ApplicationState};
use crate::cohorts::CohortState;
use crate::kernel::{CohortId, Instant, OfferId, PersonId};
use crate::offers::{self, Offer, OfferState};
use sea_orm::{ConnectionTrait, DbErr};
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;

/// How many seats of each cohort are vacant at `now`; cohorts without any are left out.
///
/// Vacant is what nobody holds and no reserve who can attend waits for, until day 1 begins. While the offer's seats have
/// not been given, nothing is.
///
/// # Errors
/// When the database does not answer.
pub async fn vacant_seats(
    db: &impl ConnectionTrait,
    course: &OfferedCourse,
    now: Instant,
) -> Result<HashMap<CohortId, u64>, DbErr> {
    let mut vacant = HashMap::new();
    if course.offer.state != OfferState::Allocated {
        return Ok(vacant);
    }
    let occupancy = queries::occupancy(db, &course.cohort_ids(), now).await?;
    for cohort in &course.cohorts {
        let takes_in =
            cohort.state == CohortState::Published && rules::is_before_start(course.start_of(cohort.id), now);
        let (seats, taken) = occupancy.get(&cohort.id).copied().unwrap_or_default();
        if !takes_in || seats <= taken {
            continue;
        }
        let reserves = waiting_for(db, course, cohort.id).await?.len() as u64;
        if seats - taken > reserves {
            vacant.insert(cohort.id, seats - taken - reserves);
        }
    }
    Ok(vacant)
}

/// How many seats of an offer are vacant at `now`, all cohorts together.
///
/// # Errors
/// When the database does not answer.
pub async fn vacant_under(db: &impl ConnectionTrait, offer: OfferId, now: Instant) -> Result<u64, DbErr> {
    let Some(course) = OfferedCourse::read(db, offer).await? else { return Ok(0) };
    Ok(vacant_seats(db, &course, now).await?.values().sum())
}

/// The offers with vacant seats at `now`, each with how many, in the order they were made.
///
/// # Errors
/// When the database does not answer.
pub async fn offers_with_vacant_seats(db: &impl ConnectionTrait, now: Instant) -> Result<Vec<(Offer, u64)>, DbErr> {
    let mut found = Vec::new();
    for offer in offers::queries::in_state(db, OfferState::Allocated).await? {
        let vacant = vacant_under(db, offer.id, now).await?;
        if vacant > 0 {
            found.push((offer, vacant));
        }
    }
    Ok(found)
}

/// The applications that wait for a vacant seat, in the order of `applications`, which is that of arrival.
///
/// Those are the ones that came too late for the allocation or became eligible after it; who holds a seat by another
/// application is passed by.
#[must_use]
pub fn line<'a, S: BuildHasher>(
    applications: &'a [Application],
    seated: &HashSet<PersonId, S>,
) -> Vec<&'a Application> {
    applications
        .iter()
        .filter(|one| one.state == ApplicationState::Eligible && !seated.contains(&one.person_id))
        .collect()
}

/// The first application in line that can attend `cohort`.
///
/// # Errors
/// When the database does not answer.
pub async fn first_in_line(
    db: &impl ConnectionTrait,
    course: &OfferedCourse,
    cohort: CohortId,
) -> Result<Option<Application>, DbErr> {
    let applications = applications::queries::of_offer(db, course.offer.id).await?;
    let seated = queries::seated_under(db, course.offer.id).await?;
    let wishes = applications::queries::wishes_of(db, course.offer.id).await?;
    Ok(line(&applications, &seated).into_iter().find(|one| wishes.allow(one.id, cohort)).cloned())
}
