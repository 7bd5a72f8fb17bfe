//! Key figures of a year, beside the year before, and the rows behind each.

mod pages;
mod table;

pub use pages::routes;
