//! Programmes and the rules they ask for: the usual ones by their numbers, the whole language under *Avancerat*.

mod advanced;
mod assignment;
mod certificate;
mod demands;
mod draft;
mod list;
mod outline;
mod rule;
mod saved;
mod trial;

use rocket::Route;

/// Every route of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    [list::routes(), rule::routes(), advanced::routes(), certificate::routes(), assignment::routes()].concat()
}
