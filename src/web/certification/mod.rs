//! Certificates: issuing, the register, the holder's own, and verifying.

mod answer;
mod archive;
mod at_desk;
mod checking;
mod cohort;
mod correct;
mod editions;
pub mod my_section;
mod offline;
mod own;
mod packing;
mod paper;
mod published;
mod register;
mod respell;
mod revoke_many;
mod sheet;
mod single;
mod stop;
mod verify;
mod with_logo;

use rocket::Route;

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    [
        verify::routes(),
        checking::routes(),
        paper::routes(),
        offline::routes(),
        cohort::routes(),
        respell::routes(),
        archive::routes(),
        register::routes(),
        revoke_many::routes(),
        stop::routes(),
        single::routes(),
        correct::routes(),
        own::routes(),
        editions::routes(),
        published::routes(),
    ]
    .concat()
}
