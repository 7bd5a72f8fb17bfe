//! A coordinator hands out a day link: a square code and an address to print or show, and the button that ends it.

use crate::access::SubmissionKey;
use crate::access::links::{self, Purpose};
use crate::attendance::day_links;
use crate::cohorts::{self, Cohort, CourseDay};
use crate::kernel::{CohortId, CourseDayId, Failure, Lang, Refusal as _};
use crate::locale::dates;
use crate::people::Coordinator;
use crate::web::attendance::standing::times;
use crate::web::form::{Submitted, new_key};
use crate::web::parts::{Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use qrcode::{EcLevel, QrCode, render::svg};
use rocket::{Route, get, post, routes};

/// Whether a link is out, who has come by it, and the buttons.
#[derive(Template)]
#[template(path = "attendance/hand_out.html")]
struct HandOutPage {
    lang: Lang,
    chrome: Chrome,
    cohort: Cohort,
    day: CourseDay,
    when: String,
    is_over: bool,
    /// How many links are out.
    live: usize,
    guests: Vec<String>,
    errors: FormErrors,
    key: String,
}

/// The link to print.
#[derive(Template)]
#[template(path = "attendance/day_link_paper.html")]
struct PaperPage {
    lang: Lang,
    chrome: Chrome,
    cohort: Cohort,
    day: CourseDay,
    when: String,
    address: String,
    /// The square code, an SVG drawn from nothing but the address.
    code: String,
}

fn place(cohort: CohortId, day: CourseDayId, rest: &str) -> String {
    format!("/desk/cohorts/{cohort}/days/{day}/links{rest}")
}

async fn spot(scene: &Scene<'_>, cohort: CohortId, day: CourseDayId) -> Result<(CourseDay, Cohort), Problem> {
    let db = scene.house.db.read();
    let day = cohorts::queries::find_day(db, day).await?.filter(|day| day.cohort_id == cohort);
    let cohort = cohorts::queries::find(db, cohort).await?.ok_or(Problem::Missing)?;
    Ok((day.ok_or(Problem::Missing)?, cohort))
}

#[get("/desk/cohorts/<cohort>/days/<day>/links")]
async fn show(_who: Coordinator, cohort: CohortId, day: CourseDayId, scene: Scene<'_>) -> Answer<HandOutPage> {
    page(scene, (cohort, day), FormErrors::none()).await.map(Reply::Page)
}

async fn page(
    scene: Scene<'_>,
    (cohort, day): (CohortId, CourseDayId),
    errors: FormErrors,
) -> Result<HandOutPage, Problem> {
    let (day, cohort) = spot(&scene, cohort, day).await?;
    let db = scene.house.db.read();
    let live = day_links::live_for(db, day.id, scene.now).await?;
    Ok(HandOutPage {
        lang: scene.lang,
        when: format!("{} {}", dates::weekday_day(scene.lang, day.day), times(scene.lang, &day)),
        is_over: scene.now >= day_links::ends(&day) || day.is_cancelled,
        guests: day_links::guests_of(db, &live).await?,
        live: live.len(),
        cohort,
        day,
        errors,
        key: new_key()?,
        chrome: scene.chrome,
    })
}

#[post("/desk/cohorts/<cohort>/days/<day>/links", data = "<form>")]
async fn hand_out(
    who: Coordinator,
    cohort: CohortId,
    day: CourseDayId,
    form: Submitted,
    scene: Scene<'_>,
) -> Answer<HandOutPage> {
    let (found, _) = spot(&scene, cohort, day).await?;
    let key = form.key()?;
    let receipt = place(cohort, day, &format!("/{}", key.as_str()));
    let what = (found.id, &key, receipt.as_str());
    match day_links::hand_out(&scene.house.db, &scene.house.tokens, &who, what, scene.now).await {
        Ok(()) | Err(Failure::Repeated(_)) => Ok(Reply::See(scene.chrome.to(&receipt))),
        Err(Failure::Refused(refusal)) => {
            let errors = [("", refusal.sentence(scene.lang))].into_iter().collect();
            page(scene, (cohort, day), errors).await.map(Reply::Again)
        }
        Err(other) => Err(other.into()),
    }
}

#[get("/desk/cohorts/<cohort>/days/<day>/links/<key>")]
async fn paper(
    _who: Coordinator,
    cohort: CohortId,
    day: CourseDayId,
    key: &str,
    scene: Scene<'_>,
) -> Answer<PaperPage> {
    let (day, cohort) = spot(&scene, cohort, day).await?;
    let token = day_links::token_of(&scene.house.tokens, &SubmissionKey::parse(key).ok_or(Problem::Missing)?);
    let db = scene.house.db.read();
    let link = links::Opened::by(db, &scene.house.tokens, (Purpose::Day, &token), scene.now).await?;
    link.filter(|link| link.object() == day.id.0).ok_or(Problem::Missing)?;
    let address = scene.house.links.day(&token);
    Ok(Reply::Page(PaperPage {
        lang: scene.lang,
        when: format!("{} {}", dates::weekday_day(scene.lang, day.day), times(scene.lang, &day)),
        code: square_code(&address)?,
        address,
        cohort,
        day,
        chrome: scene.chrome,
    }))
}

/// The address as an SVG to stand in a page.
fn square_code(address: &str) -> Result<String, Problem> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M).map_err(|error| Problem::broken(&error))?;
    let drawn = code.render::<svg::Color<'_>>().min_dimensions(280, 280).build();
    Ok(drawn.find("<svg").map_or_else(String::new, |start| drawn[start..].to_owned()))
}

#[post("/desk/cohorts/<cohort>/days/<day>/links/end")]
async fn end(who: Coordinator, cohort: CohortId, day: CourseDayId, scene: Scene<'_>) -> Answer<HandOutPage> {
    let (found, _) = spot(&scene, cohort, day).await?;
    day_links::end(&scene.house.db, &who, found.id, scene.now).await?;
    Ok(Reply::See(scene.chrome.to(&place(cohort, day, ""))))
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, hand_out, paper, end]
}
