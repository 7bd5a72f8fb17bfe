//! Who applies, with which mandate; eligibility; every move with its reason.
//!
//! Knows offers, cohorts and organisations; knows nothing of seats: who is offered one, `seats` says and moves the
//! application by `queries::move_to`.

pub mod actions;
pub mod answers;
pub mod entity;
mod letters;
pub mod model;
pub mod owned;
pub mod proof;
pub mod queries;
mod reference;
mod refusal;
pub mod rules;
pub mod terms;

pub use answers::{Answers, Superior, Workplace};
pub use entity::application::Model as Application;
pub use entity::application_draft::Model as Draft;
pub use entity::application_move::Model as Move;
pub use entity::mandate::Model as Mandate;
pub use letters::{Outcome, own_name};
pub use model::{ApplicationState, Channel, MandateChannel, MandateState};
pub use proof::{Applicant, ApplicantsManager, own_address};
pub use refusal::Refusal;
pub use terms::Terms;
