//! Gathers the facts, weighs them against the cohort's rule, decides.

pub mod entity;
pub mod model;
