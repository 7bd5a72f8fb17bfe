//! Marks per participant and course day. Append-only: the latest stands, nothing is overwritten.
//!
//! Knows what was marked, by whom and when, and that a day was attested. What the marks are worth is weighed elsewhere;
//! why somebody was absent is never asked.

pub mod model;

pub mod rules;

pub mod entity;

pub mod queries;

/// Who marks.
pub mod proof;

pub mod actions;

/// A guest trainer's way to one day.
pub mod day_links;

pub use entity::day_content::Model as DayContent;
pub use entity::mark::Model as Mark;
pub use model::{MarkKind, NewMark, Nonce, Refusal};
pub use proof::{Guest, Marker};
