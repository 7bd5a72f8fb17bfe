//! What is kept about people: looking somebody up, extract, correction, erasure; retention; the register of processing.

mod correct;
mod erase;
mod given;
pub mod my_section;
mod person;
mod processing;
mod proposals;
mod retention;
mod rule;
mod words;

use rocket::Route;

/// What purposes say of themselves; the public notice shows it too.
pub use processing::{Activity, activities};

/// The routes of this folder.
#[must_use]
pub fn routes() -> Vec<Route> {
    [
        person::routes(),
        given::routes(),
        correct::routes(),
        erase::routes(),
        retention::routes(),
        rule::routes(),
        proposals::routes(),
        processing::routes(),
    ]
    .concat()
}
