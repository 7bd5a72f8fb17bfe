//! The accounts, for administrators: the list, one account, inviting, merging.

mod changing;
mod inviting;
mod list;
mod merging;
mod page;

use rocket::Route;

/// The routes of this folder.
#[must_use]
pub fn routes() -> Vec<Route> {
    [list::routes(), inviting::routes(), page::routes(), changing::routes(), merging::routes()].concat()
}
