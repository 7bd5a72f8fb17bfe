//! A form that came after the session had run out: what was typed goes through the sign-in and is sent on from there.

use super::carried::{Carried, may_be_carried};
use super::steps::SignInPage;
use crate::house::House;
use crate::kernel::Lang;
use crate::web::form::Submitted;
use crate::web::guards::{LiveSession, Visitor};
use crate::web::parts::{Chrome, FormErrors};
use crate::web::sending;
use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::uri::Origin;
use rocket::http::{ContentType, Method, RawStr, Status};
use rocket::outcome::Outcome;
use rocket::response::{self, Responder};
use rocket::{Data, Request, Route, post, routes};

/// Leads the forms of those whose session has run out to the sign-in, with everything that was typed.
///
/// Only ordinary forms of this site's own pages are carried, within the size of any form; never a password.
pub struct NothingTypedIsLost;

#[rocket::async_trait]
impl Fairing for NothingTypedIsLost {
    fn info(&self) -> Info {
        Info { name: "nothing typed is lost", kind: Kind::Request }
    }

    async fn on_request(&self, request: &mut Request<'_>, _data: &mut Data<'_>) {
        let is_form = request.method() == Method::Post && request.content_type() == Some(&ContentType::Form);
        if !is_form || !may_be_carried(request.uri().path().as_str()) || !is_own(request) {
            return;
        }
        // Who has a session of another kind, as a guest trainer has, was never signed in here.
        if matches!(request.guard::<LiveSession>().await, Outcome::Success(LiveSession(Some(_))))
            || !matches!(request.guard::<Visitor>().await, Outcome::Success(Visitor(None)))
        {
            return;
        }
        let lang = request.query_value::<&str>("lang").and_then(Result::ok).and_then(Lang::from_tag);
        let lang = lang.map(|lang| format!("&lang={}", lang.tag())).unwrap_or_default();
        let to = request.uri().to_string();
        let to = RawStr::new(&to).percent_encode();
        if let Ok(sign_in) = Origin::parse_owned(format!("/refused/signed-out?to={to}{lang}")) {
            request.set_uri(sign_in);
        }
    }
}

/// Whether the browser itself says that the form stood on a page of ours.
fn is_own(request: &Request<'_>) -> bool {
    let headers = request.headers();
    match (headers.get_one("Sec-Fetch-Site"), headers.get_one("Origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => request.rocket().state::<House>().is_some_and(|house| house.links.public() == origin),
        (None, None) => false,
    }
}

/// The sign-in page as the answer to a form without a session (401).
pub struct SignedOut(SignInPage);

impl<'r> Responder<'r, 'static> for SignedOut {
    fn respond_to(self, _request: &'r Request<'_>) -> response::Result<'static> {
        sending::show(&self.0, Status::Unauthorized)
    }
}

#[post("/refused/signed-out?<to>", data = "<form>")]
fn signed_out(to: &str, mut chrome: Chrome, form: Submitted) -> SignedOut {
    let fields = form.iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
    let carried = Carried::new(to, fields);
    "/sign-in".clone_into(&mut chrome.path);
    SignedOut(SignInPage::new(chrome, Submitted::default(), FormErrors::none(), carried))
}

/// The routes of this file.
pub fn routes() -> Vec<Route> {
    routes![signed_out]
}
