//! Pages that strangers ask for again and again, kept for a moment as they were sent.

use super::compression::{accepts_gzip, pack};
use super::parts::{Chrome, LangFrom};
use super::problem::Problem;
use crate::house::House;
use crate::kernel::{Instant, Lang};
use crate::storage::Shelf;
use askama::Template;
use rocket::Request;
use rocket::http::ContentType;
use rocket::response::{self, Responder, Response};
use std::io::Cursor;
use std::sync::{Arc, OnceLock};

/// How many pages are kept at most; one has some twelve kilobytes with its packed twin.
const MOST: usize = 2_000;

/// What a page depends on besides the database: its address, its language, where that was found, and the minute, because pages
/// say when they were made.
type Asked = (String, Lang, LangFrom, i64);

/// The pages kept, for half a second at most and until anything is written here: [`Shelf`].
#[derive(Debug)]
pub struct KeptPages(Shelf<Asked, Arc<Printed>>);

/// A page as it travels, plain and packed.
#[derive(Debug)]
pub struct Printed {
    plain: Vec<u8>,
    /// Packed for the first reader who takes it so.
    packed: OnceLock<Option<Vec<u8>>>,
}

impl Printed {
    fn packed(&self) -> Option<&[u8]> {
        self.packed.get_or_init(|| pack(&self.plain)).as_deref()
    }
}

/// A page that was kept, or is now.
#[derive(Debug)]
pub struct Kept(Arc<Printed>);

impl Default for KeptPages {
    fn default() -> Self {
        Self(Shelf::new(MOST))
    }
}

impl KeptPages {
    /// The page at the address of `chrome`, kept or drawn by `draw`, which says `None` for what is not to be kept.
    ///
    /// Only for pages that are the same for everybody who reads the same language: the frame of somebody signed in is not.
    ///
    /// # Errors
    /// What `draw` answers, or when the page cannot be drawn.
    pub async fn or_draw<P: Template>(
        &self,
        (house, now): (&House, Instant),
        chrome: &Chrome,
        draw: impl AsyncFnOnce() -> Result<Option<P>, Problem>,
    ) -> Result<Option<Kept>, Problem> {
        let asked = (chrome.path.clone(), chrome.lang, chrome.lang_from, now.millis().div_euclid(60_000));
        let print = async || {
            let Some(page) = draw().await? else { return Ok::<_, Problem>(None) };
            let plain = page.render().map_err(|error| Problem::broken(&error))?.into_bytes();
            Ok(Some(Arc::new(Printed { plain, packed: OnceLock::new() })))
        };
        Ok(self.0.or_ask(&house.db, asked, print).await?.map(Kept))
    }
}

/// The bytes of a page without a copy of them.
struct Plain(Arc<Printed>);

impl AsRef<[u8]> for Plain {
    fn as_ref(&self) -> &[u8] {
        &self.0.plain
    }
}

/// The packed ones.
struct Packed(Arc<Printed>);

impl AsRef<[u8]> for Packed {
    fn as_ref(&self) -> &[u8] {
        self.0.packed().unwrap_or_default()
    }
}

impl<'r> Responder<'r, 'static> for Kept {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let mut response = Response::build();
        response.header(ContentType::HTML);
        let packed = if accepts_gzip(request.headers()) { self.0.packed().map(<[u8]>::len) } else { None };
        if let Some(length) = packed {
            response.raw_header("Content-Encoding", "gzip");
            response.sized_body(length, Cursor::new(Packed(self.0))).max_chunk_size(length);
        } else {
            let length = self.0.plain.len();
            response.sized_body(length, Cursor::new(Plain(self.0))).max_chunk_size(length);
        }
        response.ok()
    }
}
