//! What happens by itself: unanswered seats lapse, and free seats reach the reserves.

use super::super::course::OfferedCourse;
use super::super::model::{Refusal, SeatOfferState};
use super::super::offering::{lapse, next_in_line, promote_next};
use super::super::{SeatOffer, queries};
use crate::access::Letterhead;
use crate::kernel::{CohortId, Failure, Instant};
use crate::offers::{self, OfferState};
use crate::storage::Db;
use sea_orm::DbErr;

/// Lapses the seat offers whose deadline has passed, each in a transaction of its own, and passes on every seat that is
/// free while reserves wait, as when a cohort's capacity was raised. Says how many offers lapsed.
///
/// What cannot be done now is left for the next run, and does not keep the others waiting.
///
/// # Errors
/// The first storage error, after all others have been tried.
pub async fn lapse_due(db: &Db, head: &Letterhead<'_>, now: Instant) -> Result<usize, DbErr> {
    let mut lapsed = 0;
    let mut trouble = None;
    for seat in queries::overdue(db.read(), now).await? {
        match lapse_one(db, head, &seat, now).await {
            Ok(()) => lapsed += 1,
            Err(Failure::Storage(error)) => trouble = trouble.or(Some(error)),
            Err(_) => {}
        }
    }
    for offer in offers::queries::in_state(db.read(), OfferState::Allocated).await? {
        let Some(course) = OfferedCourse::read(db.read(), offer.id).await? else { continue };
        for cohort in course.cohort_ids() {
            if next_in_line(db.read(), &course, cohort, now).await?.is_empty() {
                continue;
            }
            if let Err(Failure::Storage(error)) = promote(db, head, (&course, cohort), now).await {
                trouble = trouble.or(Some(error));
            }
        }
    }
    trouble.map_or(Ok(lapsed), Err)
}

async fn lapse_one(db: &Db, head: &Letterhead<'_>, seat: &SeatOffer, now: Instant) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let course = OfferedCourse::locked(&tx, seat.offer_id).await?.ok_or(Failure::Missing("offer"))?;
    let seat = queries::find(&tx, seat.id).await?.ok_or(Failure::Missing("seat offer"))?;
    if seat.state != SeatOfferState::Offered {
        return Ok(());
    }
    lapse(&tx, head, &course, &seat, now).await?;
    promote_next(&tx, head, &course, seat.cohort_id, now).await?;
    tx.commit().await?;
    Ok(())
}

async fn promote(
    db: &Db,
    head: &Letterhead<'_>,
    (course, cohort): (&OfferedCourse, CohortId),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let course = OfferedCourse::locked(&tx, course.offer.id).await?.ok_or(Failure::Missing("offer"))?;
    promote_next(&tx, head, &course, cohort, now).await?;
    tx.commit().await?;
    Ok(())
}
