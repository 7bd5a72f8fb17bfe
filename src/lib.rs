//! Stafett: training courses whose graduates carry the baton on.
//!
//! The rooms stand in the order they may name each other: a module uses only modules above it.

/// Words every room speaks: ids, actors, days, addresses, refusals.
pub mod kernel;

/// Swedish and English: words, dates, numbers, sorting, holidays, Stockholm time.
pub mod locale;

/// Everything that shows: pages, forms, static files. Rooms decide and store; the web floor stands on top of them all.
pub mod web;
