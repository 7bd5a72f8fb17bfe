//! Protecting a person, and looking behind the mask.

mod person;

pub use person::{is_protected, routes};
