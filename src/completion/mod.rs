//! Gathers the facts, weighs them against the cohort's rule, decides.
//!
//! Knows who met the rule and on what facts that was decided. It does not know what a certificate is: a decision only
//! says that one may be issued. A rule that a cohort has pinned is only ever eased here, for all or for one.

pub mod model;

pub mod rules;

pub mod entity;

pub mod dispensation;

pub mod queries;

pub mod facts;

pub mod overview;

pub mod actions;

pub mod dispensing;

pub mod amending;

pub use dispensation::Model as Dispensation;
pub use entity::Model as CompletionDecision;
pub use model::{Outcome, Refusal};
