//! Whether one rule asks for no more than another: what has been promised to somebody may be made easier, never harder.
//!
//! Proven by trying: every way a record can still end is weighed by both rules, and whoever meets the former must meet the
//! latter. Days the two rules cannot tell apart are exchangeable, so that not their arrangements are tried but how many end
//! in which way; ways of attending that both rules count alike are one. More than [`POINTS`] ends prove nothing.

use std::collections::BTreeMap;

use crate::kernel::Day;

use super::{
    facts::{DayFact, Decision, Mark, TrainingRecord},
    model::{AssignmentState, CompletionRule, Counted, DayNumber, Demand, PlanState},
    tally::{Scale, Sight},
};

/// How many ends are tried at most; six days under the default rule have some 700.
pub const POINTS: usize = 20_000;

/// What trying every end has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relaxation {
    /// In every one of so many ends the new rule is met where the former was.
    Proven(usize),
    /// In this end the former rule is met and the new one is not.
    Refuted(Box<TrainingRecord>),
    /// There are more ends than [`POINTS`]; or minutes are asked for, which have no few ends; or less time or fewer ways are
    /// left to make a day up, or a role decides on another ground, which no end shows.
    Unproven,
}

/// Tries whether `is` is met wherever `was` is, however `record` still ends.
///
/// A record without marks stands for everybody; a participant's own leaves only what is open in it. What stands may still be
/// made up or credited, assignments and plans may go on and back, what is approved be returned, decisions and dispensations be
/// given and taken back; what is answered stays so.
#[must_use]
pub fn relaxes(was: &CompletionRule, is: &CompletionRule, record: &TrainingRecord) -> Relaxation {
    if !leaves_as_much_to_make_up(was, is) {
        return Relaxation::Unproven;
    }
    let both = Both { was, is };
    if !both.decides_on_the_same_ground() {
        return Relaxation::Unproven;
    }
    let Some(groups) = both.groups(record) else { return Relaxation::Unproven };
    let beside = both.beside(record);
    let arrangements = groups.iter().map(Group::ways).fold(1_usize, usize::saturating_mul);
    if arrangements.saturating_mul(beside.len()) > POINTS {
        return Relaxation::Unproven;
    }
    let (mut tried, mut is_certain) = (0, true);
    for facts in beside {
        let mut end = TrainingRecord { days: record.days.clone(), ..facts };
        let mut holds = |end: &TrainingRecord| {
            tried += 1;
            let (former, now) = (is_met(was, end), is_met(is, end));
            is_certain &= former.is_some() && now.is_some();
            is_certain && (former != Some(true) || now == Some(true))
        };
        if !fill(&groups, (0, 0, 0), &mut end, &mut holds) {
            return if is_certain { Relaxation::Refuted(Box::new(end)) } else { Relaxation::Unproven };
        }
    }
    Relaxation::Proven(tried)
}

/// Whether making up is open as long and in as many forms as before; how many days and which is seen in the ends.
fn leaves_as_much_to_make_up(was: &CompletionRule, is: &CompletionRule) -> bool {
    let Some(former) = was.make_up().filter(|former| former.max > 0 && !former.days.is_empty()) else { return true };
    let Some(now) = is.make_up() else { return false };
    let lasts = match (former.within_months, now.within_months) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(former), Some(now)) => now >= former,
    };
    lasts && former.forms.is_subset(&now.forms)
}

/// Whether the rule is met as the record stands; open facts count for nothing. `None` where not all can be looked at.
fn is_met(rule: &CompletionRule, record: &TrainingRecord) -> Option<bool> {
    // The day matters only for what may still be made up, and an end has no such thing.
    let scale = Scale::new(rule, record, Day::MIN);
    let front = scale.front(Sight::Actual);
    let is_met = front.tallies.iter().any(|tally| scale.meets(0, tally, Sight::Actual));
    (is_met || front.is_whole).then_some(is_met)
}

/// Days that both rules treat alike, and how each of them may end.
struct Group {
    days: Vec<DayNumber>,
    ends: Vec<Mark>,
}

impl Group {
    /// In how many ways the days may end, whichever of them ends in which: days + ends − 1 over days.
    fn ways(&self) -> usize {
        let mut ways = 1_usize;
        for day in 1..=self.days.len() {
            ways = ways.saturating_mul(self.ends.len() - 1 + day) / day;
        }
        ways
    }
}

