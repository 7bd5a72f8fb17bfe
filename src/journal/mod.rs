//! Who did what, when, to which thing. Entries are only ever added.
//!
//! Knows nothing of the rooms that write to it: an event is a word of theirs, an object a word and a number.

mod chain;
mod entity;
mod queries;
mod verify;

pub use chain::Chain;
pub use entity::{Entity as Entries, Model as Entry};
pub use queries::{Erased, Filter, Page, Told, entries, entry, erase_values, history_of, record, was_last};
pub use verify::{ERASED, End, Flaw, Verified, verify};

use serde_json::{Value, json};

/// What is written down: the event in one word (`seat.accepted`), the object it happened to, and facts worth keeping.
///
/// Never secrets, never free text about a person's needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    name: &'static str,
    object: &'static str,
    object_id: i64,
    details: Value,
    values: Value,
}

impl Event {
    /// An event that happened to the `object` numbered `object_id`.
    #[must_use]
    pub fn new(name: &'static str, object: &'static str, object_id: i64) -> Self {
        let nothing = || Value::Object(serde_json::Map::new());
        Self { name, object, object_id, details: nothing(), values: nothing() }
    }

    /// Adds what a value was and what it is now, if they differ.
    #[must_use]
    pub fn changed(self, fact: &str, was: impl Into<Value>, is: impl Into<Value>) -> Self {
        match difference(was.into(), is.into()) {
            Some(both) => self.with(fact, both),
            None => self,
        }
    }

    /// The same for a value about a person.
    #[must_use]
    pub fn changed_personal(self, fact: &str, was: impl Into<Value>, is: impl Into<Value>) -> Self {
        match difference(was.into(), is.into()) {
            Some(both) => self.with_personal(fact, both),
            None => self,
        }
    }

    /// Adds a value about a person (a name, an address, words somebody wrote), which can be erased without breaking the chain.
    #[must_use]
    pub fn with_personal(mut self, fact: &str, value: impl Into<Value>) -> Self {
        if let Value::Object(values) = &mut self.values {
            values.insert(fact.to_owned(), value.into());
        }
        self
    }

    /// Adds a fact that names nobody, such as what a state was before and is now; kept as long as the journal.
    #[must_use]
    pub fn with(mut self, fact: &str, value: impl Into<Value>) -> Self {
        if let Value::Object(facts) = &mut self.details {
            facts.insert(fact.to_owned(), value.into());
        }
        self
    }
}

/// Both values, if they differ.
fn difference(was: Value, is: Value) -> Option<Value> {
    (was != is).then(|| json!({"before": was, "now": is}))
}
