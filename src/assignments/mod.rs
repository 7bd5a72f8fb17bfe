//! Handed in, approved, returned: the home assignments that a cohort's completion rule asks for.
//!
//! Knows what was handed in and what was answered, all of it; what still stands is the latest. It does not know which
//! assignments are asked for: its caller hands it the rule.

pub mod model;

pub mod rules;

pub mod entity;

pub mod queries;

pub mod plan;

pub mod letters;

pub mod actions;

pub use entity::answer::Model as Answer;
pub use entity::hand_in::Model as HandIn;
pub use model::{FileKind, Handed, Refusal, State, Verdict, Way};
