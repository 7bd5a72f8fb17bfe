//! The tables of this room as SeaORM sees them.

pub mod conference;
pub mod conference_place;
