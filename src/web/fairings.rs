//! What holds for every request and every answer: no other site acts in our visitors' name, and only our scripts run.

use super::problem::Problem;
use crate::access::sessions;
use crate::house::House;
use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::uri::Origin;
use rocket::http::{Header, Method};
use rocket::{Data, Request, Response, Route, get, routes};

/// Refuses requests that change something when they come from another site.
///
/// Accepted: `Sec-Fetch-Site` same-origin or none; without that header an `Origin` equal to the public address, or to the host
/// asked where a paper is handed in, which changes nothing; with neither only a request that carries no session. Addresses no page could have are refused here, too.
pub struct OwnSiteOnly;

#[rocket::async_trait]
impl Fairing for OwnSiteOnly {
    fn info(&self) -> Info {
        Info { name: "own site only", kind: Kind::Request }
    }

    async fn on_request(&self, request: &mut Request<'_>, _data: &mut Data<'_>) {
        let changes = !matches!(request.method(), Method::Get | Method::Head | Method::Options);
        // NUL stands in no address of ours, and PostgreSQL refuses to look for it. A code is read before it is looked for,
        // and everything that is none gets the same answer.
        let is_code = request.uri().path().starts_with("/v/") || request.uri().path().starts_with("/V/");
        if !is_code && request.uri().to_string().contains("%00") {
            request.set_method(Method::Get);
            request.set_uri(Origin::const_new("/refused/no-such-address", None::<&'static str>));
            return;
        }
        if changes && !is_from_here(request) {
            request.set_method(Method::Get);
            request.set_uri(Origin::const_new("/refused/cross-site", None::<&'static str>));
        }
    }
}

fn is_from_here(request: &Request<'_>) -> bool {
    let headers = request.headers();
    if let Some(site) = headers.get_one("Sec-Fetch-Site") {
        return matches!(site, "same-origin" | "none");
    }
    if let Some(origin) = headers.get_one("Origin") {
        let is_public = |house: &House| house.links.public() == origin;
        return request.rocket().state::<House>().is_some_and(is_public)
            || (request.uri().path() == "/verify" && is_of_its_host(origin, headers.get_one("Host")));
    }
    request.cookies().get(sessions::COOKIE).is_none()
}

/// Whether a page sent this to the host it came from itself.
///
/// Enough where nothing is changed: papers are handed in on every host that certificates ever carried, by browsers that do not
/// say `Sec-Fetch-Site`, too.
fn is_of_its_host(origin: &str, host: Option<&str>) -> bool {
    let of_origin = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    of_origin.zip(host).is_some_and(|(of_origin, host)| of_origin.eq_ignore_ascii_case(host))
}

#[get("/refused/cross-site")]
fn cross_site() -> Problem {
    Problem::CrossSite
}

#[get("/refused/no-such-address")]
fn no_such_address() -> Problem {
    Problem::Missing
}

/// The pages a refused request lands on.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![cross_site, no_such_address]
}

/// Headers of every answer, error pages included.
pub struct SafeHeaders;

/// What every page may load and where its forms lead, then who may frame it.
macro_rules! policy {
    ($ancestors:literal) => {
        concat!(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; ",
            "form-action 'self'; frame-src 'self'; base-uri 'none'; manifest-src 'self'; frame-ancestors ",
            $ancestors
        )
    };
}

/// By this an answer says that it stands in a frame of our own page; it does not travel.
pub const FRAMED: &str = "Framed-Here";

#[rocket::async_trait]
impl Fairing for SafeHeaders {
    fn info(&self) -> Info {
        Info { name: "safe headers", kind: Kind::Response }
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        // Only what says so itself stands in a frame, and only in one of our own pages.
        let is_framed = response.headers().contains(FRAMED);
        response.remove_header(FRAMED);
        let policy = if is_framed { policy!("'self'") } else { policy!("'none'") };
        response.set_header(Header::new("Content-Security-Policy", policy));
        response.set_header(Header::new("Referrer-Policy", "same-origin"));
        response.set_header(Header::new("X-Content-Type-Options", "nosniff"));
        response.set_header(Header::new("X-Frame-Options", if is_framed { "SAMEORIGIN" } else { "DENY" }));
        response.set_header(Header::new("Cross-Origin-Opener-Policy", "same-origin"));
        response.set_header(Header::new("Cross-Origin-Resource-Policy", "same-origin"));
        response.set_header(Header::new("Permissions-Policy", "camera=(self), geolocation=(), microphone=()"));
        if request.rocket().state::<House>().is_some_and(|house| house.links.public().starts_with("https://")) {
            response.set_header(Header::new("Strict-Transport-Security", "max-age=63072000; includeSubDomains"));
        }
        response.remove_header("Server");
        if !response.headers().contains("Cache-Control") {
            response.set_header(Header::new("Cache-Control", "no-store"));
        }
    }
}
