//! Weighs a record against a rule: met, can still be met, can no longer be met, and why.

use std::collections::BTreeSet;

use crate::kernel::Day;

use super::{
    facts::{DayFact, Decision, Mark, TrainingRecord},
    margin::margin,
    model::{AssignmentState, CompletionRule, Counted, DayNumber, Demand},
    refusal::Refusal,
    tally::{Scale, Sight, Tally},
    verdict::{NodeVerdict, Outcome, Step, Used, Verdict},
};

/// Weighs a participant's record against a completion rule.
///
/// Every demand is judged, not only the first unmet one, so that all that is missing can be told in one conversation.
/// The whole is judged over ends of the course that can really happen together: two demands that need the same single
/// make-up are each within reach, but not both. A make-up on record stays spent, so that making up one day can put
/// another out of reach; apart from that more attendance never hurts. A rule with more ends than can be looked at
/// ([`weigh_exactly`] says which) is never called met or out of reach too early, but may be called so too late.
///
/// How many days may still be missed is left out: [`weigh_with_margin`] finds it, at many times the cost.
#[must_use]
pub fn weigh(rule: &CompletionRule, record: &TrainingRecord, today: Day) -> Verdict {
    Bench::new(rule, record, today).verdict(rule, record)
}

/// Weighs as [`weigh`] does, and finds how many of the open days may be missed.
#[must_use]
pub fn weigh_with_margin(rule: &CompletionRule, record: &TrainingRecord, today: Day) -> Verdict {
    let bench = Bench::new(rule, record, today);
    let verdict = bench.verdict(rule, record);
    let in_reach = |record: &TrainingRecord| Bench::new(rule, record, today).outcome(0) != Outcome::Impossible;
    let margin = margin(rule, record, (verdict.outcome, bench.ends()), in_reach);
    Verdict { margin, ..verdict }
}

/// Weighs as [`weigh`] does where every end can be looked at.
///
/// # Errors
/// [`Refusal::TooMany`] where there are too many to be looked at.
pub fn weigh_exactly(rule: &CompletionRule, record: &TrainingRecord, today: Day) -> Result<Verdict, Refusal> {
    let bench = Bench::new(rule, record, today);
    if bench.is_whole { Ok(bench.verdict(rule, record)) } else { Err(Refusal::TooMany) }
}

/// Refuses a rule that could not be weighed exactly even where nobody has done anything odd: every day it names missed, or
/// still to come.
pub(super) fn can_be_weighed(rule: &CompletionRule) -> Result<(), Refusal> {
    let named = rule.places().into_iter().filter_map(|(_, demand)| match demand {
        Demand::DaysRequired { days, .. } => Some(days.clone()),
        _ => None,
    });
    let days: BTreeSet<DayNumber> =
        named.flatten().chain(rule.make_up().map(|make_up| make_up.days.clone()).unwrap_or_default()).collect();
    let record = |mark: Option<Mark>| {
        let day = DayFact { date: Day::MIN, minutes: 60, attested: mark.is_some(), mark };
        TrainingRecord { days: days.iter().map(|number| (*number, day.clone())).collect(), ..TrainingRecord::default() }
    };
    let is_whole = |mark| Bench::new(rule, &record(mark), Day::MIN).is_whole;
    if is_whole(Some(Mark::Absent)) && is_whole(None) { Ok(()) } else { Err(Refusal::TooMany) }
}

struct Bench<'a> {
    scale: Scale<'a>,
    actual: Vec<Tally>,
    best: Vec<Tally>,
    is_whole: bool,
}

impl<'a> Bench<'a> {
    fn new(rule: &'a CompletionRule, record: &'a TrainingRecord, today: Day) -> Self {
        let scale = Scale::new(rule, record, today);
        let (actual, best) = (scale.front(Sight::Actual), scale.front(Sight::Best));
        let is_whole = actual.is_whole && best.is_whole;
        Self { scale, actual: actual.tallies, best: best.tallies, is_whole }
    }

    /// How many ends are looked at.
    fn ends(&self) -> usize {
        self.actual.len().max(self.best.len())
    }

    fn verdict(&self, rule: &CompletionRule, record: &TrainingRecord) -> Verdict {
        let mut nodes = Vec::new();
        self.judge(0, &mut nodes);
        let outcome = self.outcome(0);
        Verdict {
            outcome,
            nodes,
            margin: None,
            awaits: if outcome == Outcome::Impossible { self.awaited(rule, record) } else { Vec::new() },
            make_ups_left: self.scale.make_ups_left,
            today: self.scale.today,
        }
    }

    /// The roles whose decisions are all that stands in the way; empty where they would not help, or are not asked for.
    fn awaited(&self, rule: &CompletionRule, record: &TrainingRecord) -> Vec<String> {
        let mut roles: Vec<String> = Vec::new();
        for (node, laid) in self.scale.nodes.iter().enumerate() {
            if let Demand::DecidedBy { role, .. } = laid.demand
                && !roles.contains(role)
                && self.outcome(node) != Outcome::Met
            {
                roles.push(role.clone());
            }
        }
        if roles.is_empty() {
            return roles;
        }
        let mut given = record.clone();
        let decision = |role: &String| Decision { role: role.clone(), reason: String::new(), dispenses: None };
        given.decisions.extend(roles.iter().map(decision));
        let helps = Bench::new(rule, &given, self.scale.today).outcome(0) != Outcome::Impossible;
        if helps { roles } else { Vec::new() }
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
    ///
    /// Nobody is told to attend where attending would not count.
    fn day_steps(&self, accept: Option<&BTreeSet<Counted>>, among: impl Fn(DayNumber) -> bool) -> Vec<Step> {
        let helps = |day: DayNumber, fact: &DayFact| match (accept, fact.standing()) {
            (_, None | Some(Mark::Cancelled | Mark::MadeUp(_))) => false,
            (Some(accept), Some(_)) => {
                accept.contains(&Counted::MadeUp) && self.scale.counted_as(day, accept).is_none()
            }
            (None, Some(Mark::Present(minutes) | Mark::Partial(minutes))) => *minutes < fact.minutes,
            (None, Some(mark)) => !matches!(mark, Mark::Credited(_)) && fact.minutes > 0,
        };
        let presence_counts = accept.is_none_or(|accept| Counted::Present.is_among(accept));
        let accepts = |way| accept.is_some_and(|accept| accept.contains(&way));
        let step = |(day, fact): (&DayNumber, &DayFact)| match fact.standing() {
            None if presence_counts && fact.date < self.scale.today => {
                Some(Step::AwaitMark { day: *day, date: fact.date })
            }
            None if presence_counts => Some(Step::Attend { day: *day, date: fact.date }),
            None if accepts(Counted::MadeUp) && self.scale.may_be_made_up(*day) => {
                Some(Step::MakeUp { day: *day, by: self.scale.make_up_until })
            }
            None => accepts(Counted::Credited).then_some(Step::BeCredited { day: *day }),
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
