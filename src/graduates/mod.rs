//! Who completed what, when, from which organisation.
//!
//! Written by completion and by import, read by allocation, rollouts and follow-up.

pub mod entity;
pub mod import;
pub mod import_actions;
pub mod import_check;
pub mod import_queries;
pub mod model;
pub mod queries;

pub use entity::graduate::Model as Graduate;
pub use model::Source;
