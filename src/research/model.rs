//! The words of this room; what the JSON file holds, field by field.

use crate::kernel::Day;
use serde::Serialize;

/// All about one pilot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The organisation's code.
    pub organisation: String,
    /// Its name.
    pub name: String,
    /// Its rollout plan; `None` before it is opened.
    pub plan: Option<PlanFacts>,
    /// Its people's training, by pseudonym.
    pub people: Vec<TrainingOf>,
}

/// The facts of a rollout plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanFacts {
    /// The states it has had, oldest first.
    pub states: Vec<Since>,
    /// The milestones reached.
    pub milestones: Vec<Reached>,
    /// Local trainings, newest first.
    pub trainings: Vec<Training>,
    /// Other activities, newest first.
    pub activities: Vec<Happened>,
    /// Decisions, newest first.
    pub decisions: Vec<Decision>,
}

/// A state and the day it began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Since {
    /// The state's code.
    pub state: &'static str,
    /// The day.
    pub from: Day,
}

/// A milestone that was reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reached {
    /// `M1` to `M13`.
    pub milestone: &'static str,
    /// The day it was reached.
    pub reached_on: Day,
}

/// A local training, heads by group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Training {
    /// The day.
    pub day: Day,
    /// Its length in minutes.
    pub minutes: i64,
    /// Elected politicians.
    pub politicians: i64,
    /// Officials.
    pub officials: i64,
    /// Others.
    pub others: i64,
    /// Whether the coach has verified it.
    pub is_verified: bool,
}

/// Something else that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Happened {
    /// The kind's code.
    pub kind: String,
    /// The day.
    pub day: Day,
    /// How many members, where it is a group.
    pub members: i64,
    /// How many departments.
    pub departments: i64,
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// Who decided, by code.
    pub body: &'static str,
    /// The day of the decision.
    pub decided_on: Day,
    /// The first day it is in force.
    pub in_force_from: Day,
    /// The last day it is in force, where it ends.
    pub in_force_to: Option<Day>,
    /// Whether there is evidence of it.
    pub is_evidenced: bool,
}

/// One person's training.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrainingOf {
    /// What stands for the person.
    pub person: String,
    /// The cohort's code; what the former register calls the course where there is no cohort.
    pub cohort: String,
    /// Days attended, wholly or in part, made up or credited; `None` where the register does not say.
    pub days_attended: Option<usize>,
    /// Days held.
    pub days_held: Option<usize>,
    /// Whether the person still takes part, or did until the end.
    pub is_active: bool,
    /// The day of completion; `None` where there is none that stands.
    pub completed_on: Option<Day>,
}
