//! The tables of this room as SeaORM sees them.

pub mod account;
pub mod person;
