//! Answers made small on the wire.
//!
//! Text is gzipped on its way out when the reader's browser takes it. What is already packed (PDF, XLSX, ZIP, images)
//! is left alone: packing it again costs time and gains nothing.

use std::cell::RefCell;
use std::io::{self, Cursor, Write};

use flate2::{Compression, write::GzEncoder};
use libdeflater::{CompressionLvl, Compressor};
use rocket::{
    Request, Response,
    fairing::{Fairing, Info, Kind},
    http::{ContentType, HeaderMap},
};

/// Answers shorter than this many bytes go as they are: the packing would weigh as much as it saves.
const WORTH_PACKING: usize = 1024;

/// Gzips HTML, CSS, scripts, JSON, CSV, SVG and plain text over 1 kB when `Accept-Encoding` allows.
///
/// `Vary: Accept-Encoding` is set whether or not the answer was packed, so that no cache hands a packed answer to
/// somebody who cannot open it. Streams of unknown length are let through untouched.
pub struct Gzip;

#[rocket::async_trait]
impl Fairing for Gzip {
    fn info(&self) -> Info {
        Info { name: "gzip", kind: Kind::Response }
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let worth_it = response.body().preset_size().is_some_and(|size| size > WORTH_PACKING);
        let text = response.content_type().is_some_and(|kind| is_text(&kind));
        if !worth_it || !text || response.headers().contains("Content-Encoding") {
            return;
        }
        vary_by_encoding(response);
        if !accepts_gzip(request.headers()) {
            return;
        }
        // A body of known size lies in memory: reading it cannot fail halfway.
        let Ok(plain) = response.body_mut().to_bytes().await else { return };
        match pack(&plain) {
            Some(packed) => {
                response.set_raw_header("Content-Encoding", "gzip");
                response.set_sized_body(packed.len(), Cursor::new(packed));
            }
            None => response.set_sized_body(plain.len(), Cursor::new(plain)),
        }
    }
}

/// Whether a request's `Accept-Encoding` takes gzip; `gzip;q=0` is a refusal, and no header is no permission.
#[must_use]
pub fn accepts_gzip(headers: &HeaderMap<'_>) -> bool {
    headers.get("Accept-Encoding").flat_map(|line| line.split(',')).any(|offer| {
        let mut pieces = offer.split(';').map(str::trim);
        let named = pieces.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip") || name == "*");
        let refused = pieces.any(|piece| {
            piece.strip_prefix("q=").and_then(|weight| weight.parse::<f32>().ok()).is_some_and(|weight| weight <= 0.0)
        });
        named && !refused
    })
}

/// Packs an answer in a fraction of the time that [`gzip`] takes, for it is packed anew every time; `None` if it cannot be.
#[must_use]
pub fn pack(plain: &[u8]) -> Option<Vec<u8>> {
    thread_local! {
        // Setting one up costs as much as a short page.
        static COMPRESSOR: RefCell<Compressor> = RefCell::new(Compressor::new(CompressionLvl::default()));
    }
    COMPRESSOR.with_borrow_mut(|compressor| {
        let mut out = vec![0; compressor.gzip_compress_bound(plain.len())];
        let length = compressor.gzip_compress(plain, &mut out).ok()?;
        out.truncate(length);
        Some(out)
    })
}

/// Packs `plain` with gzip at `level`, as small as can be: for what is packed once.
///
/// # Errors
/// Only if the encoder fails, which it does not when it writes to memory.
pub fn gzip(plain: &[u8], level: Compression) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(plain.len() / 3), level);
    encoder.write_all(plain)?;
    encoder.finish()
}

/// Adds `Accept-Encoding` to the answer's `Vary` without losing what a handler already put there.
fn vary_by_encoding(response: &mut Response<'_>) {
    let kept = response.headers().get("Vary").collect::<Vec<_>>().join(", ");
    if kept.to_ascii_lowercase().contains("accept-encoding") {
        return;
    }
    let vary = if kept.is_empty() { "Accept-Encoding".to_owned() } else { format!("{kept}, Accept-Encoding") };
    response.set_raw_header("Vary", vary);
}

/// Whether `kind` is text that shrinks; a spreadsheet and a PDF are not.
fn is_text(kind: &ContentType) -> bool {
    kind.top() == "text" || kind.is_json() || kind.is_svg() || kind.sub() == "problem+json" || kind.sub() == "ld+json"
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::GzDecoder;
    use rocket::{
        Build, Rocket,
        http::{Header, Status},
        local::asynchronous::Client,
        response::content::{RawHtml, RawJson},
    };

    use super::*;

    #[rocket::get("/long")]
    fn long() -> RawHtml<String> {
        RawHtml("<p>Barnets rättigheter</p>".repeat(100))
    }

    #[rocket::get("/short")]
    fn short() -> RawJson<&'static str> {
        RawJson("{}")
    }

    #[rocket::get("/paper")]
    fn paper() -> (ContentType, Vec<u8>) {
        (ContentType::PDF, vec![0; 5000])
    }

    fn house() -> Rocket<Build> {
        rocket::build().attach(Gzip).mount("/", rocket::routes![long, short, paper])
    }

    #[rocket::async_test]
    async fn a_long_page_is_packed_for_those_who_take_it() {
        let client = Client::untracked(house()).await.expect("a house without state");

        let response = client.get("/long").header(Header::new("Accept-Encoding", "br, gzip;q=0.8")).dispatch().await;

        assert_eq!(response.status(), Status::Ok);
        assert_eq!(response.headers().get_one("Content-Encoding"), Some("gzip"));
        assert_eq!(response.headers().get_one("Vary"), Some("Accept-Encoding"));
        let packed = response.into_bytes().await.unwrap();
        let mut page = String::new();
        GzDecoder::new(packed.as_slice()).read_to_string(&mut page).unwrap();
        assert_eq!(page, "<p>Barnets rättigheter</p>".repeat(100));
    }

    #[rocket::async_test]
    async fn those_who_refuse_gzip_get_plain_text_that_still_varies() {
        let client = Client::untracked(house()).await.unwrap();

        let response = client.get("/long").header(Header::new("Accept-Encoding", "gzip;q=0")).dispatch().await;

        assert_eq!(response.headers().get_one("Content-Encoding"), None);
        assert_eq!(response.headers().get_one("Vary"), Some("Accept-Encoding"));
        assert_eq!(response.into_string().await.unwrap().len(), "<p>Barnets rättigheter</p>".len() * 100);
    }

    #[rocket::async_test]
    async fn short_answers_and_papers_are_left_alone() {
        let client = Client::untracked(house()).await.unwrap();

        for path in ["/short", "/paper"] {
            let response = client.get(path).header(Header::new("Accept-Encoding", "gzip")).dispatch().await;

            assert_eq!(response.headers().get_one("Content-Encoding"), None, "{path}");
        }
    }
}
