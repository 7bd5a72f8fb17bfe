//! What machines verify with: our keys, what the numbers in codes mean, who is revoked, and single credentials.
//!
//! Open to everybody and to every origin: a verifier's page elsewhere may read it, and there is nothing of a reader in it.

use crate::certification::{actions, places, queries};
use crate::credentials::award::achievement;
use crate::credentials::{Award, Companion, Issuer, did};
use crate::house::House;
use crate::kernel::Lang;
use crate::organisations;
use crate::programmes;
use crate::seals::{self, KeyKind};
use crate::web::guards::Now;
use crate::web::hurry::Lookup;
use crate::web::parts::Chrome;
use crate::web::problem::Problem;
use rocket::http::{ContentType, Header};
use rocket::request::{FromRequest, Outcome};
use rocket::response::{self, Responder, Response};
use rocket::{Request, Route, State, get, routes};
use std::io::Cursor;

/// A signed or public document.
#[derive(Debug)]
struct Document {
    text: String,
    kind: &'static str,
    /// The name it is saved under; `None` for what is only read.
    name: Option<String>,
}

impl<'r> Responder<'r, 'static> for Document {
    fn respond_to(self, _request: &'r Request<'_>) -> response::Result<'static> {
        let kind = ContentType::parse_flexible(self.kind).unwrap_or(ContentType::JSON);
        let mut response = Response::build();
        response
            .header(kind)
            .header(Header::new("Access-Control-Allow-Origin", "*"))
            .header(Header::new("Cache-Control", "no-store"))
            .sized_body(self.text.len(), Cursor::new(self.text));
        if let Some(name) = self.name {
            response.header(Header::new("Content-Disposition", format!("attachment; filename=\"{name}\"")));
        }
        Ok(response.finalize())
    }
}

fn document(text: String, kind: &'static str) -> Document {
    Document { text, kind, name: None }
}

/// The host a document was asked of. Papers that are out name the host they were issued on for ever, so each host that was
/// ever in use goes on speaking of itself; whoever asks elsewhere is told of the one in use now.
struct Asked(Option<String>);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Asked {
    type Error = std::convert::Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        Outcome::Success(Self(request.headers().get_one("Host").map(str::to_lowercase)))
    }
}

async fn issuer(house: &House, asked: &Asked) -> Result<Issuer, Problem> {
    let platform = organisations::queries::platform(house.db.read()).await?;
    let name = platform.map(|platform| platform.issuer_name).unwrap_or_default();
    let known = seals::queries::hosts(house.db.read()).await?;
    let is_asked = |known: &&String| {
        let host = known.split_once("://").map_or(known.as_str(), |(_, host)| host);
        asked.0.as_deref() == Some(host)
    };
    let host = known.iter().find(is_asked).map_or(house.links.verification(), String::as_str);
    Issuer::new(host, &name, house.links.public()).map_err(|why| Problem::broken(&why.sentence(Lang::En)))
}

/// Every key that ever signed or sealed, as `did:web` finds it.
#[get("/.well-known/did.json")]
async fn did_document(asked: Asked, house: &State<House>) -> Result<Document, Problem> {
    let published = seals::queries::published(house.db.read()).await?;
    let text = did::document(&issuer(house, &asked).await?, &published).to_string();
    Ok(document(text, "application/did+json"))
}

/// What the short codes in a QR mean, signed.
#[get("/.well-known/stafett-keys.json")]
async fn companion(asked: Asked, house: &State<House>, now: Now) -> Result<Document, Problem> {
    let db = house.db.read();
    let titles = programmes::queries::award_titles(db).await?;
    let award = |title: programmes::AwardTitle| {
        Some(Award { number: u64::try_from(title.id).ok()?, sv: title.title_sv, en: title.title_en })
    };
    let awards: Vec<Award> = titles.into_iter().filter_map(award).collect();
    let hosts = seals::queries::hosts(db).await?;
    let published = seals::queries::published(db).await?;
    let signing: Vec<_> = published.iter().filter(|one| one.kind == KeyKind::Signing).cloned().collect();
    actions::may_sign(&house.keys, &signing).map_err(|why| Problem::OutOfOrder(Box::new(why)))?;
    let (issuer, keys, lists) =
        (issuer(house, &asked).await?, did::signing_keys(&published), places::numbers(db).await?);
    let (published, lists) = (&published[..], &lists[..]);
    let companion = Companion { issuer: &issuer, hosts: &hosts, awards: &awards, keys: &keys, published, lists };
    Ok(document(companion.sign(house.keys.signing(), now.0), "application/json"))
}

/// One status list, as it was signed when somebody on it was revoked last.
#[get("/status/<number>")]
async fn status(number: i64, house: &State<House>) -> Result<Document, Problem> {
    let list = places::find(house.db.read(), number).await?.ok_or(Problem::Missing)?;
    Ok(document(list.credential, "application/vc"))
}

/// The credential of one certificate; none of a person whose data are protected, as if there were no such code.
#[get("/v/<code>/credential.json")]
async fn credential(code: &str, lookup: Lookup, house: &State<House>) -> Result<Document, Problem> {
    let Some(shown) = house.register().verify(code).await?.filter(|shown| !shown.is_masked) else {
        lookup.missed(house)?;
        return Err(Problem::Missing);
    };
    let paper = queries::paper_of(house.db.read(), shown.certificate.id).await?.ok_or(Problem::Missing)?;
    let name = Some(format!("{}.json", shown.certificate.number));
    Ok(Document { text: paper.credential, kind: "application/vc", name })
}

/// What an award means, as credentials refer to it, in the reader's language.
#[get("/awards/<number>")]
async fn award(number: i64, asked: Asked, chrome: Chrome, house: &State<House>) -> Result<Document, Problem> {
    let db = house.db.read();
    let issuer = issuer(house, &asked).await?;
    let title = programmes::queries::award_titles(db).await?.into_iter().find(|one| one.id == number);
    let (award, programme) = match title {
        Some(title) => {
            let programme = programmes::queries::find(db, title.programme_id).await?;
            let award = Award { number: number.unsigned_abs(), sv: title.title_sv, en: title.title_en };
            (award, programme.map(|one| chrome.lang.say(one.name_sv, one.name_en)))
        }
        None if number == 0 => (Award::attendance(), None),
        None => return Err(Problem::Missing),
    };
    let text = achievement(&issuer, &award, programme.as_deref(), chrome.lang);
    Ok(document(text.to_string(), "application/json"))
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![did_document, companion, status, credential, award]
}
