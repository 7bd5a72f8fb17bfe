//! One run of a programme: days, rooms, trainers, capacity; what planning checks.

pub mod entity;
pub mod model;

pub use entity::cohort::Model as Cohort;
pub use entity::course_day::Model as CourseDay;
pub use model::CohortState;
