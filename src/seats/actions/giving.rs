//! Seats left over after the allocation, given one by one.

use super::super::course::OfferedCourse;
use super::super::model::Refusal;
use super::super::offering::{Grant, offer_seats, settle};
use super::super::{queries, rules, vacancies};
use crate::access::{Letterhead, SubmissionKey, submissions};
use crate::applications::{self, ApplicationState};
use crate::cohorts::CohortState;
use crate::journal::{self, Event};
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
    /// Why this one goes before others who came earlier; empty when it is the first in line.
    pub reason: &'a str,
    /// The form's key; `None` when no form was sent.
    pub key: Option<&'a SubmissionKey>,
}

/// Offers a free seat to an eligible late application (rule S4).
///
/// Seats whose offer has run out are freed first, and reserves who can attend the cohort come before anybody else, all
/// in this transaction. Then the first in line is served; another one only with a reason, which the journal keeps and
/// the applicant reads.
///
/// # Errors
/// `NoSeat` when every seat is spoken for: the loser of a race and the polite second visitor read the same. `NotFirst`
/// when somebody came before and no reason was given.
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
    if cohort.state == CohortState::Cancelled {
        return Err(Failure::Refused(Refusal::Cancelled));
    }
    if cohort.state != CohortState::Published || !rules::is_before_start(course.start_of(cohort.id), now) {
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
    let first = vacancies::first_in_line(&tx, &course, cohort.id).await?;
    let reason = match first.filter(|first| first.id != application.id) {
        Some(first) if gift.reason.is_empty() => return Err(Failure::Refused(Refusal::NotFirst(first.reference))),
        Some(first) => {
            let event = Event::new("seat.given_out_of_order", "application", application.id.0)
                .with("passed_by", first.reference)
                .with_personal("reason", gift.reason);
            journal::record(&tx, &by.actor(), event, now).await?;
            (
                format!("Det fanns en ledig plats i {}. Samordnarens skäl: {}", cohort.name, gift.reason),
                format!("There was a free seat in {}. The coordinator's reason: {}", cohort.name, gift.reason),
            )
        }
        None => (
            format!("Det fanns en ledig plats i {}. Lediga platser ges i ankomstordning.", cohort.name),
            format!("There was a free seat in {}. Free seats are given in order of arrival.", cohort.name),
        ),
    };
    let grant = Grant { application, cohort: cohort.id, seat_number, reason };
    offer_seats(&tx, head, &course, (&by.actor(), vec![grant]), now).await?;
    tx.commit().await?;
    Ok(())
}
