//! Each organisation's rollout plan: what has happened at home, and the milestones it reached.
//!
//! Knows who was trained and what was told; knows nothing of key figures, which read its rows.

pub mod actions;
pub mod entity;
pub mod model;
pub mod proof;
pub mod queries;
pub mod rules;

pub use entity::council_decision::Model as CouncilDecision;
pub use entity::happening::Model as Happening;
pub use entity::local_training::Model as LocalTraining;
pub use entity::rollout_plan::Model as RolloutPlan;
pub use model::{Body, HappeningKind, Heads, Milestone, News, NewsKind, PlanState, Refusal, Side, Situation, Told};
pub use proof::{Hand, Owner};
