//! Counts what a record has gathered towards every demand, as it stands and as it could best become.
//!
//! One [`Tally`] is one way the course may end. Days are added one at a time; where a day may go several ways (made up
//! or not) the tallies branch, and those that another one beats in everything are dropped. What remains is every best
//! end, and since a rule has no *not*, a demand can be met if and only if one of them meets it. The shared limit on
//! make-ups is thereby kept across all demands at once.

use std::collections::BTreeSet;

use crate::kernel::Day;
use chrono::Months;

use super::{
    facts::{DayFact, Mark, TrainingRecord},
    model::{CompletionRule, Counted, DayNumber, Demand},
};

/// A demand with its place in the tree; nodes stand in reading order and name their parts by position.
pub(super) struct Node<'r> {
    /// Such as `all/2/any/0`.
    pub path: String,
    /// The demand.
    pub demand: &'r Demand,
    /// Positions of the parts.
    pub parts: Vec<usize>,
}

/// Which ends are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    /// What stands today.
    Actual,
    /// The best for every open fact.
    Best,
}

/// One way the course may end.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Tally {
    made_up: u32,
    cancelled_days: u32,
    cancelled_minutes: u32,
    /// Days or minutes gathered towards each node; zero for nodes that count neither.
    pub gains: Vec<u32>,
}

impl Tally {
    fn beats(&self, other: &Self) -> bool {
        self.made_up <= other.made_up
            && self.cancelled_days == other.cancelled_days
            && self.cancelled_minutes == other.cancelled_minutes
            && self.gains.iter().zip(&other.gains).all(|(mine, theirs)| mine >= theirs)
    }

    /// The best of two ends in everything, which may be no end there is.
    fn best_of(self, other: &Self) -> Self {
        Self {
            made_up: self.made_up.min(other.made_up),
            cancelled_days: self.cancelled_days.max(other.cancelled_days),
            cancelled_minutes: self.cancelled_minutes.max(other.cancelled_minutes),
            gains: self.gains.iter().zip(&other.gains).map(|(mine, theirs)| *mine.max(theirs)).collect(),
        }
    }
}

/// How one day may end.
#[derive(Clone, Copy)]
enum End {
    /// Counts as a day in this way, with these minutes.
    Counts(Counted, u32),
    /// Counts as a day made up under the rule's limit, with these minutes.
    MadeUp(u32),
    /// Counts as no day, but with these minutes.
    Falls(u32),
    /// Was never held.
    Cancelled(u32),
}

/// How many ends are kept beside each other; what comes above is no rule that people use, and grows with every day.
pub(super) const MOST_ENDS: usize = 2_000;

/// The ends worth considering.
pub(super) struct Front {
    /// The ends.
    pub tallies: Vec<Tally>,
    /// Whether these are all of them. Where they are not, what stands today is judged by some of them, so that nothing is
    /// called met that is not; what may come by one that is better than all, so that nobody is told too early that it is over.
    pub is_whole: bool,
}

/// A rule, a record and a day, laid out for counting.
pub(super) struct Scale<'a> {
    /// The rule.
    pub rule: &'a CompletionRule,
    /// The record.
    pub record: &'a TrainingRecord,
    /// Today.
    pub today: Day,
    /// The demands in reading order, the root first.
    pub nodes: Vec<Node<'a>>,
    /// The last day on which a missed day may be made up; `None` when the rule sets none.
    pub make_up_until: Option<Day>,
    /// How many days count as made up on record. More than the rule allows: then the best of them count.
    made_up: u32,
    /// How many more days may be made up, the deadline considered.
    pub make_ups_left: u32,
}

impl<'a> Scale<'a> {
    /// Lays out a rule and a record.
    pub(super) fn new(rule: &'a CompletionRule, record: &'a TrainingRecord, today: Day) -> Self {
        let mut nodes = Vec::new();
        let root = rule.demand();
        lay_out(root, root.word().to_owned(), root.word(), &mut nodes);
        let mut scale = Self { rule, record, today, nodes, make_up_until: None, made_up: 0, make_ups_left: 0 };
        let Some(make_up) = rule.make_up() else { return scale };
        let last = record.days.values().map(|day| day.date).max();
        scale.make_up_until =
            make_up.within_months.and_then(|months| last.and_then(|last| last.checked_add_months(Months::new(months))));
        let spends = |(day, fact): (&DayNumber, &DayFact)| {
            matches!(fact.standing(), Some(Mark::MadeUp(_))) && make_up.days.contains(day)
        };
        let spent = record.days.iter().filter(|pair| spends(*pair)).count();
        scale.made_up = u32::try_from(spent).unwrap_or(u32::MAX);
        if scale.make_up_until.is_none_or(|until| today <= until) {
            scale.make_ups_left = make_up.max.saturating_sub(scale.made_up);
        }
        scale
    }

