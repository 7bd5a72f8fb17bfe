//! What Rocket itself turns away gets the same pages as everything else.

use super::parts::Chrome;
use super::problem::Problem;
use rocket::http::{Method, Status};
use rocket::{Catcher, Request, catch, catchers};

#[catch(default)]
async fn turned_away(status: Status, request: &Request<'_>) -> Problem {
    // Whoever is signed in stays so on the page of a refusal: the answer finds the frame where this leaves it.
    request.guard::<Chrome>().await.succeeded();
    match status {
        // An address whose number or word cannot be read is an address that leads nowhere.
        Status::UnprocessableEntity => Problem::Missing,
        Status::BadRequest if request.method() == Method::Get => Problem::Missing,
        other => Problem::of(other),
    }
}

/// All catchers.
#[must_use]
pub fn all() -> Vec<Catcher> {
    catchers![turned_away]
}
