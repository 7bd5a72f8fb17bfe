//! Conferences as staff see them.

mod pages;

pub use pages::routes;
