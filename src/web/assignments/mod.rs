//! Home assignments: the participant hands in, the trainer reads and answers, the cohort's table shows who has come how far.

mod answering;
mod cohort;
mod handing;
mod task;
mod upload;
mod words;

pub mod my_section;
pub mod next;

use rocket::Route;

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    [handing::routes(), cohort::routes(), answering::routes()].concat()
}
