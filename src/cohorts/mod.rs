//! One run of a programme: days, rooms, trainers, capacity; what planning checks.
//!
//! Knows how many seats there are, not who sits in them, and when the days are, not who came: those who know tell it.

pub mod actions;
pub mod entity;
pub mod model;
pub mod queries;
pub mod rules;

pub use entity::cohort::Model as Cohort;
pub use entity::course_day::Model as CourseDay;
pub use model::{CohortState, Moves, Refusal, Roll, SeatsInUse};
