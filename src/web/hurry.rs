//! Who may look something up just now: guards that count by network before anything is read.

use super::guards::Now;
use crate::access::Pace;
use crate::house::{House, Paces};
use crate::kernel::Instant;
use rocket::Request;
use rocket::http::Status;
use rocket::outcome::try_outcome;
use rocket::request::{FromRequest, Outcome};

/// One code that may be looked up, and the moment it is judged by; too many from one network are answered by 429.
///
/// Counted alike whether there is such a certificate or not.
#[derive(Debug, Clone, Copy)]
pub struct Lookup(pub Instant);

/// One PDF file that may be looked at, and the moment it is judged by; too many from one network are answered by 429, before the file is read.
#[derive(Debug, Clone, Copy)]
pub struct PaperLook(pub Instant);

/// The moment of a request that is let in.
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
        admitted(request, |paces| &paces.lookups).await.map(Self)
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for PaperLook {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        admitted(request, |paces| &paces.papers).await.map(Self)
    }
}
