//! Marks per participant and course day. Append-only: the latest stands, nothing is overwritten.

pub mod entity;
pub mod model;

pub use entity::mark::Model as Mark;
pub use model::MarkKind;
