//! Pages for everybody: privacy, accessibility, cookies, feedback; and where the operator writes two of them.

mod feedback;
mod markup;
mod notices;
mod texts;

use rocket::Route;

/// The routes of this folder.
#[must_use]
pub fn routes() -> Vec<Route> {
    [notices::routes(), feedback::routes(), texts::routes()].concat()
}
