//! Where a coordinator starts: what waits, this term's cohorts, the map small.

mod judging;
mod pages;
mod reading;
mod silence;
mod unanswered;
mod waiting;
mod words;

use rocket::Route;

/// The routes of this folder.
#[must_use]
pub fn routes() -> Vec<Route> {
    [pages::routes(), unanswered::routes()].concat()
}
