//! The draw as a whole: the worked example, cohorts, pools, the file, and what is always true.

/// Small draws to test with.
mod cases;

/// Several cohorts.
mod cohorts;

/// The worked example of the specification.
mod example;

/// The file and its errors.
mod files;

/// A second, slow reading of the rule.
mod naive;

/// Pools and spill-over, unnamed seats.
mod pools;

/// What is always true.
mod properties;
