//! Asking for the letter with the way in: always the same answer, whoever asks for whichever address.

use crate::applications::actions;
use crate::kernel::{Failure, Lang};
use crate::web::form::{Reading, Submitted, new_key};
use crate::web::parts::{Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, post, routes};

/// Asks for the address.
#[derive(Template)]
#[template(path = "persons/asking.html")]
pub(super) struct AskingPage {
    lang: Lang,
    chrome: Chrome,
    form: Submitted,
    errors: FormErrors,
    key: String,
}

/// The page of somebody who is not signed in.
pub(super) fn page(chrome: Chrome, form: Submitted, errors: FormErrors) -> Result<AskingPage, Problem> {
    let key = form.key().map_or_else(|_| new_key(), |key| Ok(key.as_str().to_owned()))?;
    Ok(AskingPage { lang: chrome.lang, chrome, form, errors, key })
}

#[post("/my", data = "<form>")]
async fn ask(form: Submitted, scene: Scene<'_>) -> Answer<AskingPage> {
    let mut reading = Reading::new(&form, scene.lang);
    let (email, key) = (reading.email("email"), form.key()?);
    let Some(email) = email else {
        let errors = reading.errors();
        return Ok(Reply::Again(page(scene.chrome, form, errors)?));
    };
    let what = (&email, &key, scene.lang);
    match actions::send_way_in(&scene.house.db, &scene.house.letterhead(), what, scene.now).await {
        Ok(page) => {
            scene.house.posted.notify_one();
            Ok(Reply::See(scene.chrome.to(&format!("/code/{page}"))))
        }
        Err(Failure::Repeated(receipt)) => Ok(Reply::See(scene.chrome.to(&receipt))),
        Err(other) => Err(other.into()),
    }
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![ask]
}
