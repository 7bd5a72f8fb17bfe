//! How many more days may be missed before the rule is out of reach.

use std::collections::BTreeMap;

use super::{
    facts::{Mark, TrainingRecord},
    model::{CompletionRule, DayNumber, Demand},
    verdict::Outcome,
};

/// How many ways of missing days are tried before the answer is what has been proved so far.
const TRIALS: usize = 2_000;

/// How many ends are compared with each other in all these trials: the more ends one has, the fewer are tried.
const COMPARISONS: usize = 4_000_000;

/// Finds how many open days may be missed, whichever they are.
///
/// Days that the rule cannot tell apart are tried once, not each. After [`TRIALS`] trials, or fewer where each looks at many
/// `ends`, the number proved so far is given: never too many. `in_reach` says whether a record can still meet the rule.
pub(super) fn margin(
    rule: &CompletionRule,
    record: &TrainingRecord,
    (outcome, ends): (Outcome, usize),
    in_reach: impl Fn(&TrainingRecord) -> bool,
) -> Option<u32> {
    let open: Vec<DayNumber> =
        record.days.iter().filter(|(_, fact)| fact.standing().is_none()).map(|(day, _)| *day).collect();
    let all = u32::try_from(open.len()).unwrap_or(u32::MAX);
    match outcome {
        Outcome::Impossible => return None,
        _ if open.is_empty() => return None,
        Outcome::Met => return Some(all),
        Outcome::Possible => {}
    }
    let groups = alike(rule, record, &open);
    let most = (COMPARISONS / ends.saturating_mul(ends).max(1)).clamp(1, TRIALS);
    let mut trials = 0;
    for missed in 1..=all {
        for choice in choices(&groups, missed, most.saturating_sub(trials)) {
            trials += 1;
            let mut worse = record.clone();
            for (_, fact) in worse.days.iter_mut().filter(|(day, _)| choice.contains(day)) {
                (fact.attested, fact.mark) = (true, Some(Mark::Absent));
            }
            if trials >= most || !in_reach(&worse) {
                return Some(missed - 1);
            }
        }
    }
    Some(all)
}

/// Groups open days that the rule cannot tell apart.
fn alike(rule: &CompletionRule, record: &TrainingRecord, open: &[DayNumber]) -> Vec<Vec<DayNumber>> {
    let mut groups: BTreeMap<(u32, Vec<bool>), Vec<DayNumber>> = BTreeMap::new();
    for day in open {
        let mut traits = vec![rule.make_up().is_some_and(|make_up| make_up.days.contains(day))];
        asked_for(rule.demand(), *day, &mut traits);
        let minutes = record.days.get(day).map_or(0, |fact| fact.minutes);
        groups.entry((minutes, traits)).or_default().push(*day);
    }
    groups.into_values().collect()
}

fn asked_for(demand: &Demand, day: DayNumber, traits: &mut Vec<bool>) {
    if let Demand::DaysRequired { days, .. } = demand {
        traits.push(days.contains(&day));
    }
    for part in demand.parts() {
        asked_for(part, day, traits);
    }
}

/// Every way, up to likeness, to take `missed` days out of the groups; no more than `limit` ways.
fn choices(groups: &[Vec<DayNumber>], missed: u32, limit: usize) -> Vec<Vec<DayNumber>> {
    let missed = usize::try_from(missed).unwrap_or(usize::MAX);
    let mut ways: Vec<Vec<DayNumber>> = vec![Vec::new()];
    for (index, group) in groups.iter().enumerate() {
        let later: usize = groups[index + 1..].iter().map(Vec::len).sum();
        let mut next = Vec::new();
        for way in &ways {
            let lacking = missed - way.len();
            for taken in lacking.saturating_sub(later)..=group.len().min(lacking) {
                if next.len() <= limit {
                    next.push(way.iter().chain(&group[..taken]).copied().collect());
                }
            }
        }
        ways = next;
    }
    ways
}
