//! What Rocket itself turns away gets the same pages as everything else.

use super::problem::Problem;
use rocket::http::Status;
use rocket::{Catcher, Request, catch, catchers};

#[catch(default)]
fn turned_away(status: Status, _request: &Request<'_>) -> Problem {
    Problem::of(status)
}

/// All catchers.
#[must_use]
pub fn all() -> Vec<Catcher> {
    catchers![turned_away]
}
