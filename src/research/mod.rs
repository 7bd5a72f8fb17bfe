//! What a researcher may read of the pilots they were given.
//!
//! Facts and figures only: no name, no address, none of the words somebody wrote freely, because those name people.

pub mod actions;
mod model;
mod pseudonym;
pub mod queries;

pub use model::{Decision, Happened, PlanFacts, Reached, Report, Since, Training, TrainingOf};
