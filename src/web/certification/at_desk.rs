//! What every page of a coordinator's certificates begins with.

use crate::house::House;
use crate::kernel::{Instant, PersonId};
use crate::people::{Coordinator, Unmasker};
use crate::protection;
use crate::web::guards::Now;
use crate::web::parts::Chrome;
use crate::web::problem::Problem;
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

impl AtDesk<'_> {
    /// Whether a paper that bears `person`'s name may be opened: a protected person's only by who may see the name, and it
    /// is written down.
    ///
    /// # Errors
    /// Forbidden to everybody else.
    pub async fn may_open_paper(&self, person: PersonId, number: &str) -> Result<(), Problem> {
        if !crate::web::protection::is_protected(self.house.db.read(), person).await? {
            return Ok(());
        }
        let by = Unmasker::prove((*self.who).clone()).ok_or(Problem::Forbidden)?;
        protection::actions::note_paper(&self.house.db, &by, (person, number), self.now).await?;
        Ok(())
    }
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
