//! The tables of this room as SeaORM sees them.

pub mod graduate;
pub mod import;
