//! Signing in without a password, by letter, and what somebody signed in that way sees first.

mod asking;
mod devices;
mod entering;
mod home;

use rocket::Route;

/// The routes of this folder.
#[must_use]
pub fn routes() -> Vec<Route> {
    [asking::routes(), entering::routes(), home::routes(), devices::routes()].concat()
}
