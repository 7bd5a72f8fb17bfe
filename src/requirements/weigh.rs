//! Weighs a record against a rule: met, can still be met, can no longer be met, and why.

use std::collections::BTreeSet;

use crate::kernel::Day;

use super::{
    facts::{DayFact, Mark, TrainingRecord},
    margin::margin,
    model::{AssignmentState, CompletionRule, Counted, DayNumber, Demand},
    tally::{Scale, Sight, Tally},
    verdict::{NodeVerdict, Outcome, Step, Used, Verdict},
};

/// Weighs a participant's record against a completion rule.
///
/// Every demand is judged, not only the first unmet one, so that all that is missing can be told in one conversation.
/// The whole is judged over ends of the course that can really happen together: two demands that need the same single
/// make-up are each within reach, but not both. A make-up on record stays spent, so that making up one day can put
/// another out of reach; apart from that more attendance never hurts.
#[must_use]
pub fn weigh(rule: &CompletionRule, record: &TrainingRecord, today: Day) -> Verdict {
    let bench = Bench::new(rule, record, today);
    let mut nodes = Vec::new();
    bench.judge(0, &mut nodes);
    let outcome = bench.outcome(0);
    let in_reach = |record: &TrainingRecord| Bench::new(rule, record, today).outcome(0) != Outcome::Impossible;
    let margin = margin(rule, record, outcome, in_reach);
    Verdict { outcome, nodes, margin, make_ups_left: bench.scale.make_ups_left, today }
}

struct Bench<'a> {
    scale: Scale<'a>,
    actual: Vec<Tally>,
    best: Vec<Tally>,
}

impl<'a> Bench<'a> {
    fn new(rule: &'a CompletionRule, record: &'a TrainingRecord, today: Day) -> Self {
        let scale = Scale::new(rule, record, today);
        let (actual, best) = (scale.tallies(Sight::Actual), scale.tallies(Sight::Best));
        Self { scale, actual, best }
    }

    fn outcome(&self, node: usize) -> Outcome {
        if self.actual.iter().any(|tally| self.scale.meets(node, tally, Sight::Actual)) {
            Outcome::Met
        } else if self.best.iter().any(|tally| self.scale.meets(node, tally, Sight::Best)) {
            Outcome::Possible
        } else {
            Outcome::Impossible
        }
    }

    /// Judges a demand and its parts, in reading order; returns where this demand stands in `nodes`.
    fn judge(&self, node: usize, nodes: &mut Vec<NodeVerdict>) -> usize {
        let own = nodes.len();
        let outcome = self.outcome(node);
        let laid = &self.scale.nodes[node];
        let dispensed = self.scale.dispensation(&laid.path).map(str::to_owned);
        let (used, steps) = self.leaf(node);
        nodes.push(NodeVerdict { path: laid.path.clone(), outcome, used, remaining: steps, by: None, dispensed });
        let parts: Vec<usize> = laid.parts.iter().map(|part| self.judge(*part, nodes)).collect();
        if let Used::Parts { met, within_reach, .. } = &mut nodes[own].used {
            let outcomes = || laid.parts.iter().map(|part| self.outcome(*part));
            *met = outcomes().filter(|outcome| *outcome == Outcome::Met).count();
            *within_reach = outcomes().filter(|outcome| *outcome != Outcome::Impossible).count();
            let steps: BTreeSet<Step> = parts.iter().flat_map(|part| nodes[*part].remaining.clone()).collect();
            nodes[own].remaining = steps.into_iter().collect();
        }
        let judged = &mut nodes[own];
        if outcome != Outcome::Possible {
            judged.remaining.clear();
        }
        judged.by = judged.remaining.iter().filter_map(Step::by).max();
        own
    }

