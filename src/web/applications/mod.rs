//! Applying, "my application", the manager's page, and one application on the coordinator's desk.

mod answer;
mod apply;
mod desk;
mod file;
mod mandates;
mod my;
mod new_link;
mod propose;
mod questions;
mod register;
mod shown;
mod start;
mod way;

use rocket::Route;

/// The routes of this folder.
#[must_use]
pub fn routes() -> Vec<Route> {
    [
        start::routes(),
        apply::routes(),
        my::routes(),
        answer::routes(),
        new_link::routes(),
        mandates::routes(),
        desk::routes(),
        register::routes(),
        propose::routes(),
    ]
    .concat()
}
