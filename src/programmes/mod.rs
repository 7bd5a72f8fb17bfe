//! What is taught: programmes, their versions and days, award titles with their periods, the rule they ask for.

pub mod actions;
pub mod entity;
pub mod model;
pub mod queries;
mod words;

pub use entity::assignment_text::Model as AssignmentText;
pub use entity::award_title::Model as AwardTitle;
pub use entity::programme::Model as Programme;
pub use entity::programme_day::Model as ProgrammeDay;
pub use entity::programme_version::Model as ProgrammeVersion;
pub use model::{CertificateLook, NewAssignmentText, NewDay, NewProgramme, NewTitle, PrintedLanguages, Words};
