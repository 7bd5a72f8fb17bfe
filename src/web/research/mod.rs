//! What researchers read.

mod pages;
mod sheets;

use rocket::Route;

/// The routes of this folder.
#[must_use]
pub fn routes() -> Vec<Route> {
    [pages::routes(), sheets::routes()].concat()
}
