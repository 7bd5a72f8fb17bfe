//! The answer of the weighing: three outcomes, with the facts used and what would help.

use crate::kernel::Day;
use serde::Serialize;

use super::model::{AssignmentState, DayNumber, PlanState};
use super::titles::Titles;

/// Where a record stands against a demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Not even the best for every open fact would meet it.
    Impossible,
    /// The best for every open fact would meet it.
    Possible,
    /// Met, whatever comes.
    Met,
}

/// The answer of [`weigh`](super::weigh()).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Where the record stands against the whole rule.
    pub outcome: Outcome,
    /// Every demand in reading order, the root first, met or not.
    pub nodes: Vec<NodeVerdict>,
    /// How many more of the open days may be missed, whichever they are, before the rule is out of reach.
    ///
    /// Make-ups that are still allowed are reckoned with. `None` when the rule is out of reach or no day is open, and where
    /// it was not asked for ([`weigh_with_margin`](super::weigh_with_margin)).
    pub margin: Option<u32>,
    /// The roles whose decisions are missing, where nothing else puts the rule out of reach: a decision counts only once it
    /// is given, but until then nothing is over.
    pub awaits: Vec<String>,
    /// How many more days the participant may make up.
    pub make_ups_left: u32,
    /// The day the record was weighed.
    pub today: Day,
}

impl Verdict {
    /// Whether missing one more day may put the rule out of reach: whom the trainer should speak to today.
    #[must_use]
    pub fn about_to_fall(&self) -> bool {
        self.outcome == Outcome::Possible && self.margin == Some(0)
    }

    /// Whether only somebody's decision is missing for the rule to be met or within reach.
    #[must_use]
    pub fn awaits_a_decision(&self) -> bool {
        !self.awaits.is_empty()
    }

    /// The verdict with assignments called by their titles, for words; those without one keep their key.
    #[must_use]
    pub fn titled(mut self, titles: &Titles) -> Self {
        for node in &mut self.nodes {
            if let Used::Assignment { assignment, .. } = &mut node.used {
                titles.rename(assignment);
            }
            for step in &mut node.remaining {
                if let Step::HandIn { assignment } | Step::AwaitApproval { assignment } = step {
                    titles.rename(assignment);
                }
            }
        }
        self
    }
}

/// Where a record stands against one demand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NodeVerdict {
    /// The place of the demand in the rule, such as `all/2/any/0`.
    pub path: String,
    /// The outcome of this demand by itself.
    #[serde(rename = "verdict")]
    pub outcome: Outcome,
    /// The facts that were used.
    #[serde(rename = "facts")]
    pub used: Used,
    /// What would help; empty unless the demand can still be met.
    pub remaining: Vec<Step>,
    /// The last date on which one of the steps can be taken; `None` where no step has a date.
    pub by: Option<Day>,
    /// Why the participant is dispensed from this demand, if they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dispensed: Option<String>,
}

/// The facts that decided about one demand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Used {
    /// For `all`, `any` and `at_least`.
    Parts {
        /// How many parts are met.
        met: usize,
        /// How many are needed.
        required: usize,
        /// How many there are.
        parts: usize,
        /// How many can be met, each by itself.
        within_reach: usize,
    },
    /// For `days_attended`.
    Days {
        /// The days that count.
        counted: Vec<DayNumber>,
        /// How many are needed, cancelled days taken off.
        required: u32,
        /// How many days there are, cancelled ones left out.
        of: u32,
        /// The days that are unmarked or not attested.
        open: Vec<DayNumber>,
        /// How many days it can become at best.
        reachable: u32,
    },
    /// For `days_required`.
    RequiredDays {
        /// The days that are asked for.
        required: Vec<DayNumber>,
        /// Those that count, cancelled ones included.
        counted: Vec<DayNumber>,
        /// Those that are unmarked or not attested.
        open: Vec<DayNumber>,
        /// Those that neither count nor are open.
        missed: Vec<DayNumber>,
    },
    /// For `minutes`.
    Minutes {
        /// The minutes gathered.
        minutes: u32,
        /// How many are needed, cancelled days taken off.
        required: u32,
        /// How many there are, cancelled days left out.
        of: u32,
        /// How many it can become at best.
        reachable: u32,
    },
    /// For `assignment`.
    Assignment {
        /// Which.
        assignment: String,
        /// How far it must come.
        required: AssignmentState,
        /// How far it has come.
        state: AssignmentState,
    },
    /// For `evaluation_answered`.
    Survey {
        /// Which.
        survey: String,
        /// Whether it was answered.
        answered: bool,
    },
    /// For `rollout_plan`.
    Plan {
        /// How far it must come.
        required: PlanState,
        /// How far it has come.
        rollout_plan: PlanState,
    },
    /// For `decided_by`.
    Decision {
        /// Who decides.
        role: String,
        /// Whether the decision is given.
        decided: bool,
    },
}

/// Something that would bring a demand nearer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// Attend a day that is still to come.
    Attend {
        /// The day.
        day: DayNumber,
        /// When it is held.
        date: Day,
    },
    /// A day has been held but not attested: the trainer's turn.
    AwaitMark {
        /// The day.
        day: DayNumber,
        /// When it was held.
        date: Day,
    },
    /// Make up a missed day.
    MakeUp {
        /// The day.
        day: DayNumber,
        /// At the latest; `None` when the rule sets no limit.
        by: Option<Day>,
    },
    /// Have a day credited: an open one, under a demand for which attending it would not count.
    BeCredited {
        /// The day.
        day: DayNumber,
    },
    /// Bring an assignment to this state.
    HandIn {
        /// Which assignment.
        assignment: String,
    },
    /// An assignment is handed in: the reader's turn.
    AwaitApproval {
        /// Which assignment.
        assignment: String,
    },
    /// Answer a survey.
    Answer {
        /// Which survey.
        survey: String,
    },
    /// Bring the rollout plan to this state.
    CarryPlan {
        /// How far.
        state: PlanState,
    },
}

impl Step {
    /// The last date on which the step can be taken, where it has one.
    #[must_use]
    pub fn by(&self) -> Option<Day> {
        match self {
            Self::Attend { date, .. } => Some(*date),
            Self::MakeUp { by, .. } => *by,
            _ => None,
        }
    }
}
