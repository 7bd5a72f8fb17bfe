//! Looking after accounts: invitations, roles, new passwords, what owners change themselves, duplicates made one.
//!
//! Stands below the rooms whose things an account may hold (cohorts to train, plans to coach), because merging moves them.
//! Signing in is the business of `access`; who may do what, of `people`.

pub mod actions;
pub mod letters;
pub mod model;
pub mod queries;
pub mod rules;

pub use model::{Invitee, Refusal};
