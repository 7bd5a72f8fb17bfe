//! Who may look something up just now, counted by network.

use super::guards::Now;
use super::problem::Problem;
use crate::house::House;
use crate::kernel::Instant;
use rocket::Request;
use rocket::http::Status;
use rocket::outcome::try_outcome;
use rocket::request::{FromRequest, Outcome};
use std::net::IpAddr;

/// One code that is looked up, and the moment it is judged by.
///
/// Only codes of which nothing is told are counted, whether they are malformed, unknown or withheld, and only they are put off:
/// a school that scans two hundred certificates in a row does not guess, and whoever sits on its network and does must not keep
/// it from an answer.
#[derive(Debug, Clone, Copy)]
pub struct Lookup {
    /// The moment of the request.
    pub now: Instant,
    from: Option<IpAddr>,
}

impl Lookup {
    /// Counts a code of which nothing is told.
    ///
    /// # Errors
    /// Hurry when the network has had as many within the minute as it may; then this is the answer.
    pub fn missed(self, house: &House) -> Result<(), Problem> {
        if house.paces.lookups.admits(self.from, self.now) { Ok(()) } else { Err(Problem::Hurry) }
    }
}

/// One PDF file that may be looked at, and the moment it is judged by; too many from one network are answered by 429, before
/// the file is read.
#[derive(Debug, Clone, Copy)]
pub struct PaperLook(pub Instant);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Lookup {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let Now(now) = try_outcome!(request.guard::<Now>().await);
        Outcome::Success(Self { now, from: request.client_ip() })
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for PaperLook {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let Now(now) = try_outcome!(request.guard::<Now>().await);
        let Some(house) = request.rocket().state::<House>() else {
            return Outcome::Error((Status::ServiceUnavailable, ()));
        };
        if house.paces.papers.admits(request.client_ip(), now) {
            Outcome::Success(Self(now))
        } else {
            Outcome::Error((Status::TooManyRequests, ()))
        }
    }
}
