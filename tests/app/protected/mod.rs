//! Protected persons stay protected: every page, list, export, search and letter, as everybody.

mod crawl;
mod unmasking;
pub mod world;
