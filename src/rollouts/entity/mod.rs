//! The tables of this room as SeaORM sees them.

pub mod coach_comment;
pub mod council_decision;
pub mod happening;
pub mod local_training;
pub mod milestone;
pub mod rollout_member;
pub mod rollout_plan;
pub mod rollout_state;
