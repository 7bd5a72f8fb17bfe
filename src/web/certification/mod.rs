//! Certificates: issuing, the register, the holder's own, and verifying.

mod answer;
mod archive;
mod at_desk;
mod cohort;
mod correct;
pub mod my_section;
mod own;
mod register;
mod respell;
mod sheet;
mod single;
mod verify;

use rocket::Route;

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    [
        verify::routes(),
        cohort::routes(),
        respell::routes(),
        archive::routes(),
        register::routes(),
        single::routes(),
        correct::routes(),
        own::routes(),
    ]
    .concat()
}
