//! Seats offered to organisations: which cohorts, until when, on what terms.
//!
//! Knows the terms and the secret of the lot; knows nothing of applications, so `seats` closes an offer and hands over the
//! list that is frozen.

pub mod actions;
pub mod entity;
pub mod model;
pub mod queries;
pub mod rules;
mod words;

pub use entity::offer::Model as Offer;
pub use model::{Amendment, OfferState, Refusal, Terms};
