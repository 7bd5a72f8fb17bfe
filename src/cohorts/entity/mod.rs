//! The tables of this room as SeaORM sees them.

pub mod cohort;
pub mod cohort_seat;
pub mod cohort_trainer;
pub mod course_day;
