//! Who may look something up just now: guards that count by network before anything is read.

use super::guards::Now;
use crate::access::Pace;
use crate::house::{House, Paces};
use crate::kernel::Instant;
use rocket::Request;
use rocket::http::Status;
use rocket::outcome::try_outcome;
use rocket::request::{FromRequest, Outcome};
use std::net::IpAddr;

/// One code that may be looked up, and the moment it is judged by; a network that has guessed wrong too often is answered by
/// 429 for the rest of the minute, whatever it asks for then.
///
/// Only codes of which nothing is told are counted, whether they are malformed, unknown or withheld: a school that scans two
/// hundred certificates in a row does not guess.
#[derive(Debug, Clone, Copy)]
pub struct Lookup {
    /// The moment of the request.
    pub now: Instant,
    from: Option<IpAddr>,
}

impl Lookup {
    /// Counts a code of which nothing was told.
    pub fn missed(self, house: &House) {
        house.paces.lookups.admits(self.from, self.now);
    }
}

/// One PDF file that may be looked at, and the moment it is judged by; too many from one network are answered by 429, before
/// the file is read.
#[derive(Debug, Clone, Copy)]
pub struct PaperLook(pub Instant);

/// The moment of a request that is counted and let in.
async fn admitted(request: &Request<'_>, pace: fn(&Paces) -> &Pace) -> Outcome<Instant, ()> {
    let Now(now) = try_outcome!(request.guard::<Now>().await);
    let Some(house) = request.rocket().state::<House>() else {
        return Outcome::Error((Status::ServiceUnavailable, ()));
    };
    if pace(&house.paces).admits(request.client_ip(), now) {
        Outcome::Success(now)
    } else {
        Outcome::Error((Status::TooManyRequests, ()))
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Lookup {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let Now(now) = try_outcome!(request.guard::<Now>().await);
        let Some(house) = request.rocket().state::<House>() else {
            return Outcome::Error((Status::ServiceUnavailable, ()));
        };
        let from = request.client_ip();
        if house.paces.lookups.is_spent(from, now) {
            Outcome::Error((Status::TooManyRequests, ()))
        } else {
            Outcome::Success(Self { now, from })
        }
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for PaperLook {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        admitted(request, |paces| &paces.papers).await.map(Self)
    }
}
