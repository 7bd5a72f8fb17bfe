//! A cohort is cancelled before it has begun.

use super::super::course::OfferedCourse;
use super::super::letters::{self, Had, News, Reader};
use super::super::offering::names_of;
use super::super::{SeatOfferState, queries};
use crate::access::Letterhead;
use crate::applications::{self, Application, ApplicationState};
use crate::cohorts::{self, Cohort, CohortState, Refusal};
use crate::journal::{self, Event};
use crate::kernel::{ApplicationId, CohortId, Failure, Instant};
use crate::offers::{self, OfferState};
use crate::people::Coordinator;
use crate::storage::{Db, WriteTx};
use std::collections::HashMap;

/// Cancels a drafted or published cohort for `reason` (rule H4).
///
/// Seats and seat offers in it end, and who had one is an eligible applicant again; everybody who could have attended it
/// reads the reason, by letter and on the application's page. A draft offer loses the cohort; an offer that has no other
/// cohort left ends.
///
/// # Errors
/// Refused once day 1 has begun; stale when somebody saved after version `version`.
pub async fn cancel(
    db: &Db,
    head: &Letterhead<'_>,
    by: &Coordinator,
    (id, version, reason): (CohortId, i64, &str),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let offer = match offers::queries::offer_of(&tx, id).await? {
        // The offer first, then the cohort, as everywhere.
        Some(offer) => offers::queries::lock(&tx, offer.id).await?,
        None => None,
    };
    let cohort = cohorts::queries::lock(&tx, id).await?.ok_or(Failure::Missing("cohort"))?;
    if cohort.version != version {
        return Err(Failure::Stale);
    }
    let days = cohorts::queries::held(&cohorts::queries::days_of(&tx, id).await?);
    cohorts::rules::may_cancel(cohort.state, &days, now).map_err(Failure::Refused)?;
    cohorts::queries::set_state(&tx, id, CohortState::Cancelled).await?;
    let mut told = 0;
    match offer {
        Some(offer) if offer.state == OfferState::Draft => offers::queries::take_out(&tx, id).await?,
        Some(offer) => {
            let course = OfferedCourse::read(&tx, offer.id).await?.ok_or(Failure::Missing("offer"))?;
            told = let_all_go(&tx, head, &course, (id, reason), now).await?;
            if offer.state != OfferState::Ended && offers::rules::is_over(&course.cohorts) {
                offers::queries::set_state(&tx, &offer, OfferState::Ended).await?;
                journal::record(&tx, &by.actor(), Event::new("offer.ended", "offer", offer.id.0), now).await?;
            }
        }
        None => {}
    }
    let event = Event::new("cohort.cancelled", "cohort", id.0).with_personal("reason", reason).with("told", told);
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends what people had in the cohort and tells everybody who could have attended it; says how many that was.
async fn let_all_go(
    tx: &WriteTx,
    head: &Letterhead<'_>,
    course: &OfferedCourse,
    (id, reason): (CohortId, &str),
    now: Instant,
) -> Result<usize, Failure<Refusal>> {
    let cohort = course.cohort(id).ok_or(Failure::Missing("cohort"))?;
    let mut lost: HashMap<ApplicationId, SeatOfferState> = HashMap::new();
    for seat in queries::held_in(tx, id).await? {
        let ended = match seat.state {
            SeatOfferState::Accepted => SeatOfferState::Withdrawn,
            _ => SeatOfferState::Lapsed,
        };
        queries::set_state(tx, &seat, ended, None, now).await?;
        queries::withdraw_participant(tx, seat.application_id).await?;
        lost.insert(seat.application_id, seat.state);
    }
    let wishes = applications::queries::wishes_of(tx, course.offer.id).await?;
    let mut concerned = applications::queries::of_offer(tx, course.offer.id).await?;
    concerned.retain(|one| lost.contains_key(&one.id) || (hopes(one) && wishes.allow(one.id, id)));
    let names = names_of(tx, concerned.iter()).await?;
    for application in &concerned {
        let seat = lost.get(&application.id).copied();
        let state = if seat.is_some() { ApplicationState::Eligible } else { application.state };
        applications::queries::move_to(tx, application, state, said(cohort, reason), now).await?;
        let name = names.get(&application.person_id).map_or("", String::as_str);
        let reader = Reader { application, name, recorded: None };
        let news = if seat == Some(SeatOfferState::Accepted) { Had::Seat } else { Had::Hope };
        letters::tell(tx, head, course, (&reader, &News::Cancelled(cohort, reason, news)), now).await?;
    }
    Ok(concerned.len())
}

/// Whether an application without a seat still hopes for one.
fn hopes(application: &Application) -> bool {
    use ApplicationState::{AwaitingManager, Eligible, Reserve, SupplementRequested};
    matches!(application.state, AwaitingManager | SupplementRequested | Eligible | Reserve)
}

fn said(cohort: &Cohort, reason: &str) -> (String, String) {
    let name = &cohort.name;
    (
        format!("{name} är inställd: {reason} Ansökan finns kvar."),
        format!("{name} is cancelled: {reason} The application stays."),
    )
}
