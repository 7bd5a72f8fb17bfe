//! A form that came after the session had run out: what was typed goes through the sign-in and is sent on from there.

use super::pages::SignInPage;
use crate::house::House;
use crate::kernel::Lang;
use crate::web::form::Submitted;
use crate::web::guards::Visitor;
use crate::web::parts::{Chrome, FormErrors};
use crate::web::sending::{self, is_own_path};
use askama::Template;
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
        if !matches!(request.guard::<Visitor>().await, Outcome::Success(Visitor(None))) {
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

/// Pages that need a session and whose forms a person fills in; a pasted spreadsheet is too large to be carried.
fn may_be_carried(path: &str) -> bool {
    let is_staffs = ["/desk/", "/plans", "/days/", "/setup/"].iter().any(|room| path.starts_with(room));
    is_staffs && !path.starts_with("/desk/imports") && !path.ends_with("/marks")
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

/// A form on its way through the sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// Where it was sent: path and query, of this house.
    pub to: String,
    /// Its fields, in order.
    pub fields: Vec<(String, String)>,
}

const TO: &str = "carried_to";
const FIELD: &str = "carried.";

impl Carried {
    fn new(to: &str, fields: impl Iterator<Item = (String, String)>) -> Option<Self> {
        let path = to.split('?').next().unwrap_or_default();
        let sound = is_own_path(to) && may_be_carried(path);
        let fields = fields.filter(|(name, _)| !name.to_lowercase().contains("password"));
        sound.then(|| Self { to: to.to_owned(), fields: fields.collect() })
    }

    /// What the sign-in form carries, if it does.
    pub fn read(form: &Submitted) -> Option<Self> {
        let carried = |(name, value): (&str, &str)| Some((name.strip_prefix(FIELD)?.to_owned(), value.to_owned()));
        Self::new(form.get(TO), form.iter().filter_map(carried))
    }

    /// The hidden fields of the sign-in form.
    pub fn hidden(&self) -> Vec<(String, String)> {
        let field = |(name, value): &(String, String)| (format!("{FIELD}{name}"), value.clone());
        std::iter::once((TO.to_owned(), self.to.clone())).chain(self.fields.iter().map(field)).collect()
    }
}

/// One button that sends the form where it was meant to go.
#[derive(Template)]
#[template(path = "people/resume.html")]
pub struct ResumePage {
    pub(super) lang: Lang,
    pub(super) chrome: Chrome,
    pub(super) form: Carried,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_carried_comes_out_as_it_went_in_without_passwords() {
        let form = [("title", "Höst & vår"), ("title", "två"), ("new_password", "hemligt")];
        let fields = form.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter();
        let carried = Carried::new("/desk/offers/new?lang=en", fields).expect("a form of the desk");

        let arrived = Carried::read(&Submitted::of(carried.hidden()));

        assert_eq!(arrived.as_ref(), Some(&carried));
        assert_eq!(carried.fields.len(), 2);
    }

    #[test]
    fn nothing_is_carried_to_another_site_or_past_the_rooms_of_the_staff() {
        let places = ["//evil.example/desk/x", "https://evil.example", "/sign-out", "/my/abc/manager"];

        let carried = places.map(|to| Carried::new(to, std::iter::empty()));

        assert!(carried.iter().all(Option::is_none));
    }
}
