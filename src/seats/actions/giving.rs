//! Seats left over after the allocation, given one by one.

use super::super::course::OfferedCourse;
use super::super::model::Refusal;
use super::super::offering::{Grant, offer_seats, settle};
use super::super::{queries, rules};
use crate::access::{Letterhead, SubmissionKey, submissions};
use crate::applications::{self, ApplicationState};
use crate::kernel::{ApplicationId, CohortId, Failure, Instant};
use crate::offers::OfferState;
use crate::people::Coordinator;
use crate::storage::Db;

/// Which seat goes to whom.
#[derive(Debug, Clone, Copy)]
pub struct Gift<'a> {
    /// Whose application it is.
    pub application: ApplicationId,
    /// In which cohort.
    pub cohort: CohortId,
    /// The form's key; `None` when no form was sent.
    pub key: Option<&'a SubmissionKey>,
}

/// Offers a free seat to an eligible late application.
///
/// Seats whose offer has run out are freed first, and reserves who can attend the cohort come before anybody else, all
/// in this transaction. The page lists late applications in order of arrival; who is chosen is the coordinator's word.
///
/// # Errors
/// `NoSeat` when every seat is spoken for: the loser of a race and the polite second visitor read the same.
pub async fn give_seat(
    db: &Db,
    head: &Letterhead<'_>,
    by: &Coordinator,
    gift: &Gift<'_>,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let found = applications::queries::find(&tx, gift.application).await?.ok_or(Failure::Missing("application"))?;
    if let Some(key) = gift.key {
        submissions::spend(&tx, key, &format!("/desk/offers/{}", found.offer_id), now).await?;
    }
    let course = OfferedCourse::locked(&tx, found.offer_id).await?.ok_or(Failure::Missing("offer"))?;
    let cohort = course.cohort(gift.cohort).ok_or(Failure::Missing("cohort"))?;
    if course.offer.state != OfferState::Allocated {
        return Err(Failure::Refused(Refusal::NotAllocated));
    }
    if !rules::is_before_start(course.start_of(cohort.id), now) {
        return Err(Failure::Refused(Refusal::Started));
    }
    settle(&tx, head, &course, &[cohort.id], now).await?;
    let application = applications::queries::find(&tx, found.id).await?.ok_or(Failure::Missing("application"))?;
    match application.state {
        ApplicationState::Eligible => {}
        ApplicationState::Offered | ApplicationState::Accepted | ApplicationState::Participant => {
            return Err(Failure::Refused(Refusal::AlreadySeated));
        }
        ApplicationState::Reserve => return Err(Failure::Refused(Refusal::ReservesFirst)),
        _ => return Err(Failure::Refused(Refusal::NotEligible)),
    }
    if !applications::queries::wishes_of(&tx, course.offer.id).await?.allow(application.id, cohort.id) {
        return Err(Failure::Refused(Refusal::CannotAttend));
    }
    let free = queries::free_seats(&tx, &[cohort.id]).await?.remove(&cohort.id).unwrap_or_default();
    let seat_number = free.first().copied().ok_or(Failure::Refused(Refusal::NoSeat))?;
    let reason = (
        format!("Det fanns en ledig plats i {}. Lediga platser ges i ankomstordning.", cohort.name),
        format!("There was a free seat in {}. Free seats are given in order of arrival.", cohort.name),
    );
    let grant = Grant { application, cohort: cohort.id, seat_number, reason };
    offer_seats(&tx, head, &course, (&by.actor(), vec![grant]), now).await?;
    tx.commit().await?;
    Ok(())
}
