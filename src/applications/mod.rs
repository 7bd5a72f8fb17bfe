//! Who applies, with which mandate; eligibility; every move with its reason.

pub mod entity;
pub mod model;
pub mod proof;

pub use entity::application::Model as Application;
pub use entity::mandate::Model as Mandate;
pub use model::{ApplicationState, Channel, MandateState};
pub use proof::Applicant;
