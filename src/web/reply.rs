//! What a handler answers with when all is well, or when a form must be shown again.

use super::problem::Problem;
use askama::Template;
use rocket::http::{ContentType, Header, Status};
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

/// Renders `page` with `status`.
pub(super) fn show<P: Template>(page: &P, status: Status) -> response::Result<'static> {
    let html = page.render().map_err(|_| Status::InternalServerError)?;
    Response::build().status(status).header(ContentType::HTML).sized_body(html.len(), Cursor::new(html)).ok()
}

/// Leads to `path`; anything that is not plainly a path of this house leads to the start page instead.
pub(super) fn see(path: &str) -> response::Result<'static> {
    let safe = is_own_path(path).then_some(path).unwrap_or("/");
    Response::build().status(Status::SeeOther).header(Header::new("Location", safe.to_owned())).ok()
}

/// Whether `path` can only mean a page of this house: no scheme, no host, nothing a browser might read as one.
#[must_use]
pub fn is_own_path(path: &str) -> bool {
    let plain = |byte: u8| byte > b' ' && byte < 0x7f && byte != b'\\';
    path.starts_with('/') && !path.starts_with("//") && path.bytes().all(plain) && !path.to_ascii_lowercase().contains("%09")
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
        let name: String =
            self.name.chars().map(|c| if c.is_ascii_alphanumeric() || ".-_".contains(c) { c } else { '-' }).collect();
        Response::build()
            .header(self.kind)
            .raw_header("Content-Disposition", format!("attachment; filename=\"{name}\""))
            .sized_body(self.bytes.len(), Cursor::new(self.bytes))
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_house_are_followed() {
        let own = ["/", "/desk?tab=2", "/my/abc"].map(is_own_path);
        let foreign = ["//evil.example", "https://evil.example", "/\\evil", "/%09/evil", "/a\r\nX: y", "evil"].map(is_own_path);

        assert_eq!(own, [true; 3]);
        assert_eq!(foreign, [false; 6]);
    }
}