    /// Whether this day could still be made up.
    pub(super) fn may_be_made_up(&self, day: DayNumber) -> bool {
        self.make_ups_left > 0 && self.rule.make_up().is_some_and(|make_up| make_up.days.contains(&day))
    }

    /// All the minutes of the days, cancelled ones included.
    pub(super) fn minutes(&self) -> u32 {
        self.record.days.values().fold(0, |sum, day| sum.saturating_add(day.minutes))
    }

    /// All the days, cancelled ones included.
    pub(super) fn days(&self) -> u32 {
        u32::try_from(self.record.days.len()).unwrap_or(u32::MAX)
    }

    /// How many days, and how many minutes, are known to be cancelled.
    pub(super) fn cancelled(&self) -> (u32, u32) {
        let cancelled = self.record.days.values().filter(|day| day.standing() == Some(&Mark::Cancelled));
        cancelled.fold((0, 0), |(days, minutes), day| (days + 1, minutes.saturating_add(day.minutes)))
    }

    /// Every end worth considering, up to [`MOST_ENDS`].
    pub(super) fn front(&self, sight: Sight) -> Front {
        let nothing = Tally { made_up: 0, cancelled_days: 0, cancelled_minutes: 0, gains: vec![0; self.nodes.len()] };
        let allowed = self.rule.make_up().map_or(0, |make_up| make_up.max);
        let mut front = Front { tallies: vec![nothing], is_whole: true };
        for (day, fact) in &self.record.days {
            let ends = self.ends(*day, fact, sight);
            let mut next: Vec<Tally> = Vec::new();
            for tally in front.tallies.iter().flat_map(|tally| ends.iter().map(|end| self.with(tally, *day, *end))) {
                if tally.made_up > allowed || next.iter().any(|other| other.beats(&tally)) {
                    continue;
                }
                if next.len() >= MOST_ENDS {
                    front.is_whole = false;
                    if sight == Sight::Actual {
                        break;
                    }
                    next = vec![next.iter().fold(tally.clone(), Tally::best_of)];
                    continue;
                }
                next.retain(|other| !tally.beats(other));
                next.push(tally);
            }
            front.tallies = next;
        }
        front
    }

    /// How a day counts for a demand's list of accepted ways: `None` while it is open or does not count.
    pub(super) fn counted_as(&self, day: DayNumber, accept: &BTreeSet<Counted>) -> Option<Counted> {
        let fact = self.record.days.get(&day)?;
        let way = match self.ends(day, fact, Sight::Actual).first()? {
            End::Counts(way, _) => *way,
            End::MadeUp(_) => Counted::MadeUp,
            End::Falls(_) | End::Cancelled(_) => return None,
        };
        way.is_among(accept).then_some(way)
    }

    /// Whether one end meets a demand.
    ///
    /// At best every open assignment is approved, every survey answered and every plan carried on. A decision counts
    /// only once it is given, and nobody may hope for a dispensation.
    pub(super) fn meets(&self, node: usize, tally: &Tally, sight: Sight) -> bool {
        let best = sight == Sight::Best;
        let Node { path, demand, parts } = &self.nodes[node];
        let met = || parts.iter().filter(|part| self.meets(**part, tally, sight)).count();
        let gained = tally.gains[node];
        self.dispensation(path).is_some()
            || match demand {
                Demand::All(_) => met() == parts.len(),
                Demand::Any(_) => met() > 0,
                Demand::AtLeast { n, .. } => u32::try_from(met()).is_ok_and(|met| met >= *n),
                Demand::DaysAttended { need, .. } => gained >= need.of(self.days(), tally.cancelled_days),
                Demand::DaysRequired { days, .. } => usize::try_from(gained).is_ok_and(|kept| kept >= days.len()),
                Demand::Minutes { need } => gained >= need.of(self.minutes(), tally.cancelled_minutes),
                Demand::Assignment { key, state } => {
                    best || self.record.assignments.get(key).is_some_and(|reached| reached >= state)
                }
                Demand::EvaluationAnswered { survey } => best || self.record.surveys_answered.contains(survey),
                Demand::RolloutPlan { state } => best || self.record.rollout_plan >= *state,
                Demand::DecidedBy { role, .. } => {
                    self.record.decisions.iter().any(|given| given.dispenses.is_none() && given.role == *role)
                }
            }
    }

