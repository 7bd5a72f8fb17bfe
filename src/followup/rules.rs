//! Which rows stand behind each figure. Pure: facts and a period in, rows out.
//!
//! `None` is "no data" and never 0: nobody has written down whether anything happened. An empty list is a true 0.

use super::model::{Answer, Facts, Group, Key, Period, Row};
use crate::applications::{Application, ApplicationState};
use crate::graduates::Graduate;
use crate::kernel::{CohortId, Day, OrganisationId, PlanId};
use crate::rollouts::{Body, CouncilDecision, HappeningKind, PlanState};
use std::collections::{HashMap, HashSet};

type Rows<'a> = Option<Vec<Row<'a>>>;

/// The rows behind `key` in `period`; their weights sum to the figure.
#[must_use]
pub fn rows(facts: &Facts, key: Key, period: Period) -> Rows<'_> {
    match key {
        Key::Trained => Some(graduates(trained(facts, period)?)),
        Key::TrainedInAll => Some(graduates(trained_until(facts, period.to)?)),
        Key::Municipalities => Some(by_municipality(facts, &trained(facts, period)?)),
        Key::MunicipalitiesInAll => Some(by_municipality(facts, &trained_until(facts, period.to)?)),
        Key::Seats => seats(facts, period),
        Key::Applications => Some(applications(facts, period)?.into_iter().map(Row::Application).collect()),
        Key::Eligible => eligible(facts, period),
        Key::Offered => offered(facts, period),
        Key::Accepted => accepted(facts, period),
        Key::Started => started(facts, period),
        Key::Completed => completed(facts, period),
        Key::Local => heads(facts, period, Part::Verified(None)),
        Key::LocalBy(group) => heads(facts, period, Part::Verified(Some(group))),
        Key::LocalUnverified => heads(facts, period, Part::Unverified),
        Key::Decisions(answer) => decisions(facts, answer, period.to),
        Key::Plans(state) => plans(facts, state, period.to),
        Key::Milestones => milestones(facts, period),
        Key::Networks => told_of(facts, HappeningKind::LocalNetwork, period.to),
        Key::WorkingGroups => told_of(facts, HappeningKind::WorkingGroup, period.to),
    }
}

/// The figure of `key` in `period`: the sum of its rows.
#[must_use]
pub fn figure(facts: &Facts, key: Key, period: Period) -> Option<i64> {
    rows(facts, key, period).map(|rows| rows.iter().map(Row::weight).sum())
}

/// Outcome against plan (K2): completed − seats, in 2012 46 − 80 = −34.
///
/// `None` while a cohort of the period is still running: nobody has fallen short yet.
#[must_use]
pub fn deviation(facts: &Facts, period: Period) -> Option<i64> {
    let is_over = ending_in(facts, period).all(|(_, last)| *last < facts.today);
    let (seats, completed) = (figure(facts, Key::Seats, period)?, figure(facts, Key::Completed, period)?);
    is_over.then_some(completed - seats)
}

/// K2: persons with a completion decision in P and a certificate that is not revoked, and those of the former register.
///
/// Somebody who completed twice counts once, at the first time.
fn trained(facts: &Facts, period: Period) -> Option<Vec<&Graduate>> {
    let known = facts.graduates.iter().any(|one| period.contains(one.completed_on))
        || facts.decided_on.iter().any(|day| period.contains(*day));
    known.then(|| persons(facts.graduates.iter().filter(|one| period.contains(one.completed_on))))
}

/// K2, cumulative to b.
fn trained_until(facts: &Facts, end: Day) -> Option<Vec<&Graduate>> {
    let known = facts.graduates.iter().any(|one| one.completed_on <= end) || facts.decided_on.iter().any(|d| *d <= end);
    known.then(|| persons(facts.graduates.iter().filter(|one| one.completed_on <= end)))
}

fn persons<'a>(graduates: impl Iterator<Item = &'a Graduate>) -> Vec<&'a Graduate> {
    let mut seen = HashSet::new();
    graduates.filter(|one| one.is_trained()).filter(|one| seen.insert(one.person_id)).collect()
}

fn graduates(graduates: Vec<&Graduate>) -> Vec<Row<'_>> {
    graduates.into_iter().map(Row::Graduate).collect()
}

/// K2m: the municipality is the one frozen at the completion; other organisations count for persons only.
fn by_municipality<'a>(facts: &'a Facts, graduates: &[&Graduate]) -> Vec<Row<'a>> {
    let mut counts: HashMap<OrganisationId, i64> = HashMap::new();
    for graduate in graduates.iter().filter(|one| facts.is_municipality(one.organisation_id)) {
        *counts.entry(graduate.organisation_id).or_default() += 1;
    }
    facts
        .municipalities()
        .filter_map(|one| counts.get(&one.id).map(|count| Row::Municipality(one.id, *count)))
        .collect()
}

