//! What every page of a coordinator's certificates begins with.

use crate::house::House;
use crate::kernel::Instant;
use crate::people::Coordinator;
use crate::web::guards::Now;
use crate::web::parts::Chrome;
use rocket::http::Status;
use rocket::outcome::try_outcome;
use rocket::request::{FromRequest, Outcome, Request};

/// A coordinator at the desk: who, in which frame, when, and in which house.
pub struct AtDesk<'r> {
    /// The proof of role.
    pub who: Coordinator,
    /// What surrounds the page.
    pub chrome: Chrome,
    /// The moment of the request.
    pub now: Instant,
    /// The house.
    pub house: &'r House,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for AtDesk<'r> {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        // The frame first, so that the page of a refusal has it too.
        let chrome = try_outcome!(request.guard::<Chrome>().await);
        let who = try_outcome!(request.guard::<Coordinator>().await);
        let Now(now) = try_outcome!(request.guard::<Now>().await);
        match request.rocket().state::<House>() {
            Some(house) => Outcome::Success(Self { who, chrome, now, house }),
            None => Outcome::Error((Status::InternalServerError, ())),
        }
    }
}
