//! The public start page.

mod page;
mod results;

pub use page::routes;
