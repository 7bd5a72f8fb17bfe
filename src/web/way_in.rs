//! How somebody who came by a link or a code gets a session, and how the opening of a link is noted.

use crate::access::links::Opened;
use crate::access::{Token, sessions};
use crate::house::House;
use crate::kernel::Instant;
use rocket::http::{Cookie, CookieJar, SameSite};
use rocket::outcome::Outcome;
use rocket::request::{self, FromRequest, Request};
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

/// Hands the session of `token` to the browser, in the place of any other it had.
pub fn hand_over(cookies: &CookieJar<'_>, token: &Token, kept: Kept, now: Instant) {
    let cookie = Cookie::build((sessions::COOKIE, token.as_str().to_owned()))
        .path("/")
        .http_only(true)
        .secure(true)
        .same_site(SameSite::Lax);
    let cookie = match kept {
        Kept::WhileOpen => cookie,
        Kept::Until(end) => cookie.max_age(Duration::milliseconds((end.millis() - now.millis()).max(0))),
    };
    cookies.add(cookie);
}

/// Ends the session the browser has, whoever holds it, and takes its cookie back.
///
/// # Errors
/// When the database refuses.
pub async fn let_go(house: &House, cookies: &CookieJar<'_>) -> Result<(), DbErr> {
    end_former(house, cookies).await?;
    cookies.remove(Cookie::build((sessions::COOKIE, "")).path("/").secure(true).same_site(SameSite::Lax));
    Ok(())
}

/// Ends the session the browser had before it gets another one.
///
/// # Errors
/// When the database refuses.
pub async fn end_former(house: &House, cookies: &CookieJar<'_>) -> Result<(), DbErr> {
    let Some(cookie) = cookies.get(sessions::COOKIE) else { return Ok(()) };
    let tx = house.db.begin_write().await?;
    sessions::close(&tx, &house.tokens, cookie.value()).await?;
    tx.commit().await
}

/// Notes that a link was opened, the first time. A page is shown all the same when that takes too long or fails.
pub async fn note_opened(house: &House, link: &Opened, now: Instant) {
    if !link.is_fresh() {
        return;
    }
    let note = async {
        let tx = house.db.begin_write().await?;
        link.note_opened(&tx, now).await?;
        tx.commit().await
    };
    match timeout(PATIENCE_TO_NOTE, note).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => rocket::warn!("the opening of a link could not be noted: {error}"),
        Err(_) => rocket::warn!("the opening of a link could not be noted in time"),
    }
}

/// What the browser calls itself, for the list of one's devices.
pub struct Browser(pub String);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Browser {
    type Error = std::convert::Infallible;

    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Self, Self::Error> {
        Outcome::Success(Self(request.headers().get_one("User-Agent").unwrap_or_default().to_owned()))
    }
}

/// A browser's name for itself in words people know: `Safari, iPhone`; only the system when the rest is unknown.
#[must_use]
pub fn in_words(agent: &str) -> String {
    let systems = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Macintosh", "Mac"),
        ("CrOS", "Chromebook"),
        ("Linux", "Linux"),
    ];
    let browsers = [("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    let found = |words: &[(&str, &'static str)]| words.iter().find(|(sign, _)| agent.contains(sign)).map(|one| one.1);
    let told: Vec<&str> = [found(&browsers), found(&systems)].into_iter().flatten().collect();
    told.join(", ")
}
