//! What participants need at the course: food and access, sealed with a key that is not in the database.
//!
//! Food leaves this room as counts; words about access one person at a time, and the journal says who opened them. Nothing
//! of it is written to the journal, to a letter or to a spreadsheet.

pub mod actions;
pub mod entity;
pub mod model;
pub mod queries;
pub mod rules;
mod sealing;

pub use entity::Model as SealedNeeds;
pub use model::{Food, Needs, Refusal};
pub use sealing::Kitchen;