/// Cohorts belong to the period in which their last day lies.
fn ending_in(facts: &Facts, period: Period) -> impl Iterator<Item = &(crate::cohorts::Cohort, Day)> {
    facts.cohorts.iter().filter(move |(_, last)| period.contains(*last))
}

fn ended(facts: &Facts, period: Period) -> Option<HashSet<CohortId>> {
    let ids: HashSet<CohortId> = ending_in(facts, period).map(|(cohort, _)| cohort.id).collect();
    (!ids.is_empty()).then_some(ids)
}

fn seats(facts: &Facts, period: Period) -> Rows<'_> {
    ended(facts, period)?;
    Some(ending_in(facts, period).map(|(cohort, last)| Row::Cohort(cohort, *last)).collect())
}

/// Applications to offers with a cohort that ends in P; `None` when those cohorts were filled without an offer.
fn applications(facts: &Facts, period: Period) -> Option<Vec<&Application>> {
    let offers: HashSet<_> = ended(facts, period)?.iter().filter_map(|id| facts.offer_of.get(id)).collect();
    let of_offers = facts.applications.iter().filter(|one| offers.contains(&one.offer_id));
    (!offers.is_empty()).then(|| of_offers.collect())
}

/// Eligible is who was found so at some time, whatever came after.
fn eligible(facts: &Facts, period: Period) -> Rows<'_> {
    let passed = |one: &Application| {
        use ApplicationState as State;
        let went_on = matches!(
            one.state,
            State::Eligible
                | State::Offered
                | State::Accepted
                | State::Declined
                | State::Lapsed
                | State::Reserve
                | State::Participant
        );
        went_on || facts.once_eligible.contains(&one.id)
    };
    Some(applications(facts, period)?.into_iter().filter(|one| passed(one)).map(Row::Application).collect())
}

fn offered(facts: &Facts, period: Period) -> Rows<'_> {
    let cohorts = ended(facts, period)?;
    let offered: HashSet<_> =
        facts.seat_offers.iter().filter(|one| cohorts.contains(&one.cohort_id)).map(|one| one.application_id).collect();
    Some(
        applications(facts, period)?
            .into_iter()
            .filter(|one| offered.contains(&one.id))
            .map(Row::Application)
            .collect(),
    )
}

/// Who accepted became a participant at once, and stays one on record after a withdrawal.
fn accepted(facts: &Facts, period: Period) -> Rows<'_> {
    let cohorts = ended(facts, period)?;
    Some(facts.participants.iter().filter(|one| cohorts.contains(&one.cohort_id)).map(Row::Participant).collect())
}

/// Started is who came to at least one day; `None` when no attendance was kept.
fn started(facts: &Facts, period: Period) -> Rows<'_> {
    let cohorts = ended(facts, period)?;
    let of_cohorts = facts.participants.iter().filter(|one| cohorts.contains(&one.cohort_id));
    let started: Vec<Row<'_>> =
        of_cohorts.filter(|one| facts.attended.contains(&one.id)).map(Row::Participant).collect();
    (!started.is_empty()).then_some(started)
}

/// Completed, of the cohorts that end in P and until b; a make-up finished later counts for its own year in K2 alone.
fn completed(facts: &Facts, period: Period) -> Rows<'_> {
    let cohorts = ended(facts, period)?;
    let of_cohorts = facts.graduates.iter().filter(|one| one.cohort_id.is_some_and(|id| cohorts.contains(&id)));
    let done: Vec<&Graduate> = of_cohorts.filter(|one| one.completed_on <= period.to).collect();
    let known = !done.is_empty() || facts.decided_on.iter().any(|day| period.contains(*day));
    known.then(|| graduates(done.into_iter().filter(|one| one.stands()).collect()))
}

#[derive(Clone, Copy)]
enum Part {
    Verified(Option<Group>),
    Unverified,
}

/// K3: heads in local trainings of P, verified by a coach or coordinator; what is only reported stands beside it.
fn heads(facts: &Facts, period: Period, part: Part) -> Rows<'_> {
    let wants_verified = matches!(part, Part::Verified(_));
    let chosen = facts
        .trainings
        .iter()
        .filter(|one| period.contains(one.day) && one.verified_at.is_some() == wants_verified)
        .filter_map(|one| {
            let heads = match part {
                Part::Verified(Some(Group::Politicians)) => one.politicians,
                Part::Verified(Some(Group::Officials)) => one.officials,
                Part::Verified(Some(Group::Others)) => one.others,
                Part::Verified(None) | Part::Unverified => one.politicians + one.officials + one.others,
            };
            Some(Row::Training(facts.owner_of(one.plan_id)?, one, heads))
        });
    let chosen: Vec<Row<'_>> = chosen.collect();
    (!chosen.is_empty()).then_some(chosen)
}

