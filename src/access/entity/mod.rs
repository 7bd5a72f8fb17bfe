//! The tables of this room as SeaORM sees them.

pub mod asked_letter;
pub mod attempt;
pub mod attempt_subject;
pub mod known_network;
pub mod link;
pub mod recovery_code;
pub mod session;
pub mod submission;
