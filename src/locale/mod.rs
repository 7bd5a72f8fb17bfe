//! Swedish and English as people read them: words, dates, numbers, sorting, holidays, Stockholm time.
//!
//! Everything here is pure: `now` is an argument, nothing is read or written. The files may name only those
//! above them: text < numbers < sorting < stockholm < dates < holidays.

/// What people type, made fit to store and print.
pub mod text;

/// Figures, shares, deviations and counted nouns.
pub mod numbers;

/// Personal identity numbers, which free text must not hold.
pub mod personal_number;

/// The order of names in a Swedish list.
pub mod sorting;

/// Wall-clock time in Stockholm against stored instants.
pub mod stockholm;

/// Dates, times and deadlines in words.
pub mod dates;

/// Swedish public holidays, working days and suggested course days.
pub mod holidays;
