//! Needs: given by the participant or for them, counted for the kitchen, opened one name at a time.

mod desk;
mod form;
mod kitchen;
mod mine;
pub mod my_section;

use rocket::Route;

/// The routes of this folder.
#[must_use]
pub fn routes() -> Vec<Route> {
    [mine::routes(), desk::routes(), kitchen::routes()].concat()
}
