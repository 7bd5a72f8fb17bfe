//! Offering seats, and passing on what falls free: the one code path by which a seat reaches somebody.

use super::course::OfferedCourse;
use super::letters::{self, News, Reader};
use super::model::{Refusal, ReserveState, SeatOfferState};
use super::{Reserve, SeatOffer, queries, rules};
use crate::access::Letterhead;
use crate::applications::{self, Application, ApplicationState, Outcome};
use crate::cohorts::CohortState;
use crate::journal::{self, Event};
use crate::kernel::{Actor, ApplicationId, CohortId, Failure, Instant, Lang, PersonId};
use crate::locale::dates;
use crate::offers::OfferState;
use crate::people;
use crate::storage::WriteTx;
use sea_orm::{ConnectionTrait, DbErr};
use std::collections::HashMap;

/// A seat about to be offered to somebody.
pub(super) struct Grant {
    pub application: Application,
    pub cohort: CohortId,
    pub seat_number: i64,
    /// Why, in Swedish and English, as the applicant reads it.
    pub reason: (String, String),
}

/// The names of the persons behind `applications`, for letters to themselves.
pub(super) async fn names_of(
    db: &impl ConnectionTrait,
    applications: impl Iterator<Item = &Application>,
) -> Result<HashMap<PersonId, String>, DbErr> {
    let ids: Vec<PersonId> = applications.map(|application| application.person_id).collect();
    let persons = people::queries::persons_among(db, &ids).await?;
    Ok(persons.into_iter().map(|person| (person.id, person.true_name)).collect())
}

/// Offers the seats of `grants`: rows, moves with their reasons, letters, journal.
pub(super) async fn offer_seats(
    tx: &WriteTx,
    head: &Letterhead<'_>,
    course: &OfferedCourse,
    (actor, grants): (&Actor, Vec<Grant>),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let names = names_of(tx, grants.iter().map(|grant| &grant.application)).await?;
    for Grant { application, cohort, seat_number, reason } in grants {
        let cohort = course.cohort(cohort).ok_or(Failure::Missing("cohort"))?;
        let reply_by = rules::reply_by(course.offer.reply_days, course.start_of(cohort.id), now);
        let new = queries::NewSeatOffer { application: &application, cohort: cohort.id, seat_number, reply_by };
        let seat = queries::insert_seat_offer(tx, &new, now).await?;
        let told = (reason_with(Lang::Sv, &reason.0, reply_by), reason_with(Lang::En, &reason.1, reply_by));
        applications::queries::move_to(tx, &application, ApplicationState::Offered, told, now).await?;
        let event = Event::new("seat.offered", "seat_offer", seat.0)
            .with("application", application.id.0)
            .with("cohort", cohort.id.0)
            .with("seat", seat_number);
        journal::record(tx, actor, event, now).await?;
        let name = names.get(&application.person_id).map_or("", String::as_str);
        let reader = Reader { application: &application, name, recorded: None };
        letters::tell(tx, head, course, (&reader, &News::Offered(cohort, reply_by)), now).await?;
        applications::actions::tell_manager(tx, &application, Outcome::Offered(cohort.id), now).await?;
    }
    Ok(())
}

fn reason_with(lang: Lang, reason: &str, reply_by: Instant) -> String {
    let when = dates::moment(lang, reply_by);
    lang.say(format!("{reason} Svara senast {when}."), format!("{reason} Answer by {when}."))
}

/// The reserves who would get the seats of `cohort` that are free at `now`, each with the seat; none after day 1 began.
///
/// A withdrawn applicant is passed by, and so is who cannot attend the cohort: that place on the list stays.
pub async fn next_in_line(
    db: &impl ConnectionTrait,
    course: &OfferedCourse,
    cohort: CohortId,
    now: Instant,
) -> Result<Vec<(Reserve, Application, i64)>, DbErr> {
    let is_going =
        course.cohort(cohort).is_some_and(|one| !matches!(one.state, CohortState::Cancelled | CohortState::Closed));
    let may = course.offer.state == OfferState::Allocated && rules::is_before_start(course.start_of(cohort), now);
    if !is_going || !may {
        return Ok(Vec::new());
    }
    let free = queries::free_seats(db, &[cohort]).await?.remove(&cohort).unwrap_or_default();
    if free.is_empty() {
        return Ok(Vec::new());
    }
    let first = waiting_for(db, course, cohort).await?.into_iter();
    Ok(first.zip(free).map(|((reserve, application), seat)| (reserve, application, seat)).collect())
}

