//! What a transaction does as the last thing before its commit.
//!
//! Entries that everybody adds to and that must stand in one order (the journal) are noted while a transaction works and written at its
//! end: the row they stand in line for is locked last and shortest, and no other lock is ever asked for under it.

use crate::kernel::{Actor, Instant};

/// Something that happened, to be written down at the end of the transaction that makes it true.
#[derive(Debug, Clone)]
pub struct Noted {
    /// When.
    pub at: Instant,
    /// Who did it.
    pub actor: Actor,
    /// What, in one word.
    pub event: &'static str,
    /// To what kind of thing.
    pub object: &'static str,
    /// To which one.
    pub object_id: i64,
    /// Facts that name nobody, as a JSON object.
    pub details: String,
    /// Values about persons, as a JSON object.
    pub values: String,
}
