//! The page behind a day link: a guest trainer says a name and is led to the roster of that one day.

use crate::access::Whence;
use crate::access::links::{Opened, Purpose};
use crate::attendance::{Refusal, day_links};
use crate::cohorts::{self, Cohort, CourseDay};
use crate::kernel::{CourseDayId, Failure, Lang, Refusal as _};
use crate::locale::dates;
use crate::web::attendance::standing::times;
use crate::web::form::{Reading, Submitted};
use crate::web::parts::{Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use crate::web::way_in::{self, Kept};
use askama::Template;
use rocket::http::CookieJar;
use rocket::{Route, get, post, routes};

/// Which day it is, and the one question.
#[derive(Template)]
#[template(path = "attendance/day_link.html")]
struct DayLinkPage {
    lang: Lang,
    chrome: Chrome,
    token: String,
    cohort: String,
    when: String,
    is_today: bool,
    is_cancelled: bool,
    form: Submitted,
    errors: FormErrors,
}

/// What the link opens; one that has ended looks like none.
struct Spot {
    link: Opened,
    day: CourseDay,
    cohort: Cohort,
}

async fn spot(scene: &Scene<'_>, token: &str) -> Result<Spot, Problem> {
    let db = scene.house.db.read();
    let link = Opened::by(db, &scene.house.tokens, (Purpose::Day, token), scene.now).await?.ok_or(Problem::Missing)?;
    let day = cohorts::queries::find_day(db, CourseDayId(link.object())).await?.ok_or(Problem::Missing)?;
    // A day that was moved meanwhile ends at its own midnight, not at that of the day the link was made for.
    if scene.now >= day_links::ends(&day) {
        return Err(Problem::Missing);
    }
    let cohort = cohorts::queries::find(db, day.cohort_id).await?.ok_or(Problem::Missing)?;
    Ok(Spot { link, day, cohort })
}

#[get("/day-links/<token>")]
async fn show(token: &str, scene: Scene<'_>) -> Answer<DayLinkPage> {
    let spot = spot(&scene, token).await?;
    way_in::note_opened(scene.house, &spot.link, scene.now).await;
    Ok(Reply::Page(page(&spot, scene, (Submitted::default(), FormErrors::none()))))
}

fn page(spot: &Spot, scene: Scene<'_>, (form, errors): (Submitted, FormErrors)) -> DayLinkPage {
    let lang = scene.lang;
    DayLinkPage {
        lang,
        token: spot.link.token().to_owned(),
        cohort: spot.cohort.name.clone(),
        when: format!("{} {}", dates::weekday_day(lang, spot.day.day), times(lang, &spot.day)),
        is_today: day_links::is_today(&spot.day, scene.now),
        is_cancelled: spot.day.is_cancelled,
        form,
        errors,
        chrome: scene.chrome,
    }
}

#[post("/day-links/<token>", data = "<form>")]
async fn enter(
    token: &str,
    form: Submitted,
    whence: Whence,
    cookies: &CookieJar<'_>,
    scene: Scene<'_>,
) -> Answer<DayLinkPage> {
    let spot = spot(&scene, token).await?;
    let mut reading = Reading::new(&form, scene.lang);
    let Some(name) = reading.name("name") else {
        let errors = reading.errors();
        return Ok(Reply::Again(page(&spot, scene, (form, errors))));
    };
    let house = scene.house;
    match day_links::enter(&house.db, &house.tokens, (&spot.link, &name), &whence.device, scene.now).await {
        Ok((session, day)) => {
            let kept = Kept::Until(day_links::ends(&day));
            way_in::hand_over(house, cookies, (&session, kept), scene.now).await?;
            Ok(Reply::See(scene.chrome.to(&format!("/days/{}", day.id))))
        }
        Err(Failure::Refused(refusal)) => {
            let errors = [("", Refusal::sentence(&refusal, scene.lang))].into_iter().collect();
            Ok(Reply::Again(page(&spot, scene, (form, errors))))
        }
        Err(other) => Err(other.into()),
    }
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, enter]
}
