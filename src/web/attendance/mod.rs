//! The trainer's days, the roster of a day, one participant's marks, the name on the certificate.

mod day_link;
mod days;
pub mod faces;
mod hand_out;
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
    [days::routes(), roster::routes(), participant::routes(), name::routes(), day_link::routes(), hand_out::routes()]
        .concat()
}
