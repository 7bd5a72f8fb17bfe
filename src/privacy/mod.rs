//! What is kept about people: why, for how long, and how it is given out, corrected and erased.
//!
//! Gathers what many rooms know and therefore reads their tables, as `followup` does. Knows nothing of what the values mean
//! to those rooms: `columns` says of every column whose it is, and everything else here walks that list.

pub mod actions;
pub mod columns;
pub mod due;
pub mod entity;
pub mod extract;
pub mod model;
mod phrases;
pub mod queries;
pub mod rules;
mod terms;
pub mod traces;

pub use entity::disposal::Model as Disposal;
pub use entity::feedback::Model as Feedback;
pub use entity::public_text::Model as PublicText;
pub use extract::Extract;
pub use model::{Action, Part, Purpose, Refusal};
pub use rules::{Rule, Runs, What};
