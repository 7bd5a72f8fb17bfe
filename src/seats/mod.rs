//! Seats offered, accepted, declined, lapsed; the reserve list; participants.

pub mod entity;
pub mod model;

pub use entity::participant::Model as Participant;
pub use entity::reserve::Model as Reserve;
pub use entity::seat_offer::Model as SeatOffer;
pub use model::{ParticipantState, ReserveState, SeatOfferState};