    /// Why somebody is dispensed from the demand at `path`, if they are.
    pub(super) fn dispensation(&self, path: &str) -> Option<&'a str> {
        let given = self.record.decisions.iter().find(|decision| decision.dispenses.as_deref() == Some(path));
        given.map(|decision| decision.reason.as_str())
    }

    fn ends(&self, day: DayNumber, fact: &DayFact, sight: Sight) -> Vec<End> {
        let planned = fact.minutes;
        let later = (sight == Sight::Best && self.may_be_made_up(day)).then_some(End::MadeUp(planned));
        let stands = match fact.standing() {
            None if sight == Sight::Actual => End::Falls(0),
            None if self.presence_is_best() => End::Counts(Counted::Present, planned),
            None => {
                let ends = [End::Counts(Counted::Present, planned), End::Counts(Counted::Credited, planned)];
                return ends.into_iter().chain([End::Cancelled(planned)]).chain(later).collect();
            }
            Some(Mark::Cancelled) => return vec![End::Cancelled(planned)],
            Some(Mark::MadeUp(_)) => match self.rule.make_up() {
                None => return vec![End::Counts(Counted::MadeUp, planned)],
                Some(make_up) if !make_up.days.contains(&day) => return vec![End::Falls(0)],
                Some(make_up) if self.made_up > make_up.max => return vec![End::MadeUp(planned), End::Falls(0)],
                Some(_) => return vec![End::MadeUp(planned)],
            },
            Some(Mark::Credited(_)) => End::Counts(Counted::Credited, planned),
            Some(Mark::Present(minutes)) => End::Counts(Counted::Present, planned.min(*minutes)),
            Some(Mark::Partial(minutes)) => {
                let minutes = planned.min(*minutes);
                let enough = u64::from(minutes) * 100 >= u64::from(self.rule.partial_percent()) * u64::from(planned);
                if enough { End::Counts(Counted::Partial, minutes) } else { End::Falls(minutes) }
            }
            Some(Mark::Notified | Mark::Absent) => End::Falls(0),
        };
        std::iter::once(stands).chain(later).collect()
    }

    /// Whether nothing can be better for an open day than that the participant attends it.
    ///
    /// Being cancelled is never better than being attended where presence counts: it takes one day off what is needed,
    /// attendance adds one to what is gathered. Only a rule that accepts presence nowhere makes it matter.
    fn presence_is_best(&self) -> bool {
        self.nodes.iter().all(|node| match node.demand {
            Demand::DaysAttended { accept, .. } | Demand::DaysRequired { accept, .. } => {
                Counted::Present.is_among(accept)
            }
            _ => true,
        })
    }

    fn with(&self, tally: &Tally, day: DayNumber, end: End) -> Tally {
        let mut tally = tally.clone();
        let (way, minutes) = match end {
            End::Counts(way, minutes) => (Some(way), minutes),
            End::MadeUp(minutes) => {
                tally.made_up += 1;
                (Some(Counted::MadeUp), minutes)
            }
            End::Falls(minutes) => (None, minutes),
            End::Cancelled(minutes) => {
                tally.cancelled_days += 1;
                tally.cancelled_minutes = tally.cancelled_minutes.saturating_add(minutes);
                (None, 0)
            }
        };
        let cancelled = matches!(end, End::Cancelled(_));
        for (node, gain) in self.nodes.iter().zip(&mut tally.gains) {
            let counts = |accept| way.is_some_and(|way: Counted| way.is_among(accept));
            *gain = gain.saturating_add(match node.demand {
                Demand::DaysAttended { accept, .. } => u32::from(counts(accept)),
                Demand::DaysRequired { days, accept } => {
                    u32::from(days.contains(&day) && (cancelled || counts(accept)))
                }
                Demand::Minutes { .. } => minutes,
                _ => 0,
            });
        }
        tally
    }
}

/// Lays out a demand and its parts, each with its path, in reading order.
pub(super) fn lay_out<'r>(demand: &'r Demand, path: String, under: &str, nodes: &mut Vec<Node<'r>>) {
    let own = nodes.len();
    nodes.push(Node { path, demand, parts: Vec::new() });
    for (index, part) in demand.parts().iter().enumerate() {
        let path = format!("{under}/{index}");
        let under = format!("{path}/{}", part.word());
        let position = nodes.len();
        nodes[own].parts.push(position);
        lay_out(part, path, &under, nodes);
    }
}
