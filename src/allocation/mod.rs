//! Who gets the seats and why: the draw, its protocol and the file anybody can recompute it from.
//!
//! The draw is pure: facts in, outcome out; beside it stands the file of protocols. This room knows nothing of clocks and
//! letters; whether an application is
//! eligible, and what the secret was, it is told. Organisations are drawn by a rule of five steps: eligibility, coverage,
//! fill, leftover, reserve list.
//!
//! What the rule leaves open, and how it is decided here:
//! - Seats of a pool's own are handed out pool by pool in spill-over order, coverage and fill of one before the next. The
//!   order matters only where cohorts are excluded.
//! - What is left over continues for each pool with its own guarantee and cap: coverage and fill of the first, then of
//!   the second; thereafter the cap is lifted for the first, then for the second. Seats held count from all steps, so
//!   coverage goes on where it stopped.
//! - "Holds the fewest" compares organisations of one pool that still have applications in turn.
//! - "Has applications" means applications not yet admitted or passed over. An organisation whose last applications are
//!   passed over leaves the order without a seat.
//! - An unnamed seat is held from the start: it counts in coverage, fill, leftover and reserve, and its cohort has one
//!   seat less. The file has no field for it, so that a draw with unnamed seats cannot be written as a file.
//! - References, codes and names that differ only in Unicode normalisation are the same, as their lots would be.
//! - In the file, `commitment` and `list_hash` are compared with what the file itself gives, and so is `seed` when the
//!   `secret` is there; a disagreement is a difference, not an unusable file, for the draw can still be recomputed. A
//!   `commitment` without `secret` is only read.

/// What makes a draw impossible.
pub mod flaw;

/// Lots, seed, commitment and the hash of the list.
pub mod lot;

/// What is allocated.
pub mod model;

/// Who got the seats, who waits, and why.
pub mod outcome;

/// Whose turn it is.
pub mod rules;

/// Seats in cohorts.
pub mod matching;

/// The draw.
pub mod rounds;

/// The file of the protocol.
pub mod file;

/// How seats were given, as the protocol is filed.
pub mod method;

/// The filed protocol's table.
pub mod entity;

/// Filing and finding protocols.
pub mod queries;

#[cfg(test)]
mod tests;

pub use entity::Model as Protocol;
pub use file::{Reveal, Unusable, Verification, to_file, verify};
pub use flaw::Flaw;
pub use lot::{Lot, Seed, commitment, list_hash};
pub use method::Method;
pub use model::{AllocationInput, Application, Cohort, Draw, Organisation, Pool, Pools, Standing, Terms};
pub use outcome::{Award, Outcome, PoolOutcome, Seated, Source, Waiting, Why, WhyWaiting};
pub use rounds::allocate;
