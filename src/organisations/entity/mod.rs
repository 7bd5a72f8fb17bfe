//! The tables of this room as SeaORM sees them.

pub mod membership;
pub mod organisation;
pub mod platform;
