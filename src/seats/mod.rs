//! Seats offered, accepted, declined, lapsed; the reserve list; participants.
//!
//! A seat is a numbered row; whoever holds it, the database refuses a second holder. What gives, frees or answers a seat
//! first locks its offer, so that no two of them count the same seat. Attendance and completion are other rooms' business.

pub mod actions;
pub mod calendar;
mod course;
pub mod draw;
pub mod entity;
pub mod letters;
pub mod model;
pub mod offering;
pub mod queries;
pub mod rules;
pub mod vacancies;

pub use course::OfferedCourse;
pub use entity::participant::Model as Participant;
pub use entity::reserve::Model as Reserve;
pub use entity::seat_offer::Model as SeatOffer;
pub use model::{Closing, ParticipantState, Refusal, ReserveState, SeatOfferState};
