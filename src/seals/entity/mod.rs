//! The tables of this room as SeaORM sees them.

pub mod signing_key;
pub mod verification_host;
