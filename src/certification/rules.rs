//! Who gets which paper, and what a record amounts to on it. Pure: facts in, verdict out.

use super::model::{CertificateKind, CertificateState, Round};
use crate::completion::model::Outcome;
use crate::completion::rules::Ground;
use crate::paper::DayState;
use crate::requirements::{CompletionRule, DayNumber, Mark, TrainingRecord, days_made_up};
use std::collections::BTreeMap;

/// What a record amounts to, as a certificate prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extent {
    /// How each day went.
    pub days: BTreeMap<DayNumber, DayState>,
    /// Days that count as attended.
    pub attended: u16,
    /// Days held.
    pub held: u16,
    /// Minutes attended.
    pub minutes: u32,
}

/// Adds a record up, or names the days that are still open.
///
/// A paper that printed an open day would have to guess. A partly attended day counts from the rule's share of its
/// minutes, but its minutes count as they are; a day made up or credited counts with all of its minutes. A day made up that the
/// rule lets not count was missed, as far as the paper is concerned: it must not say more than the decision does.
///
/// # Errors
/// The numbers of the days that nobody has marked, or that the trainer has not attested.
pub fn extent(record: &TrainingRecord, rule: &CompletionRule) -> Result<Extent, Vec<DayNumber>> {
    let mut extent = Extent { days: BTreeMap::new(), attended: 0, held: 0, minutes: 0 };
    let mut open = Vec::new();
    let made_up = days_made_up(rule, record);
    for (number, day) in &record.days {
        let whole = day.minutes;
        // Cancelling is the organiser's fact; it needs no trainer to attest it.
        let cancelled = day.mark.as_ref().filter(|mark| **mark == Mark::Cancelled);
        let Some(mark) = cancelled.or(day.standing()) else {
            open.push(*number);
            continue;
        };
        let (state, counts, minutes) = match mark {
            Mark::Present(minutes) => (DayState::Present, true, whole.min(*minutes)),
            Mark::Partial(minutes) => {
                let enough = u64::from(*minutes) * 100 >= u64::from(rule.partial_percent()) * u64::from(whole);
                (DayState::Partial, enough, whole.min(*minutes))
            }
            Mark::MadeUp(_) if made_up.contains(number) => (DayState::MadeUp, true, whole),
            Mark::Notified | Mark::Absent | Mark::MadeUp(_) => (DayState::Absent, false, 0),
            Mark::Credited(_) => (DayState::Credited, true, whole),
            Mark::Cancelled => (DayState::Cancelled, false, 0),
        };
        extent.days.insert(*number, state);
        extent.held += u16::from(state != DayState::Cancelled);
        extent.attended += u16::from(counts);
        extent.minutes += minutes;
    }
    if open.is_empty() { Ok(extent) } else { Err(open) }
}

/// Where somebody stands on the way to a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Has an *intyg* that holds although the decision that stands does not say the rule was met: somebody has to revoke it,
    /// or decide anew. Before anything else, because a paper that is not deserved must not be lost from sight.
    HoldsUndeserved(CertificateKind),
    /// Waits for a paper in this round.
    Waits(Round),
    /// Has one that holds.
    Holds(CertificateKind),
    /// Has one that holds and prints other days than the attendance has by now: it has to be replaced.
    HoldsOtherwise(CertificateKind),
    /// Had one, and it was revoked; nothing new is issued by the batch.
    Revoked(CertificateKind),
    /// No completion decision has been made, and one can be.
    Undecided,
    /// Can still meet the rule, so that there is nothing to decide.
    CanStillMeet,
    /// The facts have changed since the decision: it has to be reviewed first.
    UnderReview,
    /// Decided, but these days are still open.
    OpenDays(Vec<DayNumber>),
    /// Attended nothing that could be certified.
    NothingAttended,
}

/// How far deciding about somebody has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// This is decided.
    Decided(Outcome),
    /// Nothing is decided, and it could be.
    ToDecide,
    /// There is nothing to decide, because the rule can still be met.
    CanStillMeet,
}

