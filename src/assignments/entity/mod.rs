//! The tables of this room as SeaORM sees them.

pub mod answer;
pub mod file;
pub mod hand_in;