    /// The facts a demand uses and the steps that would help it; for a demand with parts both are filled in later.
    fn leaf(&self, node: usize) -> (Used, Vec<Step>) {
        let record = self.scale.record;
        match self.scale.nodes[node].demand {
            Demand::All(parts) => (parts_used(parts.len(), parts.len()), Vec::new()),
            Demand::Any(parts) => (parts_used(1, parts.len()), Vec::new()),
            Demand::AtLeast { n, of } => (parts_used(usize::try_from(*n).unwrap_or(usize::MAX), of.len()), Vec::new()),
            Demand::DaysAttended { need, accept } => {
                let (days, cancelled) = (self.scale.days(), self.scale.cancelled().0);
                let used = Used::Days {
                    counted: self.counted(accept, |_| true),
                    required: need.of(days, cancelled),
                    of: days.saturating_sub(cancelled),
                    open: self.open(|_| true),
                    reachable: self.reachable(node),
                };
                (used, self.day_steps(Some(accept), |_| true))
            }
            Demand::DaysRequired { days, accept } => self.required_days(days, accept),
            Demand::Minutes { need } => {
                let (minutes, cancelled) = (self.scale.minutes(), self.scale.cancelled().1);
                let used = Used::Minutes {
                    minutes: self.actual.iter().map(|tally| tally.gains[node]).max().unwrap_or(0),
                    required: need.of(minutes, cancelled),
                    of: minutes.saturating_sub(cancelled),
                    reachable: self.reachable(node),
                };
                (used, self.day_steps(None, |_| true))
            }
            Demand::Assignment { key, state } => {
                let reached = record.assignments.get(key).copied().unwrap_or_default();
                let step = if reached == AssignmentState::HandedIn {
                    Step::AwaitApproval { assignment: key.clone() }
                } else {
                    Step::HandIn { assignment: key.clone() }
                };
                (Used::Assignment { assignment: key.clone(), required: *state, state: reached }, vec![step])
            }
            Demand::EvaluationAnswered { survey } => {
                let answered = record.surveys_answered.contains(survey);
                (Used::Survey { survey: survey.clone(), answered }, vec![Step::Answer { survey: survey.clone() }])
            }
            Demand::RolloutPlan { state } => {
                let used = Used::Plan { required: *state, rollout_plan: record.rollout_plan };
                (used, vec![Step::CarryPlan { state: *state }])
            }
            Demand::DecidedBy { role, .. } => {
                let decided = self.outcome(node) == Outcome::Met;
                (Used::Decision { role: role.clone(), decided }, Vec::new())
            }
        }
    }

    fn required_days(&self, days: &BTreeSet<DayNumber>, accept: &BTreeSet<Counted>) -> (Used, Vec<Step>) {
        let cancelled = |day: &DayNumber| {
            self.scale.record.days.get(day).is_some_and(|fact| fact.standing() == Some(&Mark::Cancelled))
        };
        let mut counted = self.counted(accept, |day| days.contains(&day));
        counted.extend(days.iter().copied().filter(cancelled));
        counted.sort_unstable();
        let open = self.open(|day| days.contains(&day));
        let missed = days.iter().copied().filter(|day| !counted.contains(day) && !open.contains(day)).collect();
        let used = Used::RequiredDays { required: days.iter().copied().collect(), counted, open, missed };
        (used, self.day_steps(Some(accept), |day| days.contains(&day)))
    }

    /// The days that count for a demand; of made-up ones no more than the rule lets count.
    fn counted(&self, accept: &BTreeSet<Counted>, among: impl Fn(DayNumber) -> bool) -> Vec<DayNumber> {
        let mut made_up_left = self.scale.rule.make_up().map_or(u32::MAX, |make_up| make_up.max);
        let mut days = Vec::new();
        for day in self.scale.record.days.keys().copied().filter(|day| among(*day)) {
            match self.scale.counted_as(day, accept) {
                None => {}
                Some(Counted::MadeUp) if made_up_left == 0 => {}
                Some(way) => {
                    made_up_left -= u32::from(way == Counted::MadeUp);
                    days.push(day);
                }
            }
        }
        days
    }

    fn open(&self, among: impl Fn(DayNumber) -> bool) -> Vec<DayNumber> {
        let days = self.scale.record.days.iter().filter(|(_, fact)| fact.standing().is_none());
        days.map(|(day, _)| *day).filter(|day| among(*day)).collect()
    }

    fn reachable(&self, node: usize) -> u32 {
        self.best.iter().map(|tally| tally.gains[node]).max().unwrap_or(0)
    }

    /// The open days and the days to make up that would help a demand; `accept` is `None` where minutes count.
    fn day_steps(&self, accept: Option<&BTreeSet<Counted>>, among: impl Fn(DayNumber) -> bool) -> Vec<Step> {
        let helps = |day: DayNumber, fact: &DayFact| match (accept, fact.standing()) {
            (_, None | Some(Mark::Cancelled | Mark::MadeUp(_))) => false,
            (Some(accept), Some(_)) => {
                accept.contains(&Counted::MadeUp) && self.scale.counted_as(day, accept).is_none()
            }
            (None, Some(Mark::Present(minutes) | Mark::Partial(minutes))) => *minutes < fact.minutes,
            (None, Some(mark)) => !matches!(mark, Mark::Credited(_)) && fact.minutes > 0,
        };
        let step = |(day, fact): (&DayNumber, &DayFact)| match fact.standing() {
            None if fact.date < self.scale.today => Some(Step::AwaitMark { day: *day, date: fact.date }),
            None => Some(Step::Attend { day: *day, date: fact.date }),
            Some(_) if self.scale.may_be_made_up(*day) && helps(*day, fact) => {
                Some(Step::MakeUp { day: *day, by: self.scale.make_up_until })
            }
            Some(_) => None,
        };
        let mut steps: Vec<Step> =
            self.scale.record.days.iter().filter(|(day, _)| among(**day)).filter_map(step).collect();
        steps.sort();
        steps
    }
}

fn parts_used(required: usize, parts: usize) -> Used {
    Used::Parts { met: 0, required, parts, within_reach: 0 }
}
