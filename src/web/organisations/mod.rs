//! What a delegate sees of the own organisation.

mod page;
mod participants;

pub use page::routes;
