//! The files under `static/`, inside the binary.
//!
//! Each is served from an address that carries the hash of its content: a browser may keep it for a year, and a new
//! version is a new address. Files of one folder share the hash of them all, so that scripts find each other by relative
//! addresses and are never mixed with those of another version. A file that a template names but nobody embedded is found by a test, not by a reader.

use std::{borrow::Cow, path::PathBuf, sync::LazyLock};

use data_encoding::HEXLOWER;
use flate2::Compression;
use rocket::{
    Request, Route,
    http::ContentType,
    response::{self, Responder, Response},
};
use sha2::{Digest, Sha256};

use super::compression::{accepts_gzip, gzip};

/// The embedded files: name below `static/`, then content.
const FILES: &[(&str, &[u8])] = &[
    ("designsystemet.css", include_bytes!("../../static/designsystemet.css")),
    ("theme.css", include_bytes!("../../static/theme.css")),
    ("stafett.css", include_bytes!("../../static/stafett.css")),
    ("print.css", include_bytes!("../../static/print.css")),
    ("figures.css", include_bytes!("../../static/figures.css")),
    ("look.css", include_bytes!("../../static/look.css")),
    ("look.js", include_bytes!("../../static/look.js")),
    ("stafett.js", include_bytes!("../../static/stafett.js")),
    ("roster.js", include_bytes!("../../static/roster.js")),
    ("favicon.svg", include_bytes!("../../static/favicon.svg")),
    ("verify/verify.css", include_bytes!("../../static/verify/verify.css")),
    ("verify/page.js", include_bytes!("../../static/verify/page.js")),
    ("verify/answers.js", include_bytes!("../../static/verify/answers.js")),
    ("verify/bytes.js", include_bytes!("../../static/verify/bytes.js")),
    ("verify/camera.js", include_bytes!("../../static/verify/camera.js")),
    ("verify/known.js", include_bytes!("../../static/verify/known.js")),
    ("verify/payload.js", include_bytes!("../../static/verify/payload.js")),
    ("verify/signature.js", include_bytes!("../../static/verify/signature.js")),
    ("verify/ed25519/index.js", include_bytes!("../../static/verify/ed25519/index.js")),
    ("verify/qr/decode.js", include_bytes!("../../static/verify/qr/decode.js")),
    ("verify/qr/index.js", include_bytes!("../../static/verify/qr/index.js")),
];

/// The embedded files with hash and packed form, worked out the first time one is asked for.
static ASSETS: LazyLock<Vec<Asset>> =
    LazyLock::new(|| FILES.iter().map(|(name, plain)| Asset::of(name, plain)).collect());

/// One embedded file.
struct Asset {
    name: &'static str,
    hash: String,
    plain: &'static [u8],
    packed: Option<Vec<u8>>,
    kind: ContentType,
}

impl Asset {
    fn of(name: &'static str, plain: &'static [u8]) -> Self {
        let hash = HEXLOWER.encode(&hashed(name, plain)[..6]);
        let packed = gzip(plain, Compression::best()).ok().filter(|packed| packed.len() < plain.len());
        let kind = name.rsplit('.').next().and_then(ContentType::from_extension).unwrap_or(ContentType::Binary);
        Self { name, hash, plain, packed, kind }
    }
}

/// SHA-256 of what an address stands for: the file, or all files of its folder with their names.
fn hashed(name: &str, plain: &[u8]) -> Vec<u8> {
    let Some((folder, _)) = name.split_once('/') else { return Sha256::digest(plain).to_vec() };
    let mut hash = Sha256::new();
    for (name, plain) in FILES.iter().filter(|(name, _)| is_in(folder, name)) {
        hash.update(name.as_bytes());
        hash.update(Sha256::digest(plain));
    }
    hash.finalize().to_vec()
}

