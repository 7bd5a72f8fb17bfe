//! The completion rule as data, and how a participant's record stands against it.
//!
//! This room knows the rule language, its strict JSON form, the three-valued weighing and its words in both languages.
//! It does not know who anybody is, where the facts come from, or what follows from a verdict. Weighing reads nothing,
//! writes nothing and is told what day it is; only `queries` keeps the numbered rules.

pub mod entity;

pub mod queries;

mod model;

mod facts;

mod refusal;

mod wire;

mod record;

mod tally;

mod places;

mod titles;

mod verdict;

mod margin;

mod weigh;

mod made_up;

mod relaxing;

mod phrases;

mod explain;

mod sentence;

mod presets;

mod file;

#[cfg(test)]
mod tests;

pub use explain::{Line, Voice, explain, headline};
pub use facts::{DayFact, Decision, Mark, TrainingRecord};
pub use file::weigh_file;
pub use made_up::days_made_up;
pub use model::{AssignmentState, CompletionRule, Counted, DayNumber, Demand, MakeUp, MakeUpForm, Need, PlanState};
pub use phrases::{assignment_state, mark_in_words, plan_state, role_in_words};
pub use presets::{Amount, Usual, all_days, default_six_days, share_of_days, some_days};
pub use refusal::Refusal;
pub use relaxing::{POINTS, Relaxation, relaxes};
pub use sentence::{sentence, small_print};
pub use titles::Titles;
pub use verdict::{NodeVerdict, Outcome, Step, Used, Verdict};
pub use weigh::{weigh, weigh_exactly, weigh_with_margin};
