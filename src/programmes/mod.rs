//! What is taught: programmes, their versions and days, award titles with their periods, the rule they ask for.

pub mod entity;

pub use entity::award_title::Model as AwardTitle;
pub use entity::programme::Model as Programme;
pub use entity::programme_day::Model as ProgrammeDay;
pub use entity::programme_version::Model as ProgrammeVersion;