/// K4: each municipality stands in exactly one group, so the four sum to |M|.
fn decisions(facts: &Facts, answer: Answer, end: Day) -> Rows<'_> {
    let mut of_owner: HashMap<OrganisationId, Vec<&CouncilDecision>> = HashMap::new();
    let owners: HashMap<PlanId, OrganisationId> =
        facts.plans.iter().map(|plan| (plan.id, plan.organisation_id)).collect();
    for decision in facts.decisions.iter().filter(|one| one.decided_on <= end) {
        if let Some(owner) = owners.get(&decision.plan_id) {
            of_owner.entry(*owner).or_default().push(decision);
        }
    }
    let judged = facts.municipalities().map(|one| {
        let (group, decision) = judge(of_owner.get(&one.id).map_or(&[], Vec::as_slice), end);
        (group, Row::Decision(one.id, decision))
    });
    let judged: Vec<_> = judged.collect();
    (!judged.is_empty()).then(|| judged.into_iter().filter(|(group, _)| *group == answer).map(|(_, row)| row).collect())
}

/// The group of one municipality: council before other body before a claim before what has ended.
///
/// A decision that is said to be in force but not evidenced makes it "no data", because it may be true.
fn judge<'a>(decisions: &[&'a CouncilDecision], end: Day) -> (Answer, Option<&'a CouncilDecision>) {
    let in_force = |one: &&&CouncilDecision| one.in_force_from <= end && one.in_force_to.is_none_or(|to| end <= to);
    let evidenced = |one: &&&CouncilDecision| one.evidenced_at.is_some();
    let of_council = |one: &&&CouncilDecision| one.body == Body::Council;
    let find = |test: &dyn Fn(&&&CouncilDecision) -> bool| decisions.iter().find(|one| test(one)).copied();
    if let Some(found) = find(&|one| in_force(one) && evidenced(one) && of_council(one)) {
        return (Answer::Council, Some(found));
    }
    if let Some(found) = find(&|one| in_force(one) && evidenced(one)) {
        return (Answer::OtherBody, Some(found));
    }
    if let Some(claimed) = find(&|one| !evidenced(one)) {
        return (Answer::NoData, Some(claimed));
    }
    find(&evidenced).map_or((Answer::NoData, None), |over| (Answer::No, Some(over)))
}

/// The state each plan had at the end of `end`, and since when.
#[must_use]
pub fn states_at(facts: &Facts, end: Day) -> HashMap<OrganisationId, (PlanState, Day)> {
    let owners: HashMap<PlanId, OrganisationId> =
        facts.plans.iter().map(|plan| (plan.id, plan.organisation_id)).collect();
    // Oldest first, so that the last one written stands.
    let until = facts.states.iter().filter(|one| one.from_day <= end);
    until.filter_map(|one| owners.get(&one.plan_id).map(|owner| (*owner, (one.state, one.from_day)))).collect()
}

/// K10: municipalities by the state of their plan at b; without a plan by then there is no data.
fn plans(facts: &Facts, state: Option<PlanState>, end: Day) -> Rows<'_> {
    let states = states_at(facts, end);
    let of = |id| states.get(&id).copied();
    let chosen = facts.municipalities().map(|one| (one.id, of(one.id))).filter(|(_, at)| at.map(|at| at.0) == state);
    let rows = chosen.map(|(id, at)| Row::Plan(id, at.map(|at| at.1))).collect();
    facts.municipalities().next().is_some().then_some(rows)
}

/// K10: milestones of municipalities reached in P; `None` before any plan exists.
fn milestones(facts: &Facts, period: Period) -> Rows<'_> {
    let reached = facts.milestones.iter().filter(|one| one.reached_on.is_some_and(|day| period.contains(day)));
    let of_municipalities = reached.filter_map(|one| {
        let owner = facts.owner_of(one.plan_id)?;
        facts.is_municipality(owner).then_some(Row::Milestone(owner, one))
    });
    any_plan(facts, period.to).then(|| of_municipalities.collect())
}

/// K10: municipalities that have told of a network or group by b, each once, with the first time.
fn told_of(facts: &Facts, kind: HappeningKind, end: Day) -> Rows<'_> {
    let mut seen = HashSet::new();
    let told = facts.happenings.iter().filter(|one| one.kind == kind && one.day <= end).filter_map(|one| {
        let owner = facts.owner_of(one.plan_id)?;
        (facts.is_municipality(owner) && seen.insert(owner)).then_some(Row::Happening(owner, one))
    });
    let told: Vec<Row<'_>> = told.collect();
    any_plan(facts, end).then_some(told)
}

fn any_plan(facts: &Facts, end: Day) -> bool {
    facts.states.iter().any(|one| one.from_day <= end)
        || facts.happenings.iter().any(|one| one.day <= end)
        || facts.milestones.iter().any(|one| one.reached_on.is_some_and(|day| day <= end))
}
