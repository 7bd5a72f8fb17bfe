//! Where a coordinator starts: what waits, this term's cohorts, the map small.

mod pages;
mod reading;
mod waiting;
mod words;

pub use pages::routes;
