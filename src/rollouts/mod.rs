//! Each organisation's rollout plan: what has happened at home, and the milestones it reached.

pub mod entity;
pub mod model;

pub use entity::council_decision::Model as CouncilDecision;
pub use entity::happening::Model as Happening;
pub use entity::local_training::Model as LocalTraining;
pub use entity::milestone::Model as Milestone;
pub use entity::rollout_plan::Model as RolloutPlan;
pub use model::{Body, HappeningKind, PlanState};
