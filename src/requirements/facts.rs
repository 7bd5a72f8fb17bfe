//! What a participant has done so far, as the rule sees it.

use std::collections::{BTreeMap, BTreeSet};

use crate::kernel::Day;
use serde::{Deserialize, Serialize};

use super::model::{AssignmentState, DayNumber, PlanState};

/// Everything about one participant that a completion rule may ask for.
///
/// The days are keyed by their number, so that no day can stand here twice and the order in which they were read
/// cannot matter. Serialises to the form that a completion decision keeps as its facts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrainingRecord {
    /// The cohort's days with this participant's mark on each.
    pub days: BTreeMap<DayNumber, DayFact>,
    /// Home assignments by key; one that is missing has not been started.
    pub assignments: BTreeMap<String, AssignmentState>,
    /// The surveys this participant has answered.
    pub surveys_answered: BTreeSet<String>,
    /// The organisation's rollout plan.
    pub rollout_plan: PlanState,
    /// Decisions that have been given.
    pub decisions: Vec<Decision>,
}

/// One course day in one participant's record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayFact {
    /// When the day is held.
    pub date: Day,
    /// How many minutes it comprises.
    pub minutes: u32,
    /// Whether the trainer has attested the day; until then its mark may change and counts for nothing.
    pub attested: bool,
    /// The latest mark; `None` when nobody has marked yet.
    pub mark: Option<Mark>,
}

impl DayFact {
    /// The mark that stands: `None` while the day is open, that is unmarked or not attested.
    #[must_use]
    pub fn standing(&self) -> Option<&Mark> {
        self.mark.as_ref().filter(|_| self.attested)
    }
}

/// What was marked for one participant on one day. Why somebody was absent is never kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Was there; minutes, of which no more than the day's own count.
    Present(u32),
    /// Was there for a part; minutes.
    Partial(u32),
    /// Absent, and had said so.
    Notified,
    /// Absent.
    Absent,
    /// Made up afterwards; where that can be read.
    MadeUp(String),
    /// Credited from elsewhere; where that can be read.
    Credited(String),
    /// The organiser cancelled the day.
    Cancelled,
}

/// A decision somebody in a role has given about this participant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The role that decided.
    pub role: String,
    /// Why.
    #[serde(default)]
    pub reason: String,
    /// The path of the demand this decision dispenses from; absent when it answers a `decided_by`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispenses: Option<String>,
}
