//! Signing in and out, one's own account, and the accounts that administrators look after.

mod accounts;
mod arriving;
mod carried;
mod chosen;
mod forgotten;
mod own;
mod own_factor;
mod qr;
mod second;
mod sign_in;
mod steps;

/// Forms that came after the session had run out.
pub mod resume;

use rocket::Route;

/// The routes of this folder.
#[must_use]
pub fn routes() -> Vec<Route> {
    [
        sign_in::routes(),
        second::routes(),
        forgotten::routes(),
        chosen::routes(),
        own::routes(),
        own_factor::routes(),
        accounts::routes(),
        resume::routes(),
    ]
    .concat()
}
