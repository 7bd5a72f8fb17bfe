//! Persons with protected personal data: the flag, what was written about them before, each look behind the mask.
//!
//! The mask itself is `people::Person::shown_name` and `shown`, which every page asks. This room knows which rows carry
//! somebody's name and address; it does not know what they say.

pub mod actions;
pub mod queries;

pub use queries::Revealed;
