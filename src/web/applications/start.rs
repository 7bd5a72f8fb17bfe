//! Where an application begins: what is asked, how long it takes, and the button that begins a draft.

use super::shown::{CohortLine, cohort_lines};
use crate::applications::{Terms, actions, rules};
use crate::house::House;
use crate::kernel::{Failure, Lang};
use crate::locale::{dates, stockholm};
use crate::offers::OfferState;
use crate::seats::vacancies;
use crate::web::form::{self, Submitted};
use crate::web::guards::Now;
use crate::web::parts::Chrome;
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, post, routes};

/// What an applicant reads before the first question.
#[derive(Template)]
#[template(path = "applications/start.html")]
pub(super) struct StartPage {
    lang: Lang,
    chrome: Chrome,
    terms: Terms,
    cohorts: Vec<CohortLine>,
    deadline: String,
    key: String,
    is_open: bool,
    /// How many seats were left over and are given in order of arrival.
    vacant: u64,
}

impl StartPage {
    fn to(&self, rest: &str) -> String {
        self.chrome.to(&format!("/offers/{}{rest}", self.terms.offer.code))
    }
}

async fn terms_of(house: &House, code: &str) -> Result<Terms, Problem> {
    let terms = Terms::find_by_code(house.db.read(), code).await?;
    terms.filter(|terms| terms.offer.state != OfferState::Draft).ok_or(Problem::Missing)
}

#[get("/offers/<code>/apply")]
async fn show(code: &str, chrome: Chrome, now: Now, house: &State<House>) -> Answer<StartPage> {
    let terms = terms_of(house, code).await?;
    let vacant = vacancies::vacant_under(house.db.read(), terms.offer.id, now.0).await?;
    Ok(Reply::Page(page((terms, vacant), chrome, now)?))
}

fn page((terms, vacant): (Terms, u64), chrome: Chrome, Now(now): Now) -> Result<StartPage, Problem> {
    let lang = chrome.lang;
    let cohorts = cohort_lines(&terms, lang, stockholm::today(now));
    let deadline = dates::deadline(lang, terms.offer.deadline_at, now);
    let is_open = rules::may_apply(&terms.offer, vacant, now).is_ok();
    Ok(StartPage { lang, chrome, cohorts, deadline, key: form::new_key()?, is_open, vacant, terms })
}

#[post("/offers/<code>/apply", data = "<form>")]
async fn begin(code: &str, form: Submitted, chrome: Chrome, now: Now, house: &State<House>) -> Answer<StartPage> {
    let terms = terms_of(house, code).await?;
    let key = form.key()?;
    let vacant = vacancies::vacant_under(house.db.read(), terms.offer.id, now.0).await?;
    match actions::begin(&house.db, &house.tokens, (&terms.offer, vacant), &key, now.0).await {
        Ok(()) | Err(Failure::Repeated(_)) => {
            let token = actions::token_of(&house.tokens, &key);
            Ok(Reply::See(chrome.to(&format!("/apply/{token}/name"))))
        }
        Err(Failure::Refused(_)) => Ok(Reply::Again(page((terms, vacant), chrome, now)?)),
        Err(other) => Err(other.into()),
    }
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![show, begin]
}
