//! The tables of this room as SeaORM sees them.

pub mod offer;
pub mod offer_cohort;
pub mod offer_organisation;
