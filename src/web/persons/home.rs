//! "My page": one's own applications and courses, each with the thing to do now, and one's devices.

use super::asking::{self, AskingPage};
use super::devices::{self, Device};
use crate::applications::{Application, ApplicationState, own_address, owned};
use crate::cohorts::{self, CourseDay};
use crate::kernel::{ApplicationId, CohortId, Lang, OfferId, PersonId};
use crate::locale::{dates, stockholm};
use crate::offers;
use crate::people;
use crate::seats::{self, SeatOffer, SeatOfferState};
use crate::web::assignments;
use crate::web::chips;
use crate::web::form::Submitted;
use crate::web::guards::LiveSession;
use crate::web::parts::{Chip, Chrome, FormErrors, StripDay};
use crate::web::problem::Problem;
use crate::web::reply::Reply;
use crate::web::scene::Scene;
use crate::web::strip;
use crate::web::way_in;
use askama::Template;
use rocket::http::CookieJar;
use rocket::{Either, Route, get, post, routes};
use std::collections::HashMap;

/// What somebody signed in sees first.
#[derive(Template)]
#[template(path = "persons/home.html")]
struct HomePage {
    lang: Lang,
    chrome: Chrome,
    name: String,
    entries: Vec<Entry>,
    devices: Vec<Device>,
}

/// One application or course.
struct Entry {
    title: String,
    reference: String,
    state: Chip,
    to_do: Option<String>,
    href: String,
    strip: Vec<StripDay>,
    label: String,
}

type Home = Result<Either<Reply<HomePage>, Reply<AskingPage>>, Problem>;

#[get("/my")]
async fn show(session: LiveSession, scene: Scene<'_>) -> Home {
    let Some(person) = scene.person else {
        let page = asking::page(scene.chrome, Submitted::default(), FormErrors::none())?;
        return Ok(Either::Right(Reply::Page(page)));
    };
    let (db, lang) = (scene.house.db.read(), scene.lang);
    let who = people::queries::find_person(db, person).await?.ok_or(Problem::Missing)?;
    let entries = entries(&scene, person).await?;
    let devices = devices::of(&scene, person, session.0.map(|session| session.id)).await?;
    Ok(Either::Left(Reply::Page(HomePage { lang, name: who.true_name, entries, devices, chrome: scene.chrome })))
}

async fn entries(scene: &Scene<'_>, person: PersonId) -> Result<Vec<Entry>, Problem> {
    let db = scene.house.db.read();
    let applications = owned::of_person(db, person).await?;
    let ids: Vec<OfferId> = applications.iter().map(|one| one.offer_id).collect();
    let titles: HashMap<OfferId, String> =
        offers::queries::among(db, &ids).await?.into_iter().map(|offer| (offer.id, offer.title)).collect();
    let seats: HashMap<ApplicationId, SeatOffer> = seats::queries::seat_offers_of_person(db, person)
        .await?
        .into_iter()
        .map(|one| (one.application_id, one))
        .collect();
    let cohorts: Vec<CohortId> = seats.values().map(|seat| seat.cohort_id).collect();
    let mut days: HashMap<CohortId, Vec<CourseDay>> = HashMap::new();
    for day in cohorts::queries::days_among(db, &cohorts).await? {
        days.entry(day.cohort_id).or_default().push(day);
    }
    let names: HashMap<CohortId, String> =
        cohorts::queries::among(db, &cohorts).await?.into_iter().map(|one| (one.id, one.name)).collect();
    let mut assignments = assignments::next::next_of(db, person, scene.lang).await?;
    let mut entry = |one: Application| {
        let seat = seats.get(&one.id).filter(|seat| seat.state == SeatOfferState::Accepted);
        let days = seat.and_then(|seat| days.get(&seat.cohort_id)).map_or(&[][..], Vec::as_slice);
        Entry {
            title: titles.get(&one.offer_id).cloned().unwrap_or_default(),
            state: chips::application(one.state, scene.lang),
            // What is to be handed in first, then the next day.
            to_do: [assignments.remove(&one.id), to_do(scene, &one, (seats.get(&one.id), days))]
                .into_iter()
                .flatten()
                .reduce(|first, then| format!("{first} {then}")),
            href: scene.chrome.to(&format!("/my/{}", own_address(one.id))),
            strip: strip::of_cohort(scene.lang, days, stockholm::today(scene.now)),
            label: seat.and_then(|seat| names.get(&seat.cohort_id)).cloned().unwrap_or_default(),
            reference: one.reference,
        }
    };
    Ok(applications.into_iter().map(&mut entry).collect())
}

/// The one thing to do now, or what comes next, in a sentence.
fn to_do(scene: &Scene<'_>, one: &Application, (seat, days): (Option<&SeatOffer>, &[CourseDay])) -> Option<String> {
    let lang = scene.lang;
    match one.state {
        ApplicationState::Offered => {
            let seat = seat.filter(|seat| seat.state == SeatOfferState::Offered)?;
            let when = dates::deadline(lang, seat.reply_by, scene.now);
            Some(lang.say(format!("Svara på platserbjudandet {when}."), format!("Answer the seat offer {when}.")))
        }
        ApplicationState::SupplementRequested => {
            Some(lang.say("Komplettera din ansökan.", "Supplement your application.").to_owned())
        }
        ApplicationState::AwaitingManager => {
            Some(lang.say("Din chef har inte svarat än.", "Your manager has not answered yet.").to_owned())
        }
        _ => {
            let today = stockholm::today(scene.now);
            let next = days.iter().filter(|day| !day.is_cancelled && day.day >= today).min_by_key(|day| day.day)?;
            let when = dates::weekday_day(lang, next.day);
            Some(lang.say(format!("Nästa utbildningsdag: {when}."), format!("Next course day: {when}.")))
        }
    }
}

/// Signs whoever it is out of this device.
#[post("/my/sign-out")]
async fn sign_out(session: LiveSession, cookies: &CookieJar<'_>, scene: Scene<'_>) -> Result<Reply<HomePage>, Problem> {
    // An account signs out where it signed in.
    if session.0.is_some_and(|session| session.account_id.is_none()) {
        way_in::let_go(scene.house, cookies, scene.now).await?;
    }
    Ok(Reply::See(scene.chrome.to("/")))
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![show, sign_out]
}
