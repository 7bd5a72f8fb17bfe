//! Seats offered, accepted, declined, lapsed; the reserve list; participants.

pub mod entity;
pub mod model;
