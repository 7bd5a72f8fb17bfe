//! Answers to seat offers, by the applicant or by the coordinator for somebody who phoned.

use super::super::course::OfferedCourse;
use super::super::letters::{self, News, Reader};
use super::super::model::{Refusal, SeatOfferState};
use super::super::offering::{names_of, promote_next};
use super::super::{SeatOffer, queries, rules};
use crate::access::Letterhead;
use crate::applications::{self, Applicant, Application, ApplicationState, Channel};
use crate::cohorts::{self, CohortState};
use crate::journal::{self, Event};
use crate::kernel::{AccountId, Actor, ApplicationId, Failure, Instant};
use crate::locale::stockholm;
use crate::people::Coordinator;
use crate::storage::{Db, WriteTx};

/// Who answers.
#[derive(Debug)]
pub enum Answering<'a> {
    /// The holder of the application's private link.
    Applicant(&'a Applicant),
    /// The coordinator, for somebody who answered otherwise.
    Coordinator {
        /// Who records it.
        by: &'a Coordinator,
        /// Whose answer it is.
        application: ApplicationId,
        /// How it was heard.
        channel: Channel,
    },
}

impl Answering<'_> {
    fn application(&self) -> ApplicationId {
        match self {
            Self::Applicant(who) => who.application.id,
            Self::Coordinator { application, .. } => *application,
        }
    }

    fn actor(&self) -> Actor {
        match self {
            Self::Applicant(who) => who.actor(),
            Self::Coordinator { by, .. } => by.actor(),
        }
    }

    fn account(&self) -> Option<AccountId> {
        match self {
            Self::Applicant(_) => None,
            Self::Coordinator { by, .. } => Some(by.account),
        }
    }

    fn channel(&self) -> Option<Channel> {
        match self {
            Self::Applicant(_) => None,
            Self::Coordinator { channel, .. } => Some(*channel),
        }
    }

    /// The sentence with who recorded it, when somebody did.
    fn reason(&self, (sv, en): (&str, &str)) -> (String, String) {
        use crate::kernel::Lang::{En, Sv};
        self.channel().map_or_else(
            || (sv.to_owned(), en.to_owned()),
            |channel| {
                let (by_sv, by_en) = (letters::registered(channel, Sv), letters::registered(channel, En));
                (format!("{sv} {by_sv}"), format!("{en} {by_en}"))
            },
        )
    }
}

/// What an answer is judged by, read under the offer's lock.
struct Scene {
    course: OfferedCourse,
    application: Application,
    seat: SeatOffer,
}

impl Scene {
    async fn locked(tx: &WriteTx, by: &Answering<'_>) -> Result<Self, Failure<Refusal>> {
        let missing = || Failure::Missing("application");
        let found = applications::queries::find(tx, by.application()).await?.ok_or_else(missing)?;
        let course = OfferedCourse::locked(tx, found.offer_id).await?.ok_or(Failure::Missing("offer"))?;
        // Read again: what was read before the lock may have moved while this stood in line.
        let application = applications::queries::find(tx, found.id).await?.ok_or_else(missing)?;
        let seat = queries::seat_offer_of(tx, found.id).await?.ok_or(Failure::Refused(Refusal::NothingToAnswer))?;
        if course.cohort(seat.cohort_id).is_some_and(|cohort| cohort.state == CohortState::Cancelled) {
            return Err(Failure::Refused(Refusal::Cancelled));
        }
        Ok(Self { course, application, seat })
    }

    /// Notes the answer: seat offer, move, journal, letter.
    async fn note(
        &self,
        tx: &WriteTx,
        head: &Letterhead<'_>,
        (by, what): (&Answering<'_>, &Answer<'_>),
        now: Instant,
    ) -> Result<(), Failure<Refusal>> {
        queries::set_state(tx, &self.seat, what.seat, by.account(), now).await?;
        applications::queries::move_to(tx, &self.application, what.application, by.reason(what.reason), now).await?;
        if let Answering::Applicant(who) = by {
            who.note_used(tx, head.keys, now).await?;
        }
        let event = Event::new(what.event, "seat_offer", self.seat.id.0)
            .with("application", self.application.id.0)
            .with("cohort", self.seat.cohort_id.0)
            .with("seat", self.seat.seat_number);
        journal::record(tx, &by.actor(), event, now).await?;
        let names = names_of(tx, std::iter::once(&self.application)).await?;
        let name = names.get(&self.application.person_id).map_or("", String::as_str);
        let reader = Reader { application: &self.application, name, recorded: by.channel() };
        letters::tell(tx, head, &self.course, (&reader, &what.news), now).await?;
        Ok(())
    }
}

