//! Signing in and out.

mod carried;
mod pages;

/// Forms that came after the session had run out.
pub mod resume;

use rocket::Route;

/// The routes of this folder.
#[must_use]
pub fn routes() -> Vec<Route> {
    [pages::routes(), resume::routes()].concat()
}
