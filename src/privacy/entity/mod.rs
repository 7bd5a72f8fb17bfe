//! The tables of this room.

pub mod disposal;
pub mod feedback;
pub mod public_text;
pub mod retention_rule;
