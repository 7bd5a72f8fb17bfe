//! Where a request comes from, how a browser gets its session and gives it back, and how the opening of a link is noted.

use crate::access::links::Opened;
use crate::access::{Token, Whence, leaving, sessions};
use crate::house::House;
use crate::kernel::Instant;
use rocket::http::{Cookie, CookieJar, SameSite, Status};
use rocket::request::{FromRequest, Outcome, Request};
use rocket::time::Duration;
use rocket::tokio::time::timeout;
use sea_orm::DbErr;

/// How long a page may wait to note that a link was opened.
const PATIENCE_TO_NOTE: std::time::Duration = std::time::Duration::from_millis(500);

/// How long the browser keeps a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Until it is closed.
    WhileOpen,
    /// Until then, closed or not.
    Until(Instant),
}

/// Hands the browser the session of `token`, whole or half, and ends the one it had.
///
/// # Errors
/// When the database refuses.
pub async fn hand_over(
    house: &House,
    cookies: &CookieJar<'_>,
    (token, kept): (&Token, Kept),
    now: Instant,
) -> Result<(), DbErr> {
    end_former(house, cookies, now).await?;
    let mut cookie = cookie(token.as_str());
    if let Kept::Until(end) = kept {
        cookie.set_max_age(Duration::milliseconds((end.millis() - now.millis()).max(0)));
    }
    cookies.add(cookie);
    Ok(())
}

/// Ends the session the browser has, whoever holds it, and takes its cookie back.
///
/// # Errors
/// When the database refuses.
pub async fn let_go(house: &House, cookies: &CookieJar<'_>, now: Instant) -> Result<(), DbErr> {
    end_former(house, cookies, now).await?;
    cookies.remove(cookie(""));
    Ok(())
}

async fn end_former(house: &House, cookies: &CookieJar<'_>, now: Instant) -> Result<(), DbErr> {
    match cookies.get(sessions::COOKIE) {
        Some(former) => leaving::sign_out(&house.db, &house.tokens, former.value(), now).await,
        None => Ok(()),
    }
}

fn cookie(token: &str) -> Cookie<'static> {
    Cookie::build((sessions::COOKIE, token.to_owned()))
        .path("/")
        .http_only(true)
        .secure(true)
        .same_site(SameSite::Lax)
        .build()
}

/// Notes that a link was opened, the first time. A page is shown all the same when that takes too long or fails.
pub async fn note_opened(house: &House, link: &Opened, now: Instant) {
    match timeout(PATIENCE_TO_NOTE, link.note_opened(&house.db, now)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => rocket::warn!("the opening of a link could not be noted: {error}"),
        Err(_) => rocket::warn!("the opening of a link could not be noted in time"),
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
