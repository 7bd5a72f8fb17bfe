//! Seats offered to organisations: which cohorts, until when, on what terms.

pub mod entity;
pub mod model;

pub use entity::offer::Model as Offer;
pub use model::OfferState;
