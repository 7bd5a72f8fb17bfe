//! What may be marked, and what a form changed.

use super::model::{MarkKind, NewMark, Refusal};
use crate::cohorts::CourseDay;

/// Whose hand marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// A trainer of the cohort.
    Trainer,
    /// A coordinator.
    Coordinator,
}

/// Whether `mark` may be made on `day` by this hand.
///
/// After attestation every change needs a reason; for a made-up or credited day its reference is reason enough.
///
/// # Errors
/// What is missing.
pub fn may_mark(day: &CourseDay, mark: &NewMark, hand: Hand) -> Result<(), Refusal> {
    if day.is_cancelled {
        return Err(Refusal::DayCancelled);
    }
    if mark.kind.is_by_reference() {
        return match hand {
            Hand::Trainer => Err(Refusal::CoordinatorsOnly),
            Hand::Coordinator if mark.reference.is_empty() => Err(Refusal::ReferenceNeeded),
            Hand::Coordinator => Ok(()),
        };
    }
    let most = most_minutes(day);
    if mark.kind == MarkKind::Partial && !mark.minutes.is_some_and(|minutes| (1..=most).contains(&minutes)) {
        return Err(Refusal::MinutesOutside { most });
    }
    if day.attested_at.is_some() && mark.reason.is_empty() {
        return Err(Refusal::ReasonNeeded);
    }
    Ok(())
}

/// The most minutes a partly attended day can have: one less than the day.
#[must_use]
pub fn most_minutes(day: &CourseDay) -> i64 {
    (day.minutes - 1).max(1)
}

/// The minutes that are kept with a mark: the whole day's, those told, or none.
#[must_use]
pub fn minutes_kept(day: &CourseDay, mark: &NewMark) -> Option<i64> {
    match mark.kind {
        MarkKind::Present => Some(day.minutes),
        MarkKind::Partial => mark.minutes,
        _ => None,
    }
}

/// Whether what was ticked says something else than what stood.
///
/// An undone mark stands for nothing, and minutes matter only where the day was attended in part.
#[must_use]
pub fn differs(ticked: (MarkKind, Option<i64>), stood: Option<(MarkKind, Option<i64>)>) -> bool {
    match stood {
        None => true,
        Some((kind, minutes)) => {
            kind != ticked.0 || (kind == MarkKind::Partial && ticked.1.is_some() && minutes != ticked.1)
        }
    }
}

#[cfg(test)]
mod tests {
    //! Of the rules alone; how they meet people is tested over HTTP.
    use super::*;
    use crate::attendance::model::Nonce;
    use crate::kernel::{CohortId, CourseDayId, Day, Instant, ParticipantId};

    fn day() -> CourseDay {
        CourseDay {
            id: CourseDayId(1),
            cohort_id: CohortId(1),
            number: 1,
            day: Day::from_ymd_opt(2012, 10, 4).unwrap(),
            starts_minute: 540,
            ends_minute: 960,
            minutes: 360,
            room: String::new(),
            is_cancelled: false,
            attested_at: None,
            attested_by: None,
        }
    }

    fn mark(kind: MarkKind, minutes: Option<i64>) -> NewMark {
        NewMark::new(ParticipantId(1), kind, minutes, Nonce::parse("nonce-01").unwrap())
    }

    #[test]
    fn a_partly_attended_day_has_fewer_minutes_than_the_day() {
        let minutes = [None, Some(0), Some(1), Some(359), Some(360)];

        let sound = minutes.map(|minutes| may_mark(&day(), &mark(MarkKind::Partial, minutes), Hand::Trainer).is_ok());

        assert_eq!(sound, [false, false, true, true, false]);
    }

    #[test]
    fn an_attested_day_wants_a_reason_and_a_made_up_one_a_reference() {
        let attested = CourseDay { attested_at: Some(Instant::from_millis(0)), ..day() };
        let present = mark(MarkKind::Present, None);
        let made_up = mark(MarkKind::MadeUp, None);

        assert_eq!(may_mark(&attested, &present, Hand::Trainer), Err(Refusal::ReasonNeeded));
        assert_eq!(may_mark(&attested, &NewMark { reason: "Kom sent".into(), ..present }, Hand::Trainer), Ok(()));
        assert_eq!(may_mark(&attested, &made_up, Hand::Trainer), Err(Refusal::CoordinatorsOnly));
        assert_eq!(may_mark(&attested, &made_up, Hand::Coordinator), Err(Refusal::ReferenceNeeded));
        assert_eq!(
            may_mark(&attested, &NewMark { reference: "Omgång B".into(), ..made_up }, Hand::Coordinator),
            Ok(())
        );
    }

    #[test]
    fn only_what_was_changed_differs() {
        let present = (MarkKind::Present, None);
        let partial = |minutes| (MarkKind::Partial, Some(minutes));

        assert!(differs(present, None));
        assert!(!differs(present, Some((MarkKind::Present, Some(360)))));
        assert!(differs(partial(200), Some(partial(180))));
        assert!(!differs(partial(180), Some(partial(180))));
    }
}
