//! What planning refuses, and what it only remarks on.

use super::model::{CohortState, HeldDay, Plan, PlannedDay, Refusal, Roll, is_code};
use crate::kernel::{AccountId, CohortId, Day, Instant, Lang};
use crate::locale::{holidays, numbers, stockholm};
use chrono::Datelike;

/// What cannot stand as it is, in the order of the form.
#[must_use]
pub fn flaws(plan: &Plan) -> Vec<Refusal> {
    let mut flaws = Vec::new();
    if !is_code(&plan.frame.code) {
        flaws.push(Refusal::NotACode);
    }
    for day in plan.days.iter().filter(|day| day.ends_minute <= day.starts_minute) {
        flaws.push(Refusal::EndsBeforeItStarts { number: day.number });
    }
    for pair in plan.days.windows(2) {
        if pair[1].day <= pair[0].day {
            flaws.push(Refusal::OutOfOrder { number: pair[1].number });
        }
    }
    flaws
}

/// How long after its last day a cohort is closed whatever is left undone: a day can be made up within twelve months, and
/// the last private links end then.
pub const OPEN_DAYS_AFTER_LAST: i64 = 550;

/// The moment the earliest of `days` begins on the wall clock in Stockholm; `None` while no day is held.
#[must_use]
pub fn start_of(days: &[HeldDay]) -> Option<Instant> {
    let first = days.iter().min_by_key(|day| (day.day, day.starts_minute))?;
    Some(moment(first.day, first.starts_minute))
}

/// The moment the latest of `days` ends on the wall clock in Stockholm; `None` while no day is held.
#[must_use]
pub fn end_of(days: &[HeldDay]) -> Option<Instant> {
    let last = days.iter().max_by_key(|day| (day.day, day.ends_minute))?;
    Some(moment(last.day, last.ends_minute))
}

fn moment(day: Day, minute: i64) -> Instant {
    let time = format!("{:02}:{:02}", minute / 60, minute % 60);
    // An hour the clock jumps over never holds a course; should it ever, the day's first moment is early enough.
    stockholm::parse_local(day, &time).unwrap_or_else(|_| stockholm::start_of_day(day))
}

/// Whether a published cohort has begun: from the first moment of its first day (rule H1).
#[must_use]
pub fn has_begun(days: &[HeldDay], now: Instant) -> bool {
    start_of(days).is_some_and(|start| start <= now)
}

/// Whether a running cohort is over (rule H2): its last day has ended, every day is attested and everybody who takes part
/// is decided about; with nobody in it nothing is waited for.
///
/// After [`OPEN_DAYS_AFTER_LAST`] it is over whatever is left undone, so that nothing stays open for ever.
#[must_use]
pub fn is_over(days: &[HeldDay], roll: Roll, now: Instant) -> bool {
    let Some(end) = end_of(days).filter(|end| *end <= now) else { return false };
    let is_done = days.iter().all(|day| day.is_attested) && roll.undecided == 0;
    is_done || roll.taking_part == 0 || end.plus_days(OPEN_DAYS_AFTER_LAST) <= now
}

/// Whether a cohort may be cancelled (rule H4): before its first day has begun, whatever the job has noted.
pub fn may_cancel(state: CohortState, days: &[HeldDay], now: Instant) -> Result<(), Refusal> {
    match state {
        CohortState::Draft => Ok(()),
        CohortState::Published if !has_begun(days, now) => Ok(()),
        CohortState::Published | CohortState::Running => Err(Refusal::Begun),
        CohortState::Closed | CohortState::Cancelled => Err(Refusal::Over),
    }
}

/// What the term that `day` lies in is called: `VT 2013`, `HT 2012`.
#[must_use]
pub fn term_of(day: Day) -> String {
    format!("{} {}", if day.month() < 7 { "VT" } else { "HT" }, day.year())
}

/// The minutes taught on a day that is now held from `starts` to `ends`: the breaks stay as long as they were.
#[must_use]
pub fn minutes_taught(before: &PlannedDay, starts: i64, ends: i64) -> i64 {
    let breaks = (before.ends_minute - before.starts_minute - before.minutes).max(0);
    (ends - starts - breaks).max(1)
}

/// A day of another cohort that may stand in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booking {
    /// The other cohort.
    pub of: CohortId,
    /// When.
    pub day: Day,
    /// The other cohort's name.
    pub cohort: String,
    /// Its place.
    pub place: String,
    /// Its room that day.
    pub room: String,
    /// Who teaches it.
    pub trainers: Vec<AccountId>,
}

/// How the offer of a cohort is timed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfferTiming {
    /// The day applications close.
    pub deadline: Day,
    /// How many days allocation, replies and reserves need after it.
    pub needed: i64,
}

