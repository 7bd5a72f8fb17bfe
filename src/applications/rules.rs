//! What may be done with an application and a mandate, and until when.

use super::model::{ApplicationState, MandateState};
use super::refusal::Refusal;
use crate::cohorts::rules::OPEN_DAYS_AFTER_LAST;
use crate::kernel::{Day, EmailAddress, Instant};
use crate::locale::{holidays, stockholm};
use crate::offers::{Offer, OfferState};

/// How long a manager can read the receipt after the deadline.
const RECEIPT_DAYS: i64 = 180;
/// How many working days a manager has when asked late.
const LATE_MANDATE_DAYS: u32 = 5;
/// How long a draft is kept.
const DRAFT_DAYS: i64 = 30;
/// How many working days before the deadline a manager is reminded.
pub const REMINDED_BEFORE: u32 = 3;

/// Whether the public pages take an application: the offer is published and the deadline's own second is still in time, or
/// its seats have been given and `vacant` of them were left over (rule S4).
///
/// How many are vacant is told by the caller, because seats come after applications in the order of rooms.
pub fn may_apply(offer: &Offer, vacant: u64, now: Instant) -> Result<(), Refusal> {
    let is_open = match offer.state {
        OfferState::Published => now <= offer.deadline_at,
        OfferState::Allocated => vacant > 0,
        OfferState::Draft | OfferState::Closed | OfferState::Ended => false,
    };
    if is_open { Ok(()) } else { Err(Refusal::NotOpen) }
}

/// Whether an application sent at `submitted` came too late for the allocation, so that it waits for a vacant seat.
#[must_use]
pub fn is_late(offer: &Offer, submitted: Instant) -> bool {
    submitted > offer.deadline_at || offer.closed_at.is_some_and(|closed| submitted > closed)
}

/// Whether a coordinator may register an application, which is possible until the offer has ended.
pub fn may_register(offer: &Offer) -> Result<(), Refusal> {
    let is_possible = matches!(offer.state, OfferState::Published | OfferState::Closed | OfferState::Allocated);
    if is_possible { Ok(()) } else { Err(Refusal::NotOpen) }
}

/// Whether the manager is somebody else than the applicant.
pub fn is_another(applicant: &str, superior: &EmailAddress) -> Result<(), Refusal> {
    if superior.normalised() == applicant.to_lowercase() { Err(Refusal::OwnManager) } else { Ok(()) }
}

/// Until when a manager asked at `now` may answer.
///
/// The offer's own deadline, unless the question came after the application deadline: then five working days at least.
#[must_use]
pub fn mandate_deadline(offer: &Offer, now: Instant) -> Instant {
    if now <= offer.deadline_at {
        return offer.mandate_deadline_at;
    }
    let late = stockholm::last_second_of(holidays::add_working_days(stockholm::today(now), LATE_MANDATE_DAYS));
    offer.mandate_deadline_at.max(late)
}

/// Whether a manager may answer now.
pub fn may_answer(
    application: ApplicationState,
    mandate: (MandateState, Instant),
    now: Instant,
) -> Result<(), Refusal> {
    let (state, deadline) = mandate;
    if state != MandateState::Asked {
        return Err(Refusal::MandateAnswered);
    }
    if !awaits_manager(application) {
        return Err(Refusal::NotAwaitingManager);
    }
    if now > deadline { Err(Refusal::MandateOver) } else { Ok(()) }
}

/// Whether a manager's answer is still of use to the application.
#[must_use]
pub fn awaits_manager(application: ApplicationState) -> bool {
    matches!(application, ApplicationState::AwaitingManager | ApplicationState::SupplementRequested)
}

/// Whether the application can be taken back here; a seat offered or taken is given back where seats are.
pub fn may_withdraw(application: ApplicationState) -> Result<(), Refusal> {
    let is_possible = application.is_before_seats() || application == ApplicationState::Reserve;
    if is_possible { Ok(()) } else { Err(Refusal::NotWithdrawable) }
}

/// Whether eligibility may still be decided.
///
/// Whoever let a seat go by, declining or in silence, and asks again may be made eligible again: then they wait in line
/// for a vacant seat.
pub fn may_decide(application: ApplicationState) -> Result<(), Refusal> {
    let comes_back = matches!(application, ApplicationState::Declined | ApplicationState::Lapsed);
    if application.is_before_seats() || comes_back { Ok(()) } else { Err(Refusal::TooLateToDecide) }
}

/// Whether the rank inside the organisation may still be changed.
///
/// Once the list is frozen anybody could see what the draw will give, so that a new rank would choose the outcome.
pub fn may_rank(application: ApplicationState, offer: OfferState) -> Result<(), Refusal> {
    let is_open = matches!(offer, OfferState::Draft | OfferState::Published);
    if !application.is_before_seats() {
        return Err(Refusal::TooLateToDecide);
    }
    if is_open { Ok(()) } else { Err(Refusal::RankFrozen) }
}

/// When a draft begun at `now` is forgotten.
#[must_use]
pub fn draft_ends(now: Instant) -> Instant {
    now.plus_days(DRAFT_DAYS)
}

/// When the link to an application ends, given the last course day of its offer: long enough after it, or
/// after `now` when that is later, to make a day up and to fetch the certificate.
#[must_use]
pub fn link_ends(last_day: Option<Day>, now: Instant) -> Instant {
    last_day.map_or(now, stockholm::last_second_of).max(now).plus_days(OPEN_DAYS_AFTER_LAST)
}

/// When the link to a mandate ends; until then it shows the receipt.
#[must_use]
pub fn mandate_link_ends(deadline: Instant) -> Instant {
    deadline.plus_days(RECEIPT_DAYS)
}

/// The first moment at which a manager is reminded of `deadline`.
#[must_use]
pub fn reminder_from(deadline: Instant) -> Instant {
    let mut day = stockholm::today(deadline);
    let mut left = REMINDED_BEFORE;
    while left > 0 {
        let Some(before) = day.pred_opt() else { break };
        day = before;
        if holidays::is_working_day(day) {
            left -= 1;
        }
    }
    stockholm::start_of_day(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end_of(text: &str) -> Instant {
        stockholm::last_second_of(text.parse().unwrap())
    }

    #[test]
    fn a_manager_is_reminded_three_working_days_before_the_deadline() {
        let monday = end_of("2012-09-24");

        let from = reminder_from(monday);

        assert_eq!(stockholm::today(from).to_string(), "2012-09-19");
    }

    #[test]
    fn a_manager_answers_until_the_last_second_and_once() {
        let deadline = end_of("2012-09-24");
        let asked = (MandateState::Asked, deadline);
        let awaiting = ApplicationState::AwaitingManager;

        let in_time = may_answer(awaiting, asked, deadline);
        let late = may_answer(awaiting, asked, Instant::from_millis(deadline.millis() + 1));
        let again = may_answer(awaiting, (MandateState::Confirmed, deadline), deadline);
        let withdrawn = may_answer(ApplicationState::Withdrawn, asked, deadline);

        assert_eq!(in_time, Ok(()));
        assert_eq!(late, Err(Refusal::MandateOver));
        assert_eq!(again, Err(Refusal::MandateAnswered));
        assert_eq!(withdrawn, Err(Refusal::NotAwaitingManager));
    }
}
