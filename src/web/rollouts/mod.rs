//! Rollout plans as their owners, coaches and coordinators see them, and the map.

mod deeds;
mod list;
pub mod map;
mod mine;
pub mod my_section;
mod page;
mod reading;
mod staff;
mod view;

use rocket::Route;

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    [list::routes(), staff::routes(), mine::routes(), map::routes()].concat()
}