/// Something a planner may have overlooked. It warns and explains; it never stands in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// Nobody works that day.
    NotWorking {
        /// The day's number.
        number: i64,
        /// When.
        day: Day,
    },
    /// A trainer stands in front of another cohort that day.
    TrainerBusy {
        /// The day's number.
        number: i64,
        /// Who.
        trainer: AccountId,
        /// The other cohort's name.
        cohort: String,
    },
    /// The room is taken by another cohort that day.
    RoomTaken {
        /// The day's number.
        number: i64,
        /// The room.
        room: String,
        /// The other cohort's name.
        cohort: String,
    },
    /// Nobody teaches.
    NoTrainer,
    /// Day 1 comes too soon after the deadline of the offer.
    LittleTime {
        /// Days from the deadline to day 1; negative when day 1 comes first.
        left: i64,
        /// Days needed.
        needed: i64,
    },
}

impl Remark {
    /// The number of the day it is about; `None` when it is about the whole cohort.
    #[must_use]
    pub fn on_day(&self) -> Option<i64> {
        match self {
            Self::NotWorking { number, .. } | Self::TrainerBusy { number, .. } | Self::RoomTaken { number, .. } => {
                Some(*number)
            }
            Self::NoTrainer | Self::LittleTime { .. } => None,
        }
    }

    /// The remark and what it means, in full sentences; `name_of` knows the trainers' names.
    #[must_use]
    pub fn sentence(&self, lang: Lang, name_of: impl Fn(AccountId) -> String) -> String {
        match self {
            Self::NotWorking { day, .. } => {
                let why = holidays::why_not_working(lang, *day).unwrap_or_default();
                format!("{why} {}", lang.say("De flesta arbetar inte då.", "Most people do not work then."))
            }
            Self::TrainerBusy { trainer, cohort, .. } => {
                let name = name_of(*trainer);
                lang.say(
                    format!("{name} utbildar {cohort} samma dag. Byt dag eller utbildare."),
                    format!("{name} teaches {cohort} on the same day. Change the day or the trainer."),
                )
            }
            Self::RoomTaken { room, cohort, .. } => lang.say(
                format!("{room} är bokad för {cohort} samma dag. Byt dag eller lokal."),
                format!("{room} is booked for {cohort} on the same day. Change the day or the room."),
            ),
            Self::NoTrainer => lang
                .say(
                    "Ingen utbildare är vald. Utan utbildare kan ingen markera närvaron.",
                    "No trainer is chosen. Without one nobody can mark the attendance.",
                )
                .to_owned(),
            Self::LittleTime { left, .. } if *left < 0 => lang
                .say(
                    "Dag 1 kommer före sista ansökningsdag. Flytta dagen eller ansökningstiden.",
                    "Day 1 comes before the deadline for applications. Move the day or the deadline.",
                )
                .to_owned(),
            Self::LittleTime { left, needed } => {
                let left = numbers::counted(lang, *left, ("dag", "dagar"), ("day", "days"));
                lang.say(
                    format!(
                        "Det är bara {left} från sista ansökningsdag till dag 1. Fördelning, svar och reserver behöver ungefär {needed} dagar."
                    ),
                    format!(
                        "There are only {left} from the deadline to day 1. Allocation, replies and reserves need about {needed} days."
                    ),
                )
            }
        }
    }
}

/// What planning remarks on, by day and then as a whole; `others` are the bookings of other cohorts.
#[must_use]
pub fn remarks(plan: &Plan, others: &[Booking], offer: Option<OfferTiming>) -> Vec<Remark> {
    let mut remarks: Vec<Remark> = plan.days.iter().flat_map(|day| remarks_on(plan, day, others)).collect();
    if plan.trainers.is_empty() {
        remarks.push(Remark::NoTrainer);
    }
    if let (Some(offer), Some(first)) = (offer, plan.days.first()) {
        let left = (first.day - offer.deadline).num_days();
        if left < offer.needed {
            remarks.push(Remark::LittleTime { left, needed: offer.needed });
        }
    }
    remarks
}

