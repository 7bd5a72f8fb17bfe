//! The tables of this room as SeaORM sees them.

pub mod assignment_text;
pub mod award_title;
pub mod programme;
pub mod programme_day;
pub mod programme_version;
