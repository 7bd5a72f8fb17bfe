//! Who did what, when, to which thing. Entries are only ever added.
//!
//! Knows nothing of the rooms that write to it: an event is a word of theirs, an object a word and a number.

mod entity;
mod queries;

pub use entity::Model as Entry;
pub use queries::{history_of, record, was_last};

use serde_json::Value;

/// What is written down: the event in one word (`seat.accepted`), the object it happened to, and facts worth keeping.
///
/// Never secrets, never free text about a person's needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    name: &'static str,
    object: &'static str,
    object_id: i64,
    details: Value,
}

impl Event {
    /// An event that happened to the `object` numbered `object_id`.
    #[must_use]
    pub fn new(name: &'static str, object: &'static str, object_id: i64) -> Self {
        Self { name, object, object_id, details: Value::Object(serde_json::Map::new()) }
    }

    /// Adds a fact, such as what a value was before and is now.
    #[must_use]
    pub fn with(mut self, fact: &str, value: impl Into<Value>) -> Self {
        if let Value::Object(facts) = &mut self.details {
            facts.insert(fact.to_owned(), value.into());
        }
        self
    }
}
