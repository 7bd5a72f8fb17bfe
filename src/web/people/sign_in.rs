//! The first step in, address and password; and the way out.

use super::arriving::{door, hand_over, take_away};
use super::second::ask_next;
use super::steps::{Onward, SignInPage, Step};
use crate::access::sign_in::{Credentials, Halfway, sign_in};
use crate::access::{Whence, sessions};
use crate::house::House;
use crate::journal::{self, Event};
use crate::kernel::{Failure, Instant, Refusal as _, SessionId};
use crate::people::Refusal;
use crate::web::form::Submitted;
use crate::web::guards::{LiveSession, Now, Visitor};
use crate::web::parts::{Chrome, FormErrors, Notice, Tone};
use crate::web::people::carried::Carried;
use crate::web::problem::Problem;
use crate::web::reply::Reply;
use crate::web::scene::Scene;
use rocket::http::CookieJar;
use rocket::{Route, State, get, post, routes};

#[get("/sign-in?<next>&<done>")]
fn show(mut chrome: Chrome, next: Option<&str>, done: Option<&str>) -> Reply<SignInPage> {
    let lang = chrome.lang;
    let said = match done {
        Some("password") => lang.say(
            "Lösenordet är bytt. Logga in med det nya.",
            "The password has been changed. Sign in with the new one.",
        ),
        Some("invitation") => lang.say(
            "Inbjudan är mottagen. Logga in med din e-postadress och ditt lösenord.",
            "The invitation is taken. Sign in with your e-mail address and your password.",
        ),
        Some("delegate") => lang.say(
            "Inbjudan är mottagen. Du loggar in med en länk som du får i ett brev.",
            "The invitation is taken. You sign in with a link that you get in a letter.",
        ),
        Some("over") => lang.say("Det tog för lång tid. Logga in på nytt.", "That took too long. Sign in anew."),
        _ => "",
    };
    if !said.is_empty() {
        let tone = if done == Some("over") { Tone::Now } else { Tone::Done };
        chrome.notice = Some(Notice { tone, text: said.to_owned() });
    }
    let form = Submitted::of([("next", next.unwrap_or_default())]);
    Reply::Page(SignInPage::new(chrome, form, FormErrors::none(), None))
}

#[post("/sign-in", data = "<form>")]
async fn enter(form: Submitted, whence: Whence, scene: Scene<'_>, cookies: &CookieJar<'_>) -> Result<Step, Problem> {
    let typed = Credentials { email: form.get("email"), password: form.get("password") };
    match sign_in(&door(scene.house), &typed, &whence, scene.now).await {
        Ok((token, account)) => {
            hand_over(cookies, token.as_str());
            let onward = Onward::read(&form);
            if onward.form.is_none() {
                let step = if account.totp_confirmed_at.is_some() { "second" } else { "enrol" };
                let next = rocket::http::RawStr::new(&onward.next).percent_encode().to_string();
                let query = if next.is_empty() { String::new() } else { format!("?next={next}") };
                return Ok(Step::SignIn(Reply::See(scene.chrome.to(&format!("/sign-in/{step}{query}")))));
            }
            // A form on its way cannot go through an address: the next step is shown at once.
            let half = Halfway { session: SessionId(0), account, name: String::new() };
            ask_next(scene, &half, &onward, FormErrors::none())
        }
        Err(Failure::Refused(refusal)) => Ok(Step::SignIn(Reply::Again(again(scene.chrome, &form, &refusal)))),
        Err(other) => Err(other.into()),
    }
}

/// The form with the address kept; the password is typed anew.
pub(super) fn again(mut chrome: Chrome, form: &Submitted, refusal: &Refusal) -> SignInPage {
    let lang = chrome.lang;
    "/sign-in".clone_into(&mut chrome.path);
    let field = if form.has("email") { refusal.field().unwrap_or_default() } else { "" };
    let errors = [(field, refusal.sentence(lang))].into_iter().collect();
    let kept = Submitted::of([("email", form.get("email")), ("next", form.get("next"))]);
    SignInPage::new(chrome, kept, errors, Carried::read(form))
}

#[post("/sign-out")]
async fn sign_out(
    cookies: &CookieJar<'_>,
    who: Visitor,
    session: LiveSession,
    now: Now,
    house: &State<House>,
) -> Result<Reply<SignInPage>, Problem> {
    if let (LiveSession(Some(_)), Some(cookie)) = (&session, cookies.get(sessions::COOKIE)) {
        close(house, &who, cookie.value(), now.0).await?;
    }
    take_away(cookies);
    Ok(Reply::See("/".to_owned()))
}

async fn close(house: &House, who: &Visitor, token: &str, now: Instant) -> Result<(), Problem> {
    let tx = house.db.begin_write().await?;
    sessions::close(&tx, &house.tokens, token).await?;
    if let Visitor(Some(who)) = who {
        journal::record(&tx, &who.actor(), Event::new("session.closed", "account", who.account.0), now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, enter, sign_out]
}
