//! The rule language: what may be demanded of somebody who wants a certificate.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// The number of a course day within its programme, counted from 1.
pub type DayNumber = u16;

/// A completion rule that has been read and found sound.
///
/// There is no way to hold one that contradicts itself: it is made by [`CompletionRule::parse`] or
/// [`CompletionRule::new`], and never changed afterwards. A new wish is a new rule with a new hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompletionRule {
    pub(super) demand: Demand,
    pub(super) partial_percent: u8,
    pub(super) make_up: Option<MakeUp>,
}

impl CompletionRule {
    /// The demand at the root of the tree.
    #[must_use]
    pub fn demand(&self) -> &Demand {
        &self.demand
    }

    /// From which share of a day's minutes, in percent, a partly attended day counts as a day.
    #[must_use]
    pub fn partial_percent(&self) -> u8 {
        self.partial_percent
    }

    /// How missed days may be made up; `None` when the rule offers no way.
    #[must_use]
    pub fn make_up(&self) -> Option<&MakeUp> {
        self.make_up.as_ref()
    }
}

/// One demand of a rule, or several tied together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Demand {
    /// Every part must be met.
    All(Vec<Demand>),
    /// One part is enough.
    Any(Vec<Demand>),
    /// At least `n` of the parts must be met.
    AtLeast {
        /// How many.
        n: u32,
        /// Of which.
        of: Vec<Demand>,
    },
    /// So many days, whichever they are.
    DaysAttended {
        /// A number of days, or a share of the days that were held.
        need: Need,
        /// What counts as a day.
        accept: BTreeSet<Counted>,
    },
    /// These very days.
    DaysRequired {
        /// The days.
        days: BTreeSet<DayNumber>,
        /// What counts as a day.
        accept: BTreeSet<Counted>,
    },
    /// So many minutes; made-up and credited days count with all their minutes.
    Minutes {
        /// A number of minutes, or a share of the minutes that were held.
        need: Need,
    },
    /// A home assignment that has come at least so far.
    Assignment {
        /// Which assignment.
        key: String,
        /// How far.
        state: AssignmentState,
    },
    /// The course evaluation has been answered (that it was, never what).
    EvaluationAnswered {
        /// Which survey.
        survey: String,
    },
    /// The organisation's rollout plan has come at least so far.
    RolloutPlan {
        /// How far.
        state: PlanState,
    },
    /// Somebody in this role has decided so; met only once the decision is given.
    DecidedBy {
        /// The role that decides.
        role: String,
        /// On what ground such a decision is made, if the rule says.
        reason: Option<String>,
    },
}

impl Demand {
    /// The word this demand has in the JSON form and in paths.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::All(_) => "all",
            Self::Any(_) => "any",
            Self::AtLeast { .. } => "at_least",
            Self::DaysAttended { .. } => "days_attended",
            Self::DaysRequired { .. } => "days_required",
            Self::Minutes { .. } => "minutes",
            Self::Assignment { .. } => "assignment",
            Self::EvaluationAnswered { .. } => "evaluation_answered",
            Self::RolloutPlan { .. } => "rollout_plan",
            Self::DecidedBy { .. } => "decided_by",
        }
    }

    /// The parts this demand ties together; empty for a leaf.
    #[must_use]
    pub fn parts(&self) -> &[Self] {
        match self {
            Self::All(parts) | Self::Any(parts) | Self::AtLeast { of: parts, .. } => parts,
            _ => &[],
        }
    }
}

/// How much of something is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// A number of days or minutes; what was cancelled is taken off it.
    Count(u32),
    /// A share from 0 to 100 of what was held; what was cancelled leaves the denominator.
    Percent(u8),
}

impl Need {
    /// How many of `total` are needed when `cancelled` of them were never held.
    ///
    /// A share is rounded up, since `attended · 100 ≥ percent · total` in whole numbers is the same as
    /// `attended ≥ ⌈percent · total / 100⌉`: 80 % of 6 days is 5.
    #[must_use]
    pub fn of(self, total: u32, cancelled: u32) -> u32 {
        match self {
            Self::Count(count) => count.saturating_sub(cancelled),
            Self::Percent(percent) => {
                let held = u64::from(total.saturating_sub(cancelled));
                u32::try_from((u64::from(percent) * held).div_ceil(100)).unwrap_or(u32::MAX)
            }
        }
    }
}

/// In which way a day may have come to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Was there.
    Present,
    /// Was there for enough of the minutes; a rule that accepts this accepts presence too.
    Partial,
    /// Made the day up afterwards.
    MadeUp,
    /// Brought the day along from elsewhere.
    Credited,
}

impl Counted {
    /// Every way, as a rule accepts when it does not say.
    pub const ALL: [Self; 4] = [Self::Present, Self::Partial, Self::MadeUp, Self::Credited];

    /// Whether a day that came to count this way is among the `accept`ed.
    ///
    /// Presence is worth at least as much as partial presence, whatever the list says: more attendance never hurts.
    #[must_use]
    pub fn is_among(self, accept: &BTreeSet<Self>) -> bool {
        accept.contains(&self) || (self == Self::Present && accept.contains(&Self::Partial))
    }
}

/// How missed days may be made up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MakeUp {
    /// The days that may be made up.
    pub days: BTreeSet<DayNumber>,
    /// How many made-up days count for one person.
    pub max: u32,
    /// Within how many months of the cohort's last day; `None` sets no limit.
    #[serde(default)]
    pub within_months: Option<u32>,
    /// In which forms.
    #[serde(default = "MakeUpForm::all")]
    pub forms: BTreeSet<MakeUpForm>,
}

/// A way to make up a missed day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MakeUpForm {
    /// The same day-module in another cohort.
    OtherCohort,
    /// A written task.
    Written,
    /// A single session.
    SingleSession,
}

impl MakeUpForm {
    /// Every form, as a rule allows when it does not say.
    #[must_use]
    pub fn all() -> BTreeSet<Self> {
        BTreeSet::from([Self::OtherCohort, Self::Written, Self::SingleSession])
    }
}

/// How far a home assignment has come; later is further.
///
/// A returned assignment stands below a handed-in one: it is the participant's turn again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssignmentState {
    /// Nothing yet.
    #[default]
    NotStarted,
    /// Begun.
    Draft,
    /// Sent back with a comment.
    Returned,
    /// Waiting to be read.
    #[serde(alias = "submitted")]
    HandedIn,
    /// Approved.
    Approved,
}

/// How far an organisation's rollout plan has come; later is further.
///
/// A resting plan stands lowest: nobody is carrying it, so no rule may ask for it and it satisfies none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanState {
    /// The last active person has left.
    Resting,
    /// Nothing yet.
    #[default]
    NotStarted,
    /// Begun.
    Draft,
    /// Handed to the coach.
    Submitted,
    /// The coach has answered.
    Feedback,
    /// Adopted by the manager.
    Adopted,
    /// Under way.
    Running,
    /// Followed up.
    FollowedUp,
    /// Finished.
    Closed,
    /// Finished, and begun anew.
    Renewed,
}
