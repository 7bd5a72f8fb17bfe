//! The sign-in page.

use super::carried::{Carried, ResumePage};
use crate::access::sessions;
use crate::access::sign_in::{Credentials, sign_in};
use crate::house::House;
use crate::kernel::{Failure, Lang, Refusal as _};
use crate::people::{self, Refusal, Role};
use crate::web::form::Submitted;
use crate::web::guards::{self, Now, Visitor};
use crate::web::parts::{Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::Reply;
use crate::web::sending::is_own_path;
use askama::Template;
use rocket::Either;
use rocket::http::{Cookie, CookieJar, SameSite};
use rocket::{Route, State, get, post, routes};

/// The sign-in form.
#[derive(Template)]
#[template(path = "people/sign_in.html")]
pub struct SignInPage {
    lang: Lang,
    chrome: Chrome,
    form: Submitted,
    errors: FormErrors,
    /// Hidden fields: a form that came without a session and is sent on afterwards.
    carried: Vec<(String, String)>,
}

impl SignInPage {
    /// The page; with `carried` it says that what was typed is kept.
    pub(super) fn new(chrome: Chrome, form: Submitted, errors: FormErrors, carried: Option<Carried>) -> Self {
        let carried = carried.map(|form| form.hidden()).unwrap_or_default();
        Self { lang: chrome.lang, chrome, form, errors, carried }
    }
}

#[get("/sign-in?<next>")]
fn show(chrome: Chrome, next: Option<&str>) -> Reply<SignInPage> {
    let form = Submitted::of([("next", next.unwrap_or_default())]);
    Reply::Page(SignInPage::new(chrome, form, FormErrors::none(), None))
}

#[post("/sign-in", data = "<form>")]
async fn enter(
    form: Submitted,
    mut chrome: Chrome,
    now: Now,
    cookies: &CookieJar<'_>,
    house: &State<House>,
) -> Result<Either<Reply<SignInPage>, Reply<ResumePage>>, Problem> {
    let typed = Credentials { email: form.get("email"), password: form.get("password") };
    match sign_in(&house.db, &house.tokens, &typed, now.0).await {
        Ok((token, account)) => {
            cookies.add(session_cookie(token.as_str().to_owned()));
            if let Some(form) = Carried::read(&form) {
                let person = people::queries::find_person(house.db.read(), account.person_id).await?;
                let name = person.map(|person| person.shown_name(chrome.lang)).unwrap_or_default();
                chrome.signed_in = Some(guards::signed_in(name, account.role, chrome.lang));
                return Ok(Either::Right(Reply::Page(ResumePage { lang: chrome.lang, chrome, form })));
            }
            let next = form.get("next");
            let start = match account.role {
                Role::Trainer => "/days",
                Role::Researcher => "/research",
                _ => "/desk",
            };
            let next = if is_own_path(next) { next } else { start };
            Ok(Either::Left(Reply::See(next.to_owned())))
        }
        Err(Failure::Refused(refusal)) => Ok(Either::Left(Reply::Again(again(chrome, &form, &refusal)))),
        Err(other) => Err(other.into()),
    }
}

/// The form with the address kept; the password is typed anew.
fn again(chrome: Chrome, form: &Submitted, refusal: &Refusal) -> SignInPage {
    let lang = chrome.lang;
    let errors = [(refusal.field().unwrap_or_default(), refusal.sentence(lang))].into_iter().collect();
    let kept = Submitted::of([("email", form.get("email")), ("next", form.get("next"))]);
    SignInPage::new(chrome, kept, errors, Carried::read(form))
}

#[post("/sign-out")]
async fn sign_out(cookies: &CookieJar<'_>, who: Visitor, house: &State<House>) -> Result<Reply<SignInPage>, Problem> {
    if let (Visitor(Some(_)), Some(cookie)) = (who, cookies.get(sessions::COOKIE)) {
        let tx = house.db.begin_write().await?;
        sessions::close(&tx, &house.tokens, cookie.value()).await?;
        tx.commit().await?;
    }
    cookies.remove(session_cookie(String::new()));
    Ok(Reply::See("/".to_owned()))
}

fn session_cookie(token: String) -> Cookie<'static> {
    Cookie::build((sessions::COOKIE, token)).path("/").http_only(true).secure(true).same_site(SameSite::Lax).build()
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, enter, sign_out]
}