/// Gives the days from the `day`th of `group` on every end; stops and says no when `try_it` does.
///
/// Within a group ends only ascend, from `from` on, so that each count of ends comes up once.
fn fill(
    groups: &[Group],
    (group, day, from): (usize, usize, usize),
    end: &mut TrainingRecord,
    try_it: &mut impl FnMut(&TrainingRecord) -> bool,
) -> bool {
    let Some(here) = groups.get(group) else { return try_it(end) };
    let Some(number) = here.days.get(day) else { return fill(groups, (group + 1, 0, 0), end, try_it) };
    for (index, mark) in here.ends.iter().enumerate().skip(from) {
        if let Some(fact) = end.days.get_mut(number) {
            (fact.attested, fact.mark) = (true, Some(mark.clone()));
        }
        if !fill(groups, (group, day + 1, index), end, try_it) {
            return false;
        }
    }
    true
}

struct Both<'r> {
    was: &'r CompletionRule,
    is: &'r CompletionRule,
}

impl Both<'_> {
    fn demands(&self) -> std::vec::IntoIter<&Demand> {
        let all = self.was.places().into_iter().chain(self.is.places());
        all.map(|(_, demand)| demand).collect::<Vec<_>>().into_iter()
    }

    /// Whether each role decides on one ground under both rules: a decision in a record names none.
    fn decides_on_the_same_ground(&self) -> bool {
        let grounds = self.demands().filter_map(|demand| match demand {
            Demand::DecidedBy { role, reason } => Some((role, reason)),
            _ => None,
        });
        let asked: Vec<_> = grounds.collect();
        asked.iter().all(|(role, ground)| asked.iter().all(|(other, on)| role != other || ground == on))
    }

    fn counts_minutes(&self) -> bool {
        self.demands().any(|demand| matches!(demand, Demand::Minutes { .. }))
    }

    /// Whether nobody would make up a day that stands so: it counts in every list, and for all its minutes.
    fn is_as_good_as_made_up(&self, stands: &Mark, planned: u32) -> bool {
        let counts = self.signature(stands, planned).is_some_and(|lists| lists.iter().all(|counts| *counts));
        let is_whole = matches!(stands, Mark::Present(minutes) if *minutes >= planned);
        counts && (is_whole || !self.counts_minutes())
    }

    /// The days by what both rules make of them; `None` where minutes are asked for and may still come.
    fn groups(&self, record: &TrainingRecord) -> Option<Vec<Group>> {
        let counts_minutes = self.counts_minutes();
        let mut groups: BTreeMap<String, Group> = BTreeMap::new();
        for (day, fact) in &record.days {
            if counts_minutes && fact.standing().is_none() {
                return None;
            }
            let ends = self.ends(fact);
            let traits = (fact.minutes, self.traits(*day), &ends);
            let group =
                groups.entry(format!("{traits:?}")).or_insert_with(|| Group { days: Vec::new(), ends: ends.clone() });
            group.days.push(*day);
        }
        Some(groups.into_values().collect())
    }

    /// In which required lists a day stands, and whether it may be made up, under each rule.
    fn traits(&self, day: DayNumber) -> Vec<bool> {
        let required = self.demands().filter_map(|demand| match demand {
            Demand::DaysRequired { days, .. } => Some(days.contains(&day)),
            _ => None,
        });
        let made_up = [self.was, self.is].map(|rule| rule.make_up().is_some_and(|make_up| make_up.days.contains(&day)));
        required.chain(made_up).collect()
    }

    /// How a day may end; of ends that both rules count alike only one.
    fn ends(&self, fact: &DayFact) -> Vec<Mark> {
        let made_up = Mark::MadeUp(String::new());
        match fact.standing() {
            Some(stands @ (Mark::Credited(_) | Mark::Cancelled)) => vec![stands.clone()],
            Some(stands) if self.is_as_good_as_made_up(stands, fact.minutes) => vec![stands.clone()],
            Some(stands) => {
                let mut ends = vec![stands.clone()];
                if !matches!(stands, Mark::MadeUp(_)) {
                    ends.push(made_up);
                }
                let credited = Mark::Credited(String::new());
                let is_alike = self.signature(stands, fact.minutes) == self.signature(&credited, fact.minutes);
                if self.counts_minutes() || !is_alike {
                    ends.push(credited);
                }
                ends
            }
            None => {
                let enough = |rule: &CompletionRule| {
                    let share = u64::from(fact.minutes) * u64::from(rule.partial_percent());
                    u32::try_from(share.div_ceil(100)).unwrap_or(u32::MAX)
                };
                let (some, more) = (enough(self.was).min(enough(self.is)), enough(self.was).max(enough(self.is)));
                let all = [
                    Mark::Absent,
                    Mark::Cancelled,
                    made_up,
                    Mark::Present(fact.minutes),
                    Mark::Partial(some),
                    Mark::Partial(more),
                    Mark::Credited(String::new()),
                ];
                let mut seen = Vec::new();
                let mut ends = Vec::new();
                for mark in all {
                    let signature = self.signature(&mark, fact.minutes);
                    if signature.is_none() || !seen.contains(&signature) {
                        ends.push(mark);
                    }
                    seen.push(signature);
                }
                ends
            }
        }
    }

    /// For which lists of accepted days of both rules a mark counts; `None` for marks that are more than that.
    fn signature(&self, mark: &Mark, planned: u32) -> Option<Vec<bool>> {
        let counted = |rule: &CompletionRule| match mark {
            Mark::Present(_) => Some(Counted::Present),
            Mark::Credited(_) => Some(Counted::Credited),
            Mark::Partial(minutes) => {
                let enough = u64::from(*minutes) * 100 >= u64::from(rule.partial_percent()) * u64::from(planned);
                enough.then_some(Counted::Partial)
            }
            _ => None,
        };
        if matches!(mark, Mark::Cancelled | Mark::MadeUp(_)) {
            return None;
        }
        let of = |rule: &CompletionRule| {
            let way = counted(rule);
            let places = rule.places();
            let accepting = places.iter().filter_map(|(_, demand)| match demand {
                Demand::DaysAttended { accept, .. } | Demand::DaysRequired { accept, .. } => Some(accept),
                _ => None,
            });
            accepting.map(|accept| way.is_some_and(|way| way.is_among(accept))).collect::<Vec<_>>()
        };
        Some([of(self.was), of(self.is)].concat())
    }

    /// Everything beside the days, in every way it may still come.
    fn beside(&self, record: &TrainingRecord) -> Vec<TrainingRecord> {
        let mut all = with_and_without_decisions(record);
        let mut seen = Vec::new();
        for demand in self.demands() {
            let known = format!("{:?}", name_of(demand));
            if seen.contains(&known) {
                continue;
            }
            seen.push(known);
            all = all.iter().flat_map(|facts| self.further(facts, demand)).collect();
            if all.len() > POINTS {
                break;
            }
        }
        all
    }

    /// `facts`, and how they may be once what `demand` asks for has come further.
    fn further(&self, facts: &TrainingRecord, demand: &Demand) -> Vec<TrainingRecord> {
        let mut all = vec![facts.clone()];
        match demand {
            Demand::Assignment { key, .. } => {
                let now = facts.assignments.get(key).copied().unwrap_or_default();
                let asked = self.demands().filter_map(|one| match one {
                    Demand::Assignment { key: other, state } if other == key => Some(*state),
                    _ => None,
                });
                // It may come to any state: what is handed in may be returned, and so may what is approved, as a correction.
                let mut states: Vec<AssignmentState> = asked.chain([AssignmentState::NotStarted]).collect();
                states.sort_unstable();
                states.dedup();
                for state in states.into_iter().filter(|state| *state != now) {
                    let mut next = facts.clone();
                    next.assignments.insert(key.clone(), state);
                    all.push(next);
                }
            }
            Demand::EvaluationAnswered { survey } if !facts.surveys_answered.contains(survey) => {
                let mut next = facts.clone();
                next.surveys_answered.insert(survey.clone());
                all.push(next);
            }
            Demand::RolloutPlan { .. } => {
                let asked = self.demands().filter_map(|one| match one {
                    Demand::RolloutPlan { state } => Some(*state),
                    _ => None,
                });
                let mut states: Vec<PlanState> = asked.chain([PlanState::Resting]).collect();
                states.sort_unstable();
                states.dedup();
                let others = states.into_iter().filter(|state| *state != facts.rollout_plan);
                all.extend(others.map(|state| TrainingRecord { rollout_plan: state, ..facts.clone() }));
            }
            Demand::DecidedBy { role, .. } => {
                let given = facts.decisions.iter().any(|one| one.dispenses.is_none() && one.role == *role);
                if !given {
                    let mut next = facts.clone();
                    next.decisions.push(Decision { role: role.clone(), reason: String::new(), dispenses: None });
                    all.push(next);
                }
            }
            _ => {}
        }
        all
    }
}

/// A record without its days, with and without each of its decisions and dispensations: they can be taken back.
fn with_and_without_decisions(record: &TrainingRecord) -> Vec<TrainingRecord> {
    let mut all = vec![TrainingRecord { days: BTreeMap::new(), decisions: Vec::new(), ..record.clone() }];
    for given in &record.decisions {
        if all.len() > POINTS {
            break;
        }
        let mut with = all.clone();
        for facts in &mut with {
            facts.decisions.push(given.clone());
        }
        all.extend(with);
    }
    all
}

/// What a demand beside the days asks about, whatever it asks of it.
fn name_of(demand: &Demand) -> (&'static str, &str) {
    match demand {
        Demand::Assignment { key, .. } => ("assignment", key),
        Demand::EvaluationAnswered { survey } => ("survey", survey),
        Demand::DecidedBy { role, .. } => ("decision", role),
        other => (other.word(), ""),
    }
}