/// The reserves who wait and can attend `cohort`, the first in line first.
pub(super) async fn waiting_for(
    db: &impl ConnectionTrait,
    course: &OfferedCourse,
    cohort: CohortId,
) -> Result<Vec<(Reserve, Application)>, DbErr> {
    let mut reserves = queries::reserves_of(db, course.offer.id).await?;
    reserves.retain(|reserve| reserve.state == ReserveState::Waiting);
    if reserves.is_empty() {
        return Ok(Vec::new());
    }
    let applications = applications::queries::of_offer(db, course.offer.id).await?;
    let mut waiting: HashMap<ApplicationId, Application> = applications
        .into_iter()
        .filter(|application| application.state == ApplicationState::Reserve)
        .map(|application| (application.id, application))
        .collect();
    let wishes = applications::queries::wishes_of(db, course.offer.id).await?;
    let seated = queries::seated_under(db, course.offer.id).await?;
    let able = reserves.into_iter().filter_map(|reserve| {
        let application = waiting.remove(&reserve.application_id)?;
        let can = wishes.allow(application.id, cohort) && !seated.contains(&application.person_id);
        can.then_some((reserve, application))
    });
    Ok(able.collect())
}

/// Passes the free seats of `cohort` on to the first reserves who can attend it: after a no, a lapse, a withdrawal, or
/// when the capacity was raised. The offer must be locked.
///
/// Never after the start of day 1. Says who was promoted.
pub async fn promote_next(
    tx: &WriteTx,
    head: &Letterhead<'_>,
    course: &OfferedCourse,
    cohort: CohortId,
    now: Instant,
) -> Result<Vec<ApplicationId>, Failure<Refusal>> {
    let next = next_in_line(tx, course, cohort, now).await?;
    if next.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<_> = next.iter().map(|(reserve, ..)| reserve.id).collect();
    queries::set_promoted(tx, &places).await?;
    let name = course.cohort(cohort).map_or("", |cohort| cohort.name.as_str());
    let grants: Vec<Grant> = next
        .into_iter()
        .map(|(reserve, application, seat_number)| {
            let number = reserve.number;
            let reason = (
                format!("En plats blev ledig i {name} och du stod på tur med reservplats {number}."),
                format!("A seat fell free in {name} and you were next in line with reserve place {number}."),
            );
            Grant { application, cohort, seat_number, reason }
        })
        .collect();
    let promoted = grants.iter().map(|grant| grant.application.id).collect();
    offer_seats(tx, head, course, (&Actor::House, grants), now).await?;
    Ok(promoted)
}

/// Marks an unanswered seat offer as lapsed; the offer must be locked, and whoever calls passes the seat on.
pub(super) async fn lapse(
    tx: &WriteTx,
    head: &Letterhead<'_>,
    course: &OfferedCourse,
    seat: &SeatOffer,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    queries::set_state(tx, seat, SeatOfferState::Lapsed, None, now).await?;
    let event = Event::new("seat.lapsed", "seat_offer", seat.id.0).with("application", seat.application_id.0);
    journal::record(tx, &Actor::House, event, now).await?;
    let application =
        applications::queries::find(tx, seat.application_id).await?.ok_or(Failure::Missing("application"))?;
    // Who withdrew the application meanwhile has no use for this news.
    if application.state != ApplicationState::Offered {
        return Ok(());
    }
    let reason = (
        "Svarsfristen gick ut utan svar. Platsen går till nästa på tur.".to_owned(),
        "The reply deadline passed without an answer. The seat goes to the next in line.".to_owned(),
    );
    applications::queries::move_to(tx, &application, ApplicationState::Lapsed, reason, now).await?;
    let names = names_of(tx, std::iter::once(&application)).await?;
    let name = names.get(&application.person_id).map_or("", String::as_str);
    let reader = Reader { application: &application, name, recorded: None };
    letters::tell(tx, head, course, (&reader, &News::Lapsed), now).await?;
    Ok(())
}

/// Lapses what is overdue in these cohorts and passes the seats on, in this transaction; the offer must be locked.
pub(super) async fn settle(
    tx: &WriteTx,
    head: &Letterhead<'_>,
    course: &OfferedCourse,
    cohorts: &[CohortId],
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    for seat in queries::overdue_in(tx, cohorts, now).await? {
        lapse(tx, head, course, &seat, now).await?;
    }
    for cohort in cohorts {
        promote_next(tx, head, course, *cohort, now).await?;
    }
    Ok(())
}
