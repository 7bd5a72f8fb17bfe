//! Conferences and who came to them.

pub mod entity;
pub mod queries;

pub use entity::conference::Model as Conference;
pub use entity::conference_place::Model as ConferencePlace;
