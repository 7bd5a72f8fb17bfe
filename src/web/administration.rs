//! Where an administrator starts: everything that is looked after, each with one sentence.

use crate::kernel::Lang;
use crate::people::Administrator;
use crate::web::parts::Chrome;
use crate::web::reply::Reply;
use askama::Template;
use rocket::{Route, get, routes};

/// The ways on.
#[derive(Template)]
#[template(path = "administration.html")]
pub struct AdministrationPage {
    lang: Lang,
    chrome: Chrome,
}

#[get("/administration")]
fn show(_who: Administrator, chrome: Chrome) -> Reply<AdministrationPage> {
    Reply::Page(AdministrationPage { lang: chrome.lang, chrome })
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show]
}
