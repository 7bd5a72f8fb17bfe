//! Offers: the coordinator's drafts and publishing, and the page everybody reads.

mod amend;
mod check;
mod desk;
mod form;
mod list;
mod public;

use rocket::Route;

/// Every route of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    [list::routes(), desk::routes(), amend::routes(), check::routes(), public::routes()].concat()
}
