//! The trainer's days, the roster of a day, one participant's marks, the name on the certificate.

mod days;
pub mod faces;
mod marking;
pub mod my_section;
mod name;
mod participant;
mod roster;
pub mod standing;

use rocket::Route;

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    [days::routes(), roster::routes(), participant::routes(), name::routes()].concat()
}
