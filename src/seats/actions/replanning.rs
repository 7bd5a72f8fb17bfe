//! A cohort's plan is changed, and those who are to come are told.

use super::super::course::OfferedCourse;
use super::super::letters::{self, News, Reader};
use super::super::offering::names_of;
use super::super::{SeatOfferState, queries};
use crate::access::Letterhead;
use crate::applications;
use crate::cohorts::model::Plan;
use crate::cohorts::{self, Cohort, CohortState, Moves};
use crate::kernel::{ApplicationId, CohortId, Failure, Instant};
use crate::offers;
use crate::people::Coordinator;
use crate::storage::{Db, WriteTx};
use sea_orm::DbErr;

/// Changes a cohort's plan (`cohorts::actions::change`); when a day, its times, its room or the town is another one,
/// everybody who holds a seat or an unanswered seat offer gets one letter with before and now (rule S5).
///
/// An unanswered seat offer never waits past the new beginning of day 1. Who has the seat gets the calendar anew, under
/// the same ids and a higher sequence, so that it replaces what the calendar has.
///
/// # Errors
/// As for `cohorts::actions::change`; then nobody is told anything.
pub async fn replan(
    db: &Db,
    head: &Letterhead<'_>,
    by: &Coordinator,
    (id, version, plan): (CohortId, i64, &Plan),
    now: Instant,
) -> Result<(), Failure<cohorts::Refusal>> {
    let tx = db.begin_write().await?;
    let offer = offers::queries::offer_of(&tx, id).await?.map(|offer| offer.id);
    if let Some(offer) = offer {
        // The offer first, then the cohort, as everywhere.
        OfferedCourse::locked(&tx, offer).await?;
    }
    let in_use = queries::seats_in_use(&tx, id).await?;
    let moves = cohorts::actions::change(&tx, by, (id, version), (plan, &in_use), now).await?;
    let course = match offer {
        Some(offer) => OfferedCourse::read(&tx, offer).await?,
        None => None,
    };
    if let Some(course) = course.filter(|_| !moves.is_empty()) {
        if let Some(start) = course.start_of(id) {
            queries::cap_replies(&tx, id, start).await?;
        }
        if let Some(cohort) = course.cohort(id).filter(|cohort| cohort.state != CohortState::Draft) {
            tell_all(&tx, head, &course, (cohort, &moves), now).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

async fn tell_all(
    tx: &WriteTx,
    head: &Letterhead<'_>,
    course: &OfferedCourse,
    (cohort, moves): (&Cohort, &Moves),
    now: Instant,
) -> Result<(), DbErr> {
    let seats = queries::held_in(tx, cohort.id).await?;
    let ids: Vec<ApplicationId> = seats.iter().map(|seat| seat.application_id).collect();
    let applications = applications::queries::among(tx, &ids).await?;
    let names = names_of(tx, applications.iter()).await?;
    for seat in seats {
        let Some(application) = applications.iter().find(|one| one.id == seat.application_id) else { continue };
        let name = names.get(&application.person_id).map_or("", String::as_str);
        let reader = Reader { application, name, recorded: None };
        let reply_by = (seat.state == SeatOfferState::Offered).then_some(seat.reply_by);
        letters::tell(tx, head, course, (&reader, &News::Moved(cohort, moves, reply_by)), now).await?;
    }
    Ok(())
}
