//! Stafett: training courses whose graduates carry the baton on.
//!
//! The rooms stand in the order they may name each other: a module uses only modules above it.

/// Words every room speaks: ids, actors, days, addresses, refusals.
pub mod kernel;

/// Who gets the seats and why: pure, the draw and its protocol.
pub mod allocation;

/// The commands besides serving.
pub mod cli;
