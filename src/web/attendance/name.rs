//! "This is how your name stands on the certificate": shown, corrected, confirmed.

use crate::applications::Applicant;
use crate::certification::naming::{self, Refusal};
use crate::house::House;
use crate::kernel::{Failure, Instant, Lang, Refusal as _};
use crate::locale::dates;
use crate::people;
use crate::seats::{self, Participant, ParticipantState};
use crate::web::bearer;
use crate::web::form::{Reading, Submitted};
use crate::web::guards::{Now, Own};
use crate::web::parts::{Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, State, get, post, routes};

/// The page.
#[derive(Template)]
#[template(path = "attendance/name.html")]
pub struct NamePage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    token: String,
    form: Submitted,
    typed: String,
    stands: String,
    confirmed: Option<String>,
    version: i64,
    is_issued: bool,
    is_stale: bool,
}

#[get("/my/<token>/name")]
async fn show(token: &str, chrome: Chrome, now: Now, own: Own, house: &State<House>) -> Answer<NamePage> {
    let (who, participant) = bearer_of(house, own, token, now.0).await?;
    page(house, &who, &participant, chrome).await.map(Reply::Page)
}

#[post("/my/<token>/name", data = "<form>")]
async fn confirm(token: &str, form: Submitted, own: Own, scene: Scene<'_>) -> Answer<NamePage> {
    let Scene { house, chrome, now, .. } = scene;
    let (who, participant) = bearer_of(house, own, token, now).await?;
    let (lang, typed) = (chrome.lang, form.get("name").to_owned());
    let mut reading = Reading::new(&form, lang);
    let Some(name) = reading.name("name") else {
        let errors = reading.errors();
        let page = page(house, &who, &participant, chrome).await?;
        return Ok(Reply::Again(NamePage { errors, form, typed, ..page }));
    };
    let back = chrome.to(&format!("/my/{token}/name"));
    let is_printable = house.layouts.undrawable(name.as_str()).is_empty();
    let confirmed = match form.version()? {
        version if is_printable => naming::confirm_name(&house.db, &who, &name, version, now).await,
        _ => Err(Failure::Refused(Refusal::Unprintable)),
    };
    match confirmed {
        Ok(()) => Ok(Reply::See(back)),
        Err(Failure::Refused(refusal)) => {
            let page = page(house, &who, &participant, chrome).await?;
            let errors = [(field(refusal), refusal.sentence(lang))].into_iter().collect();
            Ok(Reply::Again(NamePage { errors, form, typed, ..page }))
        }
        Err(Failure::Stale) => {
            // Read once more: the other press may have been saved since this one began.
            let (who, participant) = bearer_of(house, own, token, now).await?;
            if participant.name_on_certificate.as_deref() == Some(name.as_str()) {
                // What somebody sends twice is the same name: then it stands already.
                return Ok(Reply::See(back));
            }
            let page = page(house, &who, &participant, chrome).await?;
            Ok(Reply::Stale(NamePage { typed, is_stale: true, ..page }))
        }
        Err(other) => Err(other.into()),
    }
}

fn field(refusal: Refusal) -> &'static str {
    refusal.field().unwrap_or_default()
}

/// The applicant, who must be a participant still.
async fn bearer_of(house: &House, own: Own, token: &str, now: Instant) -> Result<(Applicant, Participant), Problem> {
    let db = house.db.read();
    let who = bearer::applicant(house, own.0, token, now).await?;
    let participant = seats::queries::participant_of(db, who.application.id).await?;
    let participant = participant.filter(|each| each.state == ParticipantState::Active).ok_or(Problem::Missing)?;
    Ok((who, participant))
}

async fn page(house: &House, who: &Applicant, participant: &Participant, chrome: Chrome) -> Result<NamePage, Problem> {
    let db = house.db.read();
    let person = people::queries::find_person(db, participant.person_id).await?.ok_or(Problem::Missing)?;
    let stands = participant.name_on_certificate.clone().unwrap_or(person.true_name);
    Ok(NamePage {
        lang: chrome.lang,
        errors: FormErrors::none(),
        token: who.token().to_owned(),
        form: Submitted::default(),
        typed: stands.clone(),
        stands,
        confirmed: participant.name_confirmed_at.map(|at| dates::moment(chrome.lang, at)),
        version: participant.version,
        is_issued: naming::has_certificate(db, participant.id).await?,
        is_stale: false,
        chrome,
    })
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, confirm]
}