/// What one answer changes.
struct Answer<'a> {
    seat: SeatOfferState,
    application: ApplicationState,
    reason: (&'a str, &'a str),
    event: &'static str,
    news: News<'a>,
}

/// Turns a seat offer into a seat and its applicant into a participant.
///
/// The offer is locked before anything is judged, so that a lapse, a withdrawal and an answer cannot cross. Said again,
/// a yes changes nothing and is no error.
///
/// # Errors
/// `TooLate` after the deadline's own millisecond, `Answered` when the answer was another one.
pub async fn accept(db: &Db, head: &Letterhead<'_>, by: &Answering<'_>, now: Instant) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let scene = Scene::locked(&tx, by).await?;
    if scene.seat.state == SeatOfferState::Accepted {
        return Ok(());
    }
    rules::may_accept(scene.seat.state, scene.seat.reply_by, now).map_err(Failure::Refused)?;
    let cohort = scene.course.cohort(scene.seat.cohort_id).ok_or(Failure::Missing("cohort"))?;
    queries::insert_participant(&tx, &scene.application, &scene.seat, now).await?;
    let answer = Answer {
        seat: SeatOfferState::Accepted,
        application: ApplicationState::Participant,
        reason: ("Du tackade ja till platsen.", "You accepted the seat."),
        event: "seat.accepted",
        news: News::Confirmed(cohort),
    };
    scene.note(&tx, head, (by, &answer), now).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a no and passes the seat on in the same transaction.
///
/// # Errors
/// `TooLate` when the seat has lapsed, `Answered` when it was accepted: then it is given back by [`withdraw`].
pub async fn decline(db: &Db, head: &Letterhead<'_>, by: &Answering<'_>, now: Instant) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let scene = Scene::locked(&tx, by).await?;
    if scene.seat.state == SeatOfferState::Declined {
        return Ok(());
    }
    rules::may_decline(scene.seat.state).map_err(Failure::Refused)?;
    let answer = Answer {
        seat: SeatOfferState::Declined,
        application: ApplicationState::Declined,
        reason: ("Du tackade nej till platsen.", "You declined the seat."),
        event: "seat.declined",
        news: News::Declined,
    };
    scene.note(&tx, head, (by, &answer), now).await?;
    promote_next(&tx, head, &scene.course, scene.seat.cohort_id, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Gives an accepted seat back; before day 1 it goes to the next reserve in the same transaction.
///
/// It goes on at once: a seat is not held for another person of the same organisation.
///
/// # Errors
/// `NothingToAnswer` when no seat was accepted.
pub async fn withdraw(
    db: &Db,
    head: &Letterhead<'_>,
    by: &Answering<'_>,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let scene = Scene::locked(&tx, by).await?;
    if scene.seat.state == SeatOfferState::Withdrawn {
        return Ok(());
    }
    let days = cohorts::queries::held(&cohorts::queries::days_of(&tx, scene.seat.cohort_id).await?);
    let last = days.iter().map(|day| day.day).max();
    rules::may_withdraw(scene.seat.state, last, stockholm::today(now)).map_err(Failure::Refused)?;
    let answer = Answer {
        seat: SeatOfferState::Withdrawn,
        application: ApplicationState::Withdrawn,
        reason: ("Du lämnade återbud.", "You gave the seat back."),
        event: "seat.withdrawn",
        news: News::Withdrawn,
    };
    scene.note(&tx, head, (by, &answer), now).await?;
    queries::withdraw_participant(&tx, scene.application.id).await?;
    promote_next(&tx, head, &scene.course, scene.seat.cohort_id, now).await?;
    tx.commit().await?;
    Ok(())
}
