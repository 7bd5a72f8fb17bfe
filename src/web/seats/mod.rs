//! The selection desk, the allocation and its public protocol, the applicant's answer.

mod allocating;
mod answering;
mod chips;
mod desk;
mod giving;
mod mine;
pub mod my_section;
mod protocol;
mod rows;
mod sheet;
mod waiting;

use rocket::Route;

/// The routes of this room's pages.
#[must_use]
pub fn routes() -> Vec<Route> {
    [
        desk::routes(),
        giving::routes(),
        allocating::routes(),
        answering::routes(),
        protocol::routes(),
        sheet::routes(),
        mine::routes(),
    ]
    .concat()
}