fn is_in(folder: &str, name: &str) -> bool {
    name.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// The addresses of all files in a folder of `static/`.
#[must_use]
pub fn folder(folder: &str) -> Vec<String> {
    FILES.iter().filter(|(name, _)| is_in(folder, name)).map(|(name, _)| href(name)).collect()
}

/// The address of the static file `name`, such as `/static/0b4f5c0b4f5c/theme.css`.
///
/// The hash is the first 12 hexadecimal digits of a SHA-256 of the content, of all its folder's if it lies in one. A name that is not embedded gives an address
/// that answers 404.
#[must_use]
pub fn href(name: &str) -> String {
    let hash = ASSETS.iter().find(|asset| asset.name == name).map_or("missing", |asset| &asset.hash);
    format!("/static/{hash}/{name}")
}

/// The routes of the static files, to be mounted at `/`.
#[must_use]
pub fn routes() -> Vec<Route> {
    rocket::routes![file]
}

/// Serves one static file; a wrong hash is as unknown as a wrong name, so that an old page never gets a new sheet.
#[rocket::get("/static/<hash>/<name..>")]
#[expect(clippy::needless_pass_by_value, reason = "a route takes what Rocket parsed")]
fn file(hash: &str, name: PathBuf) -> Option<Served> {
    ASSETS.iter().find(|asset| asset.hash == hash && name.as_os_str() == asset.name).map(Served)
}

/// A static file as an answer: kept for a year, packed if the browser takes it.
struct Served(&'static Asset);

impl<'r> Responder<'r, 'static> for Served {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let Self(asset) = self;
        let mut answer = Response::build();
        answer
            .header(asset.kind.clone())
            .raw_header("Cache-Control", "public, max-age=31536000, immutable")
            .raw_header("Vary", "Accept-Encoding");
        let body = match asset.packed.as_deref().filter(|_| accepts_gzip(request.headers())) {
            Some(packed) => {
                answer.raw_header("Content-Encoding", "gzip");
                Cow::Borrowed(packed)
            }
            None => Cow::Borrowed(asset.plain),
        };
        answer.sized_body(body.len(), std::io::Cursor::new(body)).ok()
    }
}

#[cfg(test)]
mod tests {
    use rocket::{
        http::{Header, Status},
        local::asynchronous::Client,
    };

    use super::*;

    async fn browser() -> Client {
        Client::untracked(rocket::build().mount("/", routes())).await.unwrap()
    }

    #[rocket::async_test]
    async fn every_file_is_served_packed_and_for_a_year() {
        let browser = browser().await;

        for (name, plain) in FILES {
            let plain_answer = browser.get(href(name)).dispatch().await;
            let packed_answer =
                browser.get(href(name)).header(Header::new("Accept-Encoding", "gzip, br")).dispatch().await;

            assert_eq!(plain_answer.status(), Status::Ok, "{name}");
            assert_eq!(
                plain_answer.headers().get_one("Cache-Control"),
                Some("public, max-age=31536000, immutable"),
                "{name}"
            );
            assert_eq!(plain_answer.headers().get_one("Vary"), Some("Accept-Encoding"), "{name}");
            assert_ne!(plain_answer.content_type(), Some(ContentType::Binary), "{name}");
            assert_eq!(plain_answer.into_bytes().await.as_deref(), Some(*plain), "{name}");
            assert_eq!(packed_answer.headers().get_one("Content-Encoding"), Some("gzip"), "{name}");
        }
    }

    #[rocket::async_test]
    async fn a_wrong_hash_is_not_found() {
        let browser = browser().await;

        let answer = browser.get("/static/000000000000/theme.css").dispatch().await;

        assert_eq!(answer.status(), Status::NotFound);
    }

    fn cost(counts: impl Fn(&str) -> bool) -> usize {
        let counted = ASSETS.iter().filter(|asset| counts(asset.name));
        counted.map(|asset| asset.packed.as_ref().map_or(asset.plain.len(), Vec::len)).sum()
    }

    #[test]
    fn styles_and_scripts_together_cost_less_than_thirty_five_kilobytes_on_the_wire() {
        let cost = cost(|name| !name.contains('/'));

        assert!(cost < 35_000, "{cost} bytes");
    }

    #[test]
    fn verifying_costs_eighteen_kilobytes_more_and_what_reads_pictures_is_only_asked_for_by_whoever_scans() {
        let lazy = |name: &str| name.starts_with("verify/qr/") || name.starts_with("verify/ed25519/");

        let (page, scanning) = (cost(|name| name.contains('/') && !lazy(name)), cost(lazy));

        assert!(page < 18_000 && scanning < 62_000, "{page} and {scanning} bytes");
    }

    #[test]
    fn files_of_a_folder_share_an_address_that_changes_with_each_of_them() {
        let addresses = folder("verify");

        let place = |address: &str| address.split('/').nth(2).map(str::to_owned);
        assert!(addresses.len() > 3 && addresses.iter().all(|one| place(one) == place(&addresses[0])), "{addresses:?}");
        assert_ne!(place(&addresses[0]), place(&href("stafett.js")));
    }

    #[test]
    fn every_file_a_template_names_is_embedded() {
        let mut folders = vec![PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/templates"))];
        let mut named = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let text = std::fs::read_to_string(&path).unwrap();
                named.extend(
                    text.split("assets::href(\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned),
                );
            }
        }

        assert!(!named.is_empty());
        for name in named {
            assert!(!href(&name).contains("missing"), "{name}");
        }
    }
}
