//! Who completed what, when, from which organisation.
//!
//! Written by completion and by import, read by allocation, rollouts and follow-up.

pub mod entity;
pub mod model;
pub mod queries;

pub use entity::graduate::Model as Graduate;
pub use model::Source;
