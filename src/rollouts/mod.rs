//! Each organisation's rollout plan: what has happened at home, and the milestones it reached.

pub mod entity;
pub mod model;
