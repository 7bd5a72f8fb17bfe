//! The tables of this room as SeaORM sees them.

pub mod account;
pub mod account_organisation;
pub mod identity;
pub mod person;
