//! The tables of this room as SeaORM sees them.

pub mod participant;
pub mod reserve;
pub mod seat_offer;
