//! A new cohort: drafted from its programme in one step.

use super::reading;
use crate::cohorts::model::NewCohort;
use crate::cohorts::{actions, rules};
use crate::house::House;
use crate::kernel::{Failure, Instant, Lang, ProgrammeVersionId, Refusal as _};
use crate::locale::{dates, stockholm};
use crate::people::Coordinator;
use crate::programmes;
use crate::web::form::{Reading, Submitted, new_key};
use crate::web::guards::Now;
use crate::web::parts::{Choice, Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, post, routes};

/// How many days ahead a new cohort is suggested to begin: time to offer, apply and allocate.
const DAYS_AHEAD: u64 = 70;

/// The form of a new cohort.
#[derive(Template)]
#[template(path = "cohorts/new.html")]
pub struct NewPage {
    lang: Lang,
    chrome: Chrome,
    form: Submitted,
    errors: FormErrors,
    programmes: Vec<Choice>,
    languages: Vec<Choice>,
}

impl NewPage {
    async fn open(house: &House, chrome: Chrome, form: Submitted, errors: FormErrors) -> Result<Self, Problem> {
        let lang = chrome.lang;
        let latest = programmes::queries::latest_versions(house.db.read()).await?;
        let programmes = latest.iter().map(|(programme, version)| {
            Choice::new(version.id, format!("{} ({})", programme.name(lang), version.number))
        });
        let (programmes, languages) = (programmes.collect(), reading::languages(lang));
        Ok(Self { lang, chrome, form, errors, programmes, languages })
    }
}

#[get("/desk/cohorts/new")]
async fn show(_who: Coordinator, chrome: Chrome, now: Now, house: &State<House>) -> Answer<NewPage> {
    let latest = programmes::queries::latest_versions(house.db.read()).await?;
    let only = match latest.as_slice() {
        [(_, version)] => version.id.to_string(),
        _ => String::new(),
    };
    let form = suggested(now.0, only, new_key()?);
    Ok(Reply::Page(NewPage::open(house, chrome, form, FormErrors::none()).await?))
}

fn suggested(now: Instant, programme: String, key: String) -> Submitted {
    let from = stockholm::today(now) + chrono::Days::new(DAYS_AHEAD);
    Submitted::of([
        ("submission_key", key),
        ("programme", programme),
        ("from", dates::iso(from)),
        ("term", rules::term_of(from)),
        ("capacity", "40".to_owned()),
        ("languages", "sv".to_owned()),
    ])
}

#[post("/desk/cohorts/new", data = "<form>")]
async fn make(who: Coordinator, form: Submitted, chrome: Chrome, now: Now, house: &State<House>) -> Answer<NewPage> {
    let key = form.key()?;
    let new = match read(&form, chrome.lang) {
        Ok(new) => new,
        Err(errors) => return Ok(Reply::Again(NewPage::open(house, chrome, form, errors).await?)),
    };
    match actions::draft(&house.db, &who, &new, &key, now.0).await {
        Ok(id) => Ok(Reply::See(chrome.to(&format!("/desk/cohorts/{id}/edit")))),
        Err(Failure::Refused(refusal)) => {
            let errors = [(refusal.field_name(), refusal.sentence(chrome.lang))].into_iter().collect();
            Ok(Reply::Again(NewPage::open(house, chrome, form, errors).await?))
        }
        Err(other) => Err(other.into()),
    }
}

fn read(form: &Submitted, lang: Lang) -> Result<NewCohort, FormErrors> {
    let mut reading = Reading::new(form, lang);
    let missing = lang.say("Välj ett program.", "Choose a programme.");
    let programme = reading.choice("programme", missing, |chosen| chosen.parse::<ProgrammeVersionId>().ok());
    let from = reading.day("from");
    let frame = reading::frame(&mut reading, form, lang);
    match (programme, from, frame, reading.is_sound()) {
        (Some(programme), Some(from), Some(frame), true) => Ok(NewCohort { programme, frame, from }),
        _ => Err(reading.errors()),
    }
}

pub(super) fn routes() -> Vec<Route> {
    routes![show, make]
}
