//! Verifying as an installed page: its manifest, and the worker that answers for the page while the network is off.
//!
//! The worker has the page of a stranger, its scripts and styles, our keys and the status lists, and nothing else; it knows
//! nobody. It changes with what it keeps, so that a browser replaces it as soon as there is a new version.

use crate::web::assets;
use crate::web::parts::Chrome;
use data_encoding::HEXLOWER;
use rocket::http::ContentType;
use rocket::response::{self, Responder, Response};
use rocket::{Request, Route, get, routes};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::io::Cursor;
use std::sync::LazyLock;

/// What the worker does; what it keeps is written in front.
const WORKER: &str = include_str!("../../../static/verify-worker.js");
/// What the page is made of besides the files it names.
const PAGE: [&str; 4] = [
    include_str!("../../../templates/layout.html"),
    include_str!("../../../templates/parts/sprite.html"),
    include_str!("../../../templates/certification/checking.html"),
    include_str!("../../../templates/certification/code_form.html"),
];

/// The files of every page.
const EVERYWHERE: [&str; 6] =
    ["designsystemet.css", "theme.css", "stafett.css", "print.css", "stafett.js", "favicon.svg"];

static SCRIPT: LazyLock<String> = LazyLock::new(|| {
    let files: Vec<String> = EVERYWHERE.map(assets::href).into_iter().chain(assets::folder("verify")).collect();
    let mut hash = Sha256::new();
    for text in files.iter().map(String::as_str).chain(PAGE).chain([WORKER]) {
        hash.update(Sha256::digest(text));
    }
    let version = HEXLOWER.encode(&hash.finalize()[..6]);
    format!("const version = {}, files = {};\n{WORKER}", json!(version), json!(files))
});

/// The worker's script.
struct Script(&'static str);

impl<'r> Responder<'r, 'static> for Script {
    fn respond_to(self, _request: &'r Request<'_>) -> response::Result<'static> {
        Response::build()
            .header(ContentType::JavaScript)
            // It lies below the page it answers for.
            .raw_header("Service-Worker-Allowed", "/verify")
            .sized_body(self.0.len(), Cursor::new(self.0))
            .ok()
    }
}

#[get("/verify/worker.js")]
fn worker() -> Script {
    Script(&SCRIPT)
}

/// What a telephone is told when somebody installs the page.
#[get("/verify/manifest.webmanifest")]
#[expect(clippy::needless_pass_by_value, reason = "a route takes what Rocket parsed")]
fn manifest(chrome: Chrome) -> (ContentType, String) {
    let lang = chrome.lang;
    let words = lang.say("Kontrollera intyg", "Verify certificates");
    let manifest = json!({
        "id": "/verify",
        "name": format!("{words} – {}", chrome.platform),
        "short_name": words,
        "lang": lang.tag(),
        "start_url": format!("/verify?lang={}", lang.tag()),
        "scope": "/verify",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0b4f5c",
        "icons": [{ "src": assets::href("favicon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any" }],
    });
    (ContentType::new("application", "manifest+json"), manifest.to_string())
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![worker, manifest]
}
