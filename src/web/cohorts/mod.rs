//! Planning cohorts: the list, a new one, and its days.

mod cancel;
mod edit;
mod list;
mod new;
mod reading;
pub mod remarks;

use rocket::Route;

/// Every route of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    [list::routes(), new::routes(), edit::routes(), cancel::routes()].concat()
}
