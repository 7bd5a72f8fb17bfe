//! The tables of this room as SeaORM sees them.

pub mod application;
pub mod application_draft;
pub mod application_move;
pub mod application_preference;
pub mod mandate;
