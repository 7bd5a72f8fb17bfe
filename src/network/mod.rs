//! Conferences and who came to them.

pub mod entity;
