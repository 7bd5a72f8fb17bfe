//! What a handler answers with when all is well, or when a form must be shown again.

use super::fairings::FRAMED;
use super::problem::Problem;
use super::sending::{see, show};
use askama::Template;
use rocket::http::{ContentType, Status};
use rocket::response::{Responder, Response};
use rocket::{Request, response};
use std::io::Cursor;

/// A page, a page shown again, or the address to go to.
#[derive(Debug)]
pub enum Reply<P> {
    /// The page (200).
    Page(P),
    /// The form again, with what was typed and what is wrong (422).
    Again(P),
    /// The form again, beside what somebody else saved in between (409).
    Stale(P),
    /// A page for an address that leads nowhere, in the page's own words (404).
    Unknown(P),
    /// Go there (303); a path of this house.
    See(String),
}

/// What most handlers return.
pub type Answer<P> = Result<Reply<P>, Problem>;

impl<'r, P: Template> Responder<'r, 'static> for Reply<P> {
    fn respond_to(self, _request: &'r Request<'_>) -> response::Result<'static> {
        match self {
            Self::Page(page) => show(&page, Status::Ok),
            Self::Again(page) => show(&page, Status::UnprocessableEntity),
            Self::Stale(page) => show(&page, Status::Conflict),
            Self::Unknown(page) => show(&page, Status::NotFound),
            Self::See(path) => see(&path),
        }
    }
}

/// A file to keep: a spreadsheet, a calendar, a paper.
#[derive(Debug)]
pub struct Download {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// What they are.
    pub kind: ContentType,
    /// The name it is saved under: ASCII letters, digits, dots and hyphens.
    pub name: String,
}

impl<'r> Responder<'r, 'static> for Download {
    fn respond_to(self, _request: &'r Request<'_>) -> response::Result<'static> {
        respond_as("attachment", self)
    }
}

/// A file that is looked at, in a window of its own or in a frame of our page.
#[derive(Debug)]
pub struct Shown(pub Download);

impl<'r> Responder<'r, 'static> for Shown {
    fn respond_to(self, _request: &'r Request<'_>) -> response::Result<'static> {
        let mut response = respond_as("inline", self.0)?;
        response.set_raw_header(FRAMED, "yes");
        Ok(response)
    }
}

/// A page for a frame of our own page: a form there is wrong (422).
#[derive(Debug)]
pub struct Framed<P>(pub P);

impl<'r, P: Template> Responder<'r, 'static> for Framed<P> {
    fn respond_to(self, _request: &'r Request<'_>) -> response::Result<'static> {
        let mut response = show(&self.0, Status::UnprocessableEntity)?;
        response.set_raw_header(FRAMED, "yes");
        Ok(response)
    }
}

fn respond_as(disposition: &str, file: Download) -> response::Result<'static> {
    let name: String =
        file.name.chars().map(|c| if c.is_ascii_alphanumeric() || ".-_".contains(c) { c } else { '-' }).collect();
    Response::build()
        .header(file.kind)
        .raw_header("Content-Disposition", format!("{disposition}; filename=\"{name}\""))
        .sized_body(file.bytes.len(), Cursor::new(file.bytes))
        .ok()
}
