//! Stafett: training courses whose graduates carry the baton on.
//!
//! The rooms stand in the order they may name each other: a module uses only modules above it.

/// Words every room speaks: ids, actors, days, addresses, refusals.
pub mod kernel;

/// Draws pages: facts in, PDF bytes out.
pub mod paper;
