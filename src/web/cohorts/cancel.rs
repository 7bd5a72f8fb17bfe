//! Cancelling a cohort, with the reason everybody concerned will read.

use crate::cohorts::{self, Cohort};
use crate::house::House;
use crate::kernel::{CohortId, Failure, Instant, Lang, Refusal as _};
use crate::locale::numbers;
use crate::people::Coordinator;
use crate::seats;
use crate::web::form::{Reading, Submitted};
use crate::web::guards::{AtDesk, Now};
use crate::web::parts::{Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, post, routes};

/// The question before a cohort is cancelled.
#[derive(Template)]
#[template(path = "cohorts/cancel.html")]
pub struct CancelPage {
    lang: Lang,
    chrome: Chrome,
    cohort: Cohort,
    held: String,
    form: Submitted,
    errors: FormErrors,
    /// Whether somebody else changed the cohort while the page was open.
    has_changed: bool,
}

impl CancelPage {
    fn path(&self) -> String {
        self.chrome.to(&format!("/desk/cohorts/{}/cancel", self.cohort.id))
    }

    fn back(&self) -> String {
        self.chrome.to(&format!("/desk/cohorts/{}/edit", self.cohort.id))
    }
}

async fn page(
    house: &House,
    chrome: Chrome,
    id: CohortId,
    (form, errors): (Submitted, FormErrors),
) -> Result<CancelPage, Problem> {
    let (lang, db) = (chrome.lang, house.db.read());
    let cohort = cohorts::queries::find(db, id).await?.ok_or(Problem::Missing)?;
    let held = i64::try_from(seats::queries::held_in(db, id).await?.len()).unwrap_or(i64::MAX);
    let held = numbers::counted(lang, held, ("person", "personer"), ("person", "people"));
    Ok(CancelPage { lang, chrome, cohort, held, form, errors, has_changed: false })
}

/// Refused before the question is put, when there is nothing to cancel any longer.
async fn refuse(house: &House, id: CohortId, now: Instant) -> Result<(), Problem> {
    let db = house.db.read();
    let cohort = cohorts::queries::find(db, id).await?.ok_or(Problem::Missing)?;
    let days = cohorts::queries::held(&cohorts::queries::days_of(db, id).await?);
    cohorts::rules::may_cancel(cohort.state, &days, now).map_err(|refusal| Problem::Refused(Box::new(refusal)))
}

#[get("/desk/cohorts/<id>/cancel")]
async fn show(_who: Coordinator, id: CohortId, chrome: Chrome, now: Now, house: &State<House>) -> Answer<CancelPage> {
    refuse(house, id, now.0).await?;
    Ok(Reply::Page(page(house, chrome, id, (Submitted::default(), FormErrors::none())).await?))
}

#[post("/desk/cohorts/<id>/cancel", data = "<form>")]
async fn cancel(desk: AtDesk, id: CohortId, form: Submitted, house: &State<House>) -> Answer<CancelPage> {
    let AtDesk { who, chrome, now } = desk;
    let (version, lang) = (form.version()?, chrome.lang);
    let mut reading = Reading::new(&form, lang);
    let missing = lang.say(
        "Skriv varför, så att sökande och deltagare kan läsa det.",
        "Say why, so that applicants and participants can read it.",
    );
    let Some(reason) = reading.words("reason", 500, missing) else {
        let errors = reading.errors();
        return Ok(Reply::Again(page(house, chrome, id, (form, errors)).await?));
    };
    let outcome = seats::actions::cancel(&house.db, &house.letterhead(), &who, (id, version, &reason), now).await;
    match outcome {
        Ok(()) => Ok(Reply::See(chrome.to("/desk/cohorts"))),
        Err(Failure::Refused(refusal)) => {
            let errors = [("", refusal.sentence(lang))].into_iter().collect();
            Ok(Reply::Again(page(house, chrome, id, (form, errors)).await?))
        }
        Err(Failure::Stale) => {
            let page = page(house, chrome, id, (form.over_saved(), FormErrors::none())).await?;
            Ok(Reply::Stale(CancelPage { has_changed: true, ..page }))
        }
        Err(other) => Err(other.into()),
    }
}

pub(super) fn routes() -> Vec<Route> {
    routes![show, cancel]
}
