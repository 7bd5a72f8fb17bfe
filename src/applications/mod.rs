//! Who applies, with which mandate; eligibility; every move with its reason.

pub mod entity;
pub mod model;