/// Judges one participant from how far deciding has come, whether its ground still stands, the record, and the papers there are.
#[must_use]
pub fn standing(
    stage: Stage,
    ground: Ground,
    extent: &Result<Extent, Vec<DayNumber>>,
    papers: &[(CertificateKind, CertificateState)],
) -> Standing {
    if stage != Stage::Decided(Outcome::Met)
        && papers.contains(&(CertificateKind::Certificate, CertificateState::Current))
    {
        return Standing::HoldsUndeserved(CertificateKind::Certificate);
    }
    let round = match stage {
        Stage::Decided(Outcome::Met) => Round::Completed,
        Stage::Decided(Outcome::Impossible) => Round::NotCompleted,
        Stage::CanStillMeet => Round::Meanwhile,
        Stage::ToDecide => return Standing::Undecided,
    };
    let kind = round.kind();
    let has = |state| papers.contains(&(kind, state));
    if has(CertificateState::Current) {
        return Standing::Holds(kind);
    }
    if has(CertificateState::Revoked) {
        return Standing::Revoked(kind);
    }
    if ground != Ground::Firm {
        return Standing::UnderReview;
    }
    match extent {
        Err(_) if stage == Stage::CanStillMeet => Standing::CanStillMeet,
        Err(open) => Standing::OpenDays(open.clone()),
        // Minutes, not days: half a day too short to count is still attendance.
        Ok(extent) if kind == CertificateKind::Attendance && extent.minutes == 0 => Standing::NothingAttended,
        Ok(_) => Standing::Waits(round),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::requirements::{DayFact, default_six_days};

    fn rule() -> CompletionRule {
        default_six_days(None).expect("a rule")
    }

    fn record(marks: [Option<Mark>; 6]) -> TrainingRecord {
        let date = chrono::NaiveDate::from_ymd_opt(2012, 10, 4).expect("a day");
        let days = (1..).zip(marks.map(|mark| DayFact { date, minutes: 360, attested: true, mark })).collect();
        TrainingRecord { days, ..TrainingRecord::default() }
    }

    #[test]
    fn a_record_is_added_up_as_the_paper_prints_it() {
        let marks = [
            Mark::Present(360),
            Mark::Partial(269),
            Mark::Partial(270),
            Mark::Notified,
            Mark::MadeUp("cohort 7".to_owned()),
            Mark::Cancelled,
        ];

        let extent = extent(&record(marks.map(Some)), &rule()).expect("no open day");

        assert_eq!((extent.attended, extent.held, extent.minutes), (3, 5, 360 + 269 + 270 + 360));
        assert_eq!(extent.days[&2], DayState::Partial);
        assert_eq!(extent.days[&4], DayState::Absent);
    }

    #[test]
    fn an_open_day_keeps_the_paper_back() {
        let mut unattested = record([const { Some(Mark::Present(360)) }; 6]);
        unattested.days.get_mut(&3).expect("day 3").attested = false;
        let mut unmarked = record([const { Some(Mark::Present(360)) }; 6]);
        unmarked.days.get_mut(&6).expect("day 6").mark = None;

        let open = [extent(&unattested, &rule()), extent(&unmarked, &rule())];

        assert_eq!(open, [Err(vec![3]), Err(vec![6])]);
    }

    #[test]
    fn whoever_holds_or_lost_a_paper_is_not_in_the_next_batch() {
        use CertificateKind::{Attendance, Certificate};
        let full = extent(&record([const { Some(Mark::Present(360)) }; 6]), &rule());
        let met = Stage::Decided(Outcome::Met);

        let standings = [
            standing(met, Ground::Firm, &full, &[]),
            standing(
                met,
                Ground::Firm,
                &full,
                &[(Certificate, CertificateState::Replaced), (Certificate, CertificateState::Current)],
            ),
            standing(met, Ground::Firm, &full, &[(Certificate, CertificateState::Revoked)]),
            standing(met, Ground::Firm, &full, &[(Attendance, CertificateState::Current)]),
            standing(Stage::ToDecide, Ground::Firm, &full, &[]),
        ];

        let expected = [
            Standing::Waits(Round::Completed),
            Standing::Holds(Certificate),
            Standing::Revoked(Certificate),
            Standing::Waits(Round::Completed),
            Standing::Undecided,
        ];
        assert_eq!(standings, expected);
    }

    #[test]
    fn a_certificate_whose_decision_has_turned_stands_before_all_else_and_nothing_is_issued_beside_it() {
        use CertificateKind::{Attendance, Certificate};
        use CertificateState::{Current, Revoked};
        let full = extent(&record([const { Some(Mark::Present(360)) }; 6]), &rule());
        let shaken = Ground::Shaken(None);

        let standings = [
            standing(Stage::Decided(Outcome::Impossible), Ground::Firm, &full, &[(Certificate, Current)]),
            standing(
                Stage::Decided(Outcome::Impossible),
                shaken,
                &full,
                &[(Certificate, Current), (Attendance, Current)],
            ),
            standing(Stage::ToDecide, Ground::Firm, &Err(Vec::new()), &[(Certificate, Current)]),
            standing(Stage::Decided(Outcome::Impossible), Ground::Firm, &full, &[(Certificate, Revoked)]),
        ];

        let undeserved = Standing::HoldsUndeserved(Certificate);
        assert_eq!(
            standings,
            [undeserved.clone(), undeserved.clone(), undeserved, Standing::Waits(Round::NotCompleted)]
        );
    }

    #[test]
    fn nobody_gets_an_attendance_certificate_for_nothing() {
        let nothing = extent(&record([const { Some(Mark::Absent) }; 6]), &rule());

        let standing = standing(Stage::Decided(Outcome::Impossible), Ground::Firm, &nothing, &[]);

        assert_eq!(standing, Standing::NothingAttended);
    }

    #[test]
    fn who_can_still_meet_the_rule_may_have_an_attendance_certificate_once_no_day_is_open() {
        use CertificateKind::{Attendance, Certificate};
        use CertificateState::Current;
        let open = Stage::CanStillMeet;
        let full = extent(&record([const { Some(Mark::Present(360)) }; 6]), &rule());
        let nothing = extent(&record([const { Some(Mark::Absent) }; 6]), &rule());

        let standings = [
            standing(open, Ground::Firm, &Err(vec![6]), &[]),
            standing(open, Ground::Firm, &full, &[]),
            standing(open, Ground::Firm, &full, &[(Attendance, Current)]),
            standing(open, Ground::Firm, &full, &[(Certificate, Current)]),
            standing(open, Ground::Firm, &nothing, &[]),
        ];

        let expected = [
            Standing::CanStillMeet,
            Standing::Waits(Round::Meanwhile),
            Standing::Holds(Attendance),
            Standing::HoldsUndeserved(Certificate),
            Standing::NothingAttended,
        ];
        assert_eq!(standings, expected);
    }

    #[test]
    fn a_day_made_up_beyond_what_the_rule_allows_is_a_day_missed() {
        let made_up = || Mark::MadeUp("grupp 7".to_owned());
        let there = || Mark::Present(360);
        let marks = [there(), made_up(), there(), there(), there(), made_up()];

        let extent = extent(&record(marks.map(Some)), &rule()).expect("no open day");

        // Day 6 must be among them, so that one of the two counts.
        assert_eq!((extent.attended, extent.minutes), (5, 5 * 360));
        assert_eq!((extent.days[&2], extent.days[&6]), (DayState::Absent, DayState::MadeUp));
    }
}
