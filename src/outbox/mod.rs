//! Letters: kept in the transaction that causes them, sent afterwards by a job.
//!
//! The room that sends a letter writes its words (`Letter`); this room gives all letters one look, keeps them, sends
//! them and parks what cannot be sent.

mod actions;
mod deliver;
mod entity;
mod letter;
mod queries;
mod render;

pub use actions::try_again;
pub use deliver::{Carrier, run_once};
pub use entity::{Model as Posted, State};
pub use letter::{Addressee, Letter, Part};
pub use queries::{about, about_any_of, cover, find, newest, parked, put, put_all, readdress, retry, unsent_since};
pub use render::without_addresses;
