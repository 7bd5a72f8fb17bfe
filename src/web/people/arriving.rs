//! What a request says about somebody who is about to sign in: where from, how far already.

use crate::access::sign_in::{Door, Halfway, halfway};
use crate::access::{Whence, sessions};
use crate::house::House;
use crate::web::guards::Now;
use rocket::http::{Cookie, CookieJar, SameSite, Status};
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

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Whence {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let Some(house) = request.rocket().state::<House>() else {
            return Outcome::Error((Status::ServiceUnavailable, ()));
        };
        let agent = request.headers().get_one("User-Agent").unwrap_or_default();
        Outcome::Success(Self::new(&house.tokens, request.client_ip(), agent))
    }
}

/// What signing in works with.
pub fn door(house: &House) -> Door<'_> {
    Door { db: &house.db, keys: &house.tokens, vault: &house.vault }
}

/// Hands the browser its session, whole or half.
pub fn hand_over(cookies: &CookieJar<'_>, token: &str) {
    cookies.add(session_cookie(token.to_owned()));
}

/// Takes the session's cookie from the browser.
pub fn take_away(cookies: &CookieJar<'_>) {
    cookies.remove(session_cookie(String::new()));
}

fn session_cookie(token: String) -> Cookie<'static> {
    Cookie::build((sessions::COOKIE, token)).path("/").http_only(true).secure(true).same_site(SameSite::Lax).build()
}
