//! The public protocol: how the seats were given, so that anybody can recompute it. It names references, never persons.

use crate::allocation::{self, Method};
use crate::house::House;
use crate::kernel::Lang;
use crate::locale::dates;
use crate::offers::{self, Offer, OfferState};
use crate::organisations;
use crate::seats::OfferedCourse;
use crate::seats::draw::Told;
use crate::web::parts::Chrome;
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Download, Reply};
use askama::Template;
use rocket::http::ContentType;
use rocket::{Route, State, get, routes};
use std::collections::HashMap;

/// The protocol, or what is known of it before the seats are given.
#[derive(Template)]
#[template(path = "seats/protocol.html")]
pub struct ProtocolPage {
    lang: Lang,
    chrome: Chrome,
    offer: Offer,
    frozen: usize,
    done: Option<Done>,
}

struct Done {
    is_drawn: bool,
    decided: String,
    public_value: String,
    secret: String,
    seed: String,
    awards: Vec<Line>,
    reserves: Vec<Line>,
}

struct Line {
    number: usize,
    reference: String,
    organisation: String,
    cohort: String,
    why: String,
}

/// What the filed JSON is asked for beside its lists.
#[derive(serde::Deserialize)]
struct Filed {
    secret: Option<String>,
}

#[get("/offers/<code>/protocol")]
async fn show(code: &str, chrome: Chrome, house: &State<House>) -> Answer<ProtocolPage> {
    let (lang, db) = (chrome.lang, house.db.read());
    let offer = published(house, code).await?;
    let frozen = offer.frozen_references.as_deref().unwrap_or_default().lines().count();
    let Some(protocol) = allocation::queries::of_offer(db, offer.id).await? else {
        return Ok(Reply::Page(ProtocolPage { lang, chrome, offer, frozen, done: None }));
    };
    let told: Vec<Told> = serde_json::from_str(&protocol.explanation).map_err(|error| Problem::broken(&error))?;
    let filed: Filed = serde_json::from_str(&protocol.protocol).map_err(|error| Problem::broken(&error))?;
    let organisations: HashMap<String, String> =
        organisations::queries::all(db).await?.into_iter().map(|one| (one.code, one.name)).collect();
    let course = OfferedCourse::read(db, offer.id).await?.ok_or(Problem::Missing)?;
    let cohorts: HashMap<&str, &str> =
        course.cohorts.iter().map(|cohort| (cohort.code.as_str(), cohort.name.as_str())).collect();
    let line = |(number, told): (usize, &Told)| Line {
        number,
        reference: told.reference.clone(),
        organisation: organisations.get(&told.organisation).unwrap_or(&told.organisation).clone(),
        cohort: told.cohort.as_deref().map(|code| (*cohorts.get(code).unwrap_or(&code)).to_owned()).unwrap_or_default(),
        why: lang.say(&told.sv, &told.en).clone(),
    };
    let done = Done {
        is_drawn: protocol.method == Method::Draw,
        decided: dates::moment(lang, protocol.decided_at),
        public_value: protocol.public_value,
        secret: filed.secret.unwrap_or_default(),
        seed: protocol.seed,
        awards: (1..).zip(told.iter().filter(|one| one.reserve.is_none())).map(line).collect(),
        reserves: (1..).zip(told.iter().filter(|one| one.reserve.is_some())).map(line).collect(),
    };
    Ok(Reply::Page(ProtocolPage { lang, chrome, offer, frozen, done: Some(done) }))
}

#[get("/offers/<code>/protocol.json")]
async fn file(code: &str, house: &State<House>) -> Result<Download, Problem> {
    let offer = published(house, code).await?;
    let protocol = allocation::queries::of_offer(house.db.read(), offer.id).await?.ok_or(Problem::Missing)?;
    let name = format!("{}-protocol.json", offer.code);
    Ok(Download { bytes: protocol.protocol.into_bytes(), kind: ContentType::JSON, name })
}

/// The offer, unless it is a draft: drafts look like nothing.
async fn published(house: &House, code: &str) -> Result<Offer, Problem> {
    let offer = offers::queries::find_by_code(house.db.read(), code).await?.ok_or(Problem::Missing)?;
    if offer.state == OfferState::Draft { Err(Problem::Missing) } else { Ok(offer) }
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![show, file]
}
