//! One run of a programme: days, rooms, trainers, capacity; what planning checks.

pub mod entity;
pub mod model;
