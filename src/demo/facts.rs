//! The founding facts as they stand in `demo/skane/`, read into types.

use crate::kernel::Day;
use serde::Deserialize;

/// What happened from 2011 on.
#[derive(Debug, Deserialize)]
pub(super) struct History {
    pub pilots: Vec<String>,
    pub conferences: Vec<Conference>,
    pub offer: PastOffer,
    pub outcome: PastOutcome,
    pub later_cohorts: Vec<LaterCohort>,
    pub plans: Vec<Plan>,
}

/// A conference and how many came from where.
#[derive(Debug, Deserialize)]
pub(super) struct Conference {
    pub title: String,
    pub day: Day,
    pub place: String,
    pub attended: Vec<Heads>,
}

/// Heads from one organisation.
#[derive(Debug, Deserialize)]
pub(super) struct Heads {
    pub organisation: String,
    pub heads: i64,
}

/// The offer of 2012.
#[derive(Debug, Deserialize)]
pub(super) struct PastOffer {
    pub code: String,
    pub published_on: Day,
    pub deadline_on: Day,
    pub guarantee: i64,
    pub cap: i64,
    pub cost: Both,
    pub cohorts: Vec<PastCohort>,
}

/// A text in both languages.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Both {
    pub sv: String,
    pub en: String,
}

/// A cohort of 2012.
#[derive(Debug, Deserialize)]
pub(super) struct PastCohort {
    pub code: String,
    pub name: Both,
    pub term: String,
    pub capacity: i64,
    pub place: String,
    pub room: String,
    pub days: Vec<Day>,
}

/// Who completed and who did not.
#[derive(Debug, Deserialize)]
pub(super) struct PastOutcome {
    pub by_municipality: Vec<Completed>,
    pub not_completed: Vec<NotCompleted>,
}

/// How many completed in each cohort.
#[derive(Debug, Deserialize)]
pub(super) struct Completed {
    pub municipality: String,
    pub cohort_a: usize,
    pub cohort_b: usize,
}

/// How many started and did not complete.
#[derive(Debug, Deserialize)]
pub(super) struct NotCompleted {
    pub organisation: String,
    pub cohort: String,
    pub heads: usize,
}

/// A later course of which only the outcome is known: it comes from the former register.
#[derive(Debug, Deserialize)]
pub(super) struct LaterCohort {
    pub course: String,
    pub completed_on: Day,
    pub by_municipality: Vec<Trained>,
}

/// How many were trained.
#[derive(Debug, Deserialize)]
pub(super) struct Trained {
    pub municipality: String,
    pub trained: usize,
}

/// One municipality's rollout plan and what happened in it.
#[derive(Debug, Deserialize)]
pub(super) struct Plan {
    pub municipality: String,
    pub state: String,
    pub states: Vec<PlanStep>,
    pub local_trainings: Vec<Training>,
    pub decisions: Vec<CouncilDecision>,
    pub happenings: Vec<Happening>,
    pub milestones: Vec<Milestone>,
    pub situation: String,
    pub aims: String,
}

/// The state of a plan from a day on.
#[derive(Debug, Deserialize)]
pub(super) struct PlanStep {
    pub state: String,
    pub from: Day,
}

/// A local training.
#[derive(Debug, Deserialize)]
pub(super) struct Training {
    pub day: Day,
    pub title: String,
    pub minutes: i64,
    pub politicians: i64,
    pub officials: i64,
    pub others: i64,
    pub verified: bool,
}

/// A decision of a body.
#[derive(Debug, Deserialize)]
pub(super) struct CouncilDecision {
    pub body: String,
    pub decided_on: Day,
    pub title: String,
    pub paragraph: String,
    pub registry_number: String,
    pub in_force_from: Day,
    pub in_force_to: Option<Day>,
    pub evidenced: bool,
}

/// Something else that was told.
#[derive(Debug, Deserialize)]
pub(super) struct Happening {
    pub kind: String,
    pub day: Day,
    pub words: String,
    pub members: i64,
    pub departments: i64,
}

/// A milestone that was reached.
#[derive(Debug, Deserialize)]
pub(super) struct Milestone {
    pub milestone: String,
    pub reached_on: Day,
}

/// Words to make people up from.
#[derive(Debug, Deserialize)]
pub(super) struct Words {
    pub first_names: Vec<String>,
    pub surnames: Vec<String>,
    pub whole_names: Vec<String>,
    pub job_titles: Vec<Both>,
    pub units: Vec<String>,
    pub mandates: Vec<Both>,
}

/// Reads both files; they are part of the program and checked by a test, so a fault here is a fault of the build.
pub(super) fn read() -> Result<(History, Words), serde_json::Error> {
    let history = serde_json::from_str(include_str!("../../demo/skane/history.json"))?;
    let words = serde_json::from_str(include_str!("../../demo/skane/names.json"))?;
    Ok((history, words))
}
