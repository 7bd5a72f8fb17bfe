//! What every handler of this folder is given: the house, the moment, the frame of the page.

use crate::house::House;
use crate::kernel::{Instant, Lang, PersonId};
use crate::web::guards::{Now, Own};
use crate::web::parts::Chrome;
use rocket::State;
use rocket::outcome::try_outcome;
use rocket::request::{FromRequest, Outcome, Request};

/// House, moment and frame in one guard, because a handler's own arguments are what its reader should see.
pub struct Scene<'r> {
    /// The house.
    pub house: &'r House,
    /// The moment the request is judged by.
    pub now: Instant,
    /// The frame of the page.
    pub chrome: Chrome,
    /// The language of the page.
    pub lang: Lang,
    /// Who is signed in without an account.
    pub person: Option<PersonId>,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Scene<'r> {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let house: &State<House> = try_outcome!(request.guard().await);
        let Now(now) = try_outcome!(request.guard().await);
        let chrome: Chrome = try_outcome!(request.guard().await);
        let Own(person) = try_outcome!(request.guard().await);
        Outcome::Success(Self { house, now, lang: chrome.lang, chrome, person })
    }
}
