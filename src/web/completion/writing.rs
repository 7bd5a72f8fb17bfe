//! Who writes to a cohort's page, and when.

use crate::people::Coordinator;
use crate::web::guards::Now;
use crate::web::parts::Chrome;
use rocket::outcome::try_outcome;
use rocket::request::{FromRequest, Outcome, Request};

/// A coordinator at work: the proof, the frame of the answer, the moment.
pub struct Writing {
    /// The proof.
    pub who: Coordinator,
    /// The frame of the page.
    pub chrome: Chrome,
    /// The moment.
    pub now: Now,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Writing {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let who = try_outcome!(request.guard::<Coordinator>().await);
        let chrome = try_outcome!(request.guard::<Chrome>().await);
        request.guard::<Now>().await.map(|now| Self { who, chrome, now })
    }
}
