//! Stafett: training courses whose graduates carry the baton on.
//!
//! The rooms stand in the order they may name each other: a module uses only modules above it.

/// Words every room speaks: ids, actors, days, addresses, refusals.
pub mod kernel;

/// The completion rule as data, and `weigh`, which says how a record stands against it: pure.
pub mod requirements;

/// One file per command.
pub mod cli;
