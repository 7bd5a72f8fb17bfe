//! How far somebody who is about to sign in has come already.

use crate::access::sessions;
use crate::access::sign_in::{Halfway, halfway};
use crate::house::House;
use crate::web::guards::Now;
use rocket::http::Status;
use rocket::outcome::try_outcome;
use rocket::request::{FromRequest, Outcome, Request};

/// Somebody whose password was right and whose second factor is still asked for, if it is so.
pub struct OnTheWay(pub Option<Halfway>);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for OnTheWay {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let Now(now) = try_outcome!(request.guard().await);
        let Some(house) = request.rocket().state::<House>() else {
            return Outcome::Error((Status::ServiceUnavailable, ()));
        };
        let Some(cookie) = request.cookies().get(sessions::COOKIE) else { return Outcome::Success(Self(None)) };
        match halfway(house.db.read(), &house.tokens, cookie.value(), now).await {
            Ok(found) => Outcome::Success(Self(found)),
            Err(_) => Outcome::Error((Status::ServiceUnavailable, ())),
        }
    }
}
