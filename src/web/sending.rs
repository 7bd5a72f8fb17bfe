//! How a page and a redirection travel.

use askama::Template;
use rocket::http::{ContentType, Header, Status};
use rocket::response::{self, Response};
use std::io::Cursor;

/// Renders `page` with `status`.
pub(super) fn show<P: Template>(page: &P, status: Status) -> response::Result<'static> {
    let html = page.render().map_err(|_| Status::InternalServerError)?;
    let length = html.len();
    // In one piece: it lies in memory, and pieces of four kilobytes cost more than the page.
    Response::build()
        .status(status)
        .header(ContentType::HTML)
        .sized_body(length, Cursor::new(html))
        .max_chunk_size(length.max(1))
        .ok()
}

/// Leads to `path`; anything that is not plainly a path of this house leads to the start page instead.
pub(super) fn see(path: &str) -> response::Result<'static> {
    let safe = if is_own_path(path) { path } else { "/" };
    Response::build().status(Status::SeeOther).header(Header::new("Location", safe.to_owned())).ok()
}

/// Whether `path` can only mean a page of this house: no scheme, no host, nothing a browser might read as one.
#[must_use]
pub fn is_own_path(path: &str) -> bool {
    let plain = |byte: u8| byte > b' ' && byte < 0x7f && byte != b'\\';
    path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(plain)
        && !path.to_ascii_lowercase().contains("%09")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_house_are_followed() {
        let own = ["/", "/desk?tab=2", "/my/abc"].map(is_own_path);
        let foreign =
            ["//evil.example", "https://evil.example", "/\\evil", "/%09/evil", "/a\r\nX: y", "evil"].map(is_own_path);

        assert_eq!(own, [true; 3]);
        assert_eq!(foreign, [false; 6]);
    }
}
