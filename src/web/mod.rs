//! Everything that shows. Nothing here decides and nothing here stores: pages are where rooms meet.

/// The files under `static/`, inside the binary.
pub mod assets;

/// Answers made small on the wire.
pub mod compression;

/// What the template parts take.
pub mod parts;

/// What a request proves before its handler runs.
pub mod guards;

/// How a page and a redirection travel.
pub mod sending;

/// What a handler answers with.
pub mod reply;

/// Which status code a failure has, and what its page says.
pub mod problem;

/// Pages for what Rocket itself turns away.
pub mod catchers;

/// What holds for every request and every answer.
pub mod fairings;

/// Forms as they were sent, and how they are read.
pub mod form;

/// Signing in and out.
pub mod people;

/// Whether the house is alive and ready.
pub mod health;

/// The six-day strip from a cohort's days.
pub mod strip;

/// Lists as spreadsheets.
pub mod spreadsheet;

/// Key figures, and the rows behind them.
pub mod followup;

/// Where a coordinator starts.
pub mod desk;

/// Taking over a spreadsheet of earlier graduates.
pub mod imports;
