//! The tables of this room as SeaORM sees them.

pub mod day_content;
pub mod mark;