fn remarks_on(plan: &Plan, day: &PlannedDay, others: &[Booking]) -> Vec<Remark> {
    let number = day.number;
    let mut remarks = Vec::new();
    if !holidays::is_working_day(day.day) {
        remarks.push(Remark::NotWorking { number, day: day.day });
    }
    for other in others.iter().filter(|other| other.day == day.day) {
        let cohort = || other.cohort.clone();
        for trainer in plan.trainers.iter().filter(|trainer| other.trainers.contains(trainer)) {
            remarks.push(Remark::TrainerBusy { number, trainer: *trainer, cohort: cohort() });
        }
        let same = |left: &str, right: &str| left.trim().to_lowercase() == right.trim().to_lowercase();
        if !day.room.is_empty() && same(&day.room, &other.room) && same(&plan.frame.place, &other.place) {
            remarks.push(Remark::RoomTaken { number, room: day.room.clone(), cohort: cohort() });
        }
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::super::model::Frame;
    use super::*;

    fn date(month: u32, day: u32) -> Day {
        Day::from_ymd_opt(2012, month, day).expect("a day")
    }

    fn held(is_attested: bool) -> Vec<HeldDay> {
        let days = [date(10, 4), date(12, 5)];
        days.map(|day| HeldDay { day, starts_minute: 540, ends_minute: 960, is_attested }).to_vec()
    }

    fn at(day: Day, time: &str) -> Instant {
        stockholm::parse_local(day, time).expect("a time")
    }

    #[test]
    fn a_cohort_begins_with_the_first_moment_of_day_1_and_may_be_cancelled_until_then() {
        let (start, days) = (at(date(10, 4), "09:00"), held(false));
        let before = Instant::from_millis(start.millis() - 1);

        assert!(has_begun(&days, start) && !has_begun(&days, before));
        assert!(!has_begun(&[], start));
        assert_eq!(may_cancel(CohortState::Published, &days, before), Ok(()));
        assert_eq!(may_cancel(CohortState::Published, &days, start), Err(Refusal::Begun));
        assert_eq!(may_cancel(CohortState::Cancelled, &days, before), Err(Refusal::Over));
    }

    #[test]
    fn a_cohort_is_over_when_all_is_done_and_in_the_end_whatever_is_not() {
        let end = at(date(12, 5), "16:00");
        let (done, open) = (Roll { taking_part: 2, undecided: 0 }, Roll { taking_part: 2, undecided: 1 });

        assert!(is_over(&held(true), done, end));
        assert!(!is_over(&held(true), done, Instant::from_millis(end.millis() - 1)));
        assert!(!is_over(&held(false), done, end) && !is_over(&held(true), open, end));
        assert!(is_over(&held(false), Roll::default(), end));
        assert!(is_over(&held(false), open, end.plus_days(OPEN_DAYS_AFTER_LAST)));
    }

    fn plan(days: &[Day]) -> Plan {
        let frame = Frame {
            code: "A".into(),
            name: "Omgång A".into(),
            term: "HT 2012".into(),
            place: "Höör".into(),
            room: "Stora salen".into(),
            languages: "sv".into(),
            capacity: 40,
        };
        let planned = |(number, day): (i64, &Day)| PlannedDay {
            number,
            day: *day,
            starts_minute: 540,
            ends_minute: 960,
            minutes: 360,
            room: "Stora salen".into(),
        };
        Plan { frame, days: (1..).zip(days).map(planned).collect(), trainers: vec![AccountId(1)] }
    }

    #[test]
    fn days_out_of_order_are_refused_by_number() {
        let plan = plan(&[date(10, 4), date(10, 4), date(11, 1)]);

        let flaws = flaws(&plan);

        assert_eq!(flaws, [Refusal::OutOfOrder { number: 2 }]);
    }

    #[test]
    fn a_holiday_is_remarked_on_by_name() {
        let plan = plan(&[date(6, 22)]);

        let remarks = remarks(&plan, &[], None);

        let said = remarks[0].sentence(Lang::Sv, |_| String::new());
        assert_eq!(said, "22 juni 2012 är midsommarafton. De flesta arbetar inte då.");
    }

    #[test]
    fn a_trainer_and_a_room_booked_twice_are_both_remarked_on() {
        let plan = plan(&[date(10, 4)]);
        let other = Booking {
            of: CohortId(2),
            day: date(10, 4),
            cohort: "Omgång B".into(),
            place: "höör".into(),
            room: "stora salen".into(),
            trainers: vec![AccountId(1), AccountId(2)],
        };

        let remarks = remarks(&plan, &[other], None);

        let (cohort, room) = (|| "Omgång B".to_owned(), "Stora salen".to_owned());
        assert_eq!(
            remarks,
            [
                Remark::TrainerBusy { number: 1, trainer: AccountId(1), cohort: cohort() },
                Remark::RoomTaken { number: 1, room, cohort: cohort() }
            ]
        );
    }

    #[test]
    fn too_little_time_between_deadline_and_the_first_day_is_told_in_days() {
        let plan = plan(&[date(10, 4)]);
        let offer = OfferTiming { deadline: date(9, 27), needed: 24 };

        let remarks = remarks(&plan, &[], Some(offer));

        assert_eq!(remarks, [Remark::LittleTime { left: 7, needed: 24 }]);
    }

    #[test]
    fn a_longer_day_keeps_its_breaks() {
        let day = plan(&[date(10, 4)]).days.remove(0);

        let minutes = minutes_taught(&day, 540, 990);

        assert_eq!(minutes, 390);
    }
}
