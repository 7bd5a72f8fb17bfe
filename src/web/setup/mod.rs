//! Setting an installation up: the platform's words, then the example programme and region file if they are wanted.

mod page;

pub use page::routes;
