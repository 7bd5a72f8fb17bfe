//! Where one comes to verify: scan, type a code, hand in a PDF.

use crate::certification::Code;
use crate::kernel::Lang;
use crate::web::parts::{Chrome, FormErrors};
use crate::web::reply::Reply;
use askama::Template;
use rocket::{Route, get, routes};

/// The page with the three ways.
#[derive(Debug, Template)]
#[template(path = "certification/checking.html")]
pub struct CheckingPage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    typed: String,
}

impl CheckingPage {
    /// The page as one meets it.
    #[must_use]
    pub fn empty(chrome: Chrome) -> Self {
        Self { lang: chrome.lang, chrome, errors: FormErrors::none(), typed: String::new() }
    }

    /// The page again, with what is wrong in one of its fields.
    #[must_use]
    pub fn again(chrome: Chrome, errors: FormErrors, typed: &str) -> Self {
        Self { errors, typed: typed.to_owned(), ..Self::empty(chrome) }
    }
}

#[get("/verify")]
fn checking(chrome: Chrome) -> Reply<CheckingPage> {
    Reply::Page(CheckingPage::empty(chrome))
}

/// The address papers name beside the code, and where a typed code is sent.
#[get("/v?<code>")]
fn typed(chrome: Chrome, code: Option<&str>) -> Reply<CheckingPage> {
    let lang = chrome.lang;
    let Some(typed) = code else { return Reply::See(chrome.to("/verify")) };
    if let Some(code) = Code::parse(typed) {
        return Reply::See(chrome.to(&format!("/v/{}", code.as_str())));
    }
    let sentence = if typed.trim().is_empty() {
        lang.say("Skriv koden som står på intyget.", "Type the code printed on the certificate.")
    } else {
        lang.say(
            "Koden stämmer inte. Den har 17 tecken; jämför dem ett och ett med intyget.",
            "The code is not right. It has 17 characters; compare them one by one with the certificate.",
        )
    };
    Reply::Again(CheckingPage::again(chrome, [("code", sentence)].into_iter().collect(), typed))
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![checking, typed]
}
