//! A cohort's page: participants, attendance, completion, what its days held.

mod changes;
mod cohort;
mod contents;
mod decide;
mod dispense;
mod rule;
mod sheets;
mod writing;

use rocket::Route;

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    [cohort::routes(), contents::routes(), decide::routes(), rule::routes(), dispense::routes(), sheets::routes()]
        .concat()
}
