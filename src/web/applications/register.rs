//! Registering an application for somebody who phoned, wrote or came by.

use super::desk::{channels, read_channel};
use super::questions::Question;
use super::shown::{CohortLine, cohort_lines, organisation_choices, wishes};
use crate::applications::actions::Registration;
use crate::applications::{Answers, Terms, actions};
use crate::kernel::{Failure, Lang, OfferId, Refusal as _};
use crate::locale::stockholm;
use crate::offers::OfferState;
use crate::people::Coordinator;
use crate::web::form::{self, Reading, Submitted};
use crate::web::parts::{Choice, Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, get, post, routes};

/// All questions on one page.
#[derive(Template)]
#[template(path = "applications/register.html")]
struct RegisterPage {
    lang: Lang,
    chrome: Chrome,
    terms: Terms,
    organisations: Vec<Choice>,
    cohorts: Vec<CohortLine>,
    wishes: Vec<Choice>,
    channels: Vec<Choice>,
    languages: Vec<Choice>,
    form: Submitted,
    errors: FormErrors,
    key: String,
}

impl RegisterPage {
    fn to(&self, rest: &str) -> String {
        self.chrome.to(&format!("/desk/offers/{}{rest}", self.terms.offer.id))
    }
}

async fn terms_of(scene: &Scene<'_>, offer: OfferId) -> Result<Terms, Problem> {
    let terms = Terms::find(scene.house.db.read(), offer).await?;
    terms.filter(|terms| terms.offer.state != OfferState::Draft).ok_or(Problem::Missing)
}

#[get("/desk/offers/<offer>/register")]
async fn show(_who: Coordinator, offer: OfferId, scene: Scene<'_>) -> Answer<RegisterPage> {
    let terms = terms_of(&scene, offer).await?;
    let form = Submitted::of([("channel", "phone"), ("letters_in", "sv")]);
    Ok(Reply::Page(page(terms, scene, (form, FormErrors::none()), form::new_key()?)))
}

fn page(terms: Terms, scene: Scene<'_>, (form, errors): (Submitted, FormErrors), key: String) -> RegisterPage {
    let lang = scene.lang;
    RegisterPage {
        lang,
        organisations: organisation_choices(&terms, lang),
        cohorts: cohort_lines(&terms, lang, stockholm::today(scene.now)),
        wishes: wishes(terms.cohorts.len(), lang),
        channels: channels(lang),
        languages: vec![Choice::new("sv", "svenska"), Choice::new("en", "English")],
        terms,
        form,
        errors,
        key,
        chrome: scene.chrome,
    }
}

#[post("/desk/offers/<offer>/register", data = "<form>")]
async fn register(who: Coordinator, offer: OfferId, form: Submitted, scene: Scene<'_>) -> Answer<RegisterPage> {
    let (terms, key) = (terms_of(&scene, offer).await?, form.key()?);
    let mut reading = Reading::new(&form, scene.lang);
    let channel = read_channel(&mut reading, "channel", scene.lang);
    let mut answers = Answers::default();
    for question in Question::of(&terms) {
        question.read(&mut reading, &form, (&mut answers, &terms, scene.lang));
    }
    let (true, Some(channel)) = (reading.is_sound(), channel) else {
        let errors = reading.errors();
        return Ok(Reply::Again(page(terms, scene, (form, errors), key.as_str().to_owned())));
    };
    let lang = Lang::from_tag(form.get("letters_in")).unwrap_or_default();
    let registration = Registration { offer, answers, channel, lang, key: key.clone() };
    let head = scene.house.letterhead();
    match actions::register(&scene.house.db, &head, &who, registration, scene.now).await {
        Ok(id) => Ok(Reply::See(scene.chrome.to(&format!("/desk/applications/{id}")))),
        Err(Failure::Repeated(receipt)) => Ok(Reply::See(scene.chrome.to(&receipt))),
        Err(Failure::Refused(refusal)) => {
            let errors = [(refusal.field().unwrap_or_default(), refusal.sentence(scene.lang))].into_iter().collect();
            Ok(Reply::Again(page(terms, scene, (form, errors), key.as_str().to_owned())))
        }
        Err(other) => Err(other.into()),
    }
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![show, register]
}
