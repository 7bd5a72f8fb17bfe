//! The journal on pages: all of it for administrators, one thing's history for coordinators.

mod history;
pub(in crate::web) mod lines;
mod list;
mod verified;
mod words;

use rocket::Route;

/// The routes of this folder.
#[must_use]
pub fn routes() -> Vec<Route> {
    [history::routes(), list::routes(), verified::routes()].concat()
}
