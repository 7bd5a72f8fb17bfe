//! What an offer must be before everybody may see it.

use super::model::{Amendment, Refusal, Terms};
use crate::cohorts::{Cohort, CohortState, CourseDay, model::is_code};
use crate::kernel::{Day, Instant};
use crate::locale::{holidays, stockholm};

/// Working days that managers have after the deadline for applications, where nobody says otherwise.
pub const MANDATE_WORKING_DAYS: u32 = 5;

/// The last millisecond for managers where nobody says otherwise: five working days after the deadline.
#[must_use]
pub fn usual_mandate_deadline(deadline: Instant) -> Instant {
    stockholm::last_second_of(holidays::add_working_days(stockholm::today(deadline), MANDATE_WORKING_DAYS))
}

/// How many days there should be from the deadline to day 1: a week for managers, the reply time, a week for reserves.
#[must_use]
pub fn days_needed(reply_days: i64) -> i64 {
    reply_days + 14
}

/// What cannot stand as it is, in the order of the form.
#[must_use]
pub fn flaws(terms: &Terms) -> Vec<Refusal> {
    let checks = [
        (!is_code(&terms.code), Refusal::NotACode),
        (terms.cohorts.is_empty(), Refusal::NoCohort),
        (terms.mandate_deadline_at < terms.deadline_at, Refusal::MandateTooEarly),
        (terms.cap < terms.guarantee, Refusal::CapBelowGuarantee),
        (terms.organisations.is_empty(), Refusal::NobodyAddressed),
    ];
    checks.into_iter().filter_map(|(is_wrong, flaw)| is_wrong.then_some(flaw)).collect()
}

/// What stands in the way of publishing.
#[must_use]
pub fn obstacles(deadline_at: Instant, offered: &[(Cohort, Vec<CourseDay>)], now: Instant) -> Vec<Refusal> {
    let mut obstacles = Vec::new();
    if offered.is_empty() {
        obstacles.push(Refusal::NoCohort);
    }
    if deadline_at <= now {
        obstacles.push(Refusal::DeadlinePassed);
    }
    let deadline: Day = stockholm::today(deadline_at);
    for (cohort, days) in offered {
        if cohort.capacity == 0 {
            obstacles.push(Refusal::NoSeats { cohort: cohort.name.clone() });
        }
        if days.first().is_none_or(|first| first.day <= deadline) {
            obstacles.push(Refusal::StartsBeforeDeadline { cohort: cohort.name.clone() });
        }
    }
    obstacles
}

/// What stands in the way of an amendment of an offer with these deadlines, for applications and for managers (rule O8).
///
/// The deadline stays or becomes a later one that has not passed, and still comes before every cohort's day 1.
#[must_use]
pub fn amendment_flaws(
    (deadline_at, mandate_deadline_at): (Instant, Instant),
    amendment: &Amendment,
    offered: &[(Cohort, Vec<CourseDay>)],
    now: Instant,
) -> Vec<Refusal> {
    let mut flaws = Vec::new();
    if amendment.deadline_at < deadline_at {
        flaws.push(Refusal::DeadlineEarlier);
    } else if amendment.deadline_at > deadline_at {
        flaws.extend(obstacles(amendment.deadline_at, offered, now));
    }
    if amendment.mandate_deadline_at < mandate_deadline_at {
        flaws.push(Refusal::MandateEarlier);
    } else if amendment.mandate_deadline_at < amendment.deadline_at {
        flaws.push(Refusal::MandateTooEarly);
    }
    flaws
}

/// Whether an offer whose seats were given has nothing left to do: every cohort is closed or cancelled (rule H3).
#[must_use]
pub fn is_over(cohorts: &[Cohort]) -> bool {
    cohorts.iter().all(|cohort| matches!(cohort.state, CohortState::Closed | CohortState::Cancelled))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn managers_have_five_working_days_over_easter() {
        let deadline = stockholm::last_second_of(Day::from_ymd_opt(2012, 4, 4).expect("a day"));

        let mandate = usual_mandate_deadline(deadline);

        assert_eq!(stockholm::today(mandate), Day::from_ymd_opt(2012, 4, 13).expect("a day"));
    }
}
