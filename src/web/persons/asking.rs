//! Asking for the letter with the way in: always the same answer, whoever asks for whichever address.

use crate::access::Whence;
use crate::access::asked::{self, Ask, Wanted};
use crate::kernel::{Failure, Lang, Refusal as _};
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
async fn ask(form: Submitted, whence: Whence, scene: Scene<'_>) -> Answer<AskingPage> {
    let mut reading = Reading::new(&form, scene.lang);
    let (email, key) = (reading.email("email"), form.key()?);
    let Some(email) = email else {
        let errors = reading.errors();
        return Ok(Reply::Again(page(scene.chrome, form, errors)?));
    };
    let receipt = format!("/code/{}", asked::page_of(&scene.house.tokens, &key));
    let wanted = Ask { wanted: Wanted::WayIn(key), email, lang: scene.lang, network: whence.network };
    match asked::ask(&scene.house.door(), &wanted, scene.now).await {
        Ok(()) => scene.house.due.notify_one(),
        Err(Failure::Repeated(_)) => {}
        Err(Failure::Refused(refusal)) => {
            let errors = [("email", refusal.sentence(scene.lang))].into_iter().collect();
            return Ok(Reply::Again(page(scene.chrome, form, errors)?));
        }
        Err(other) => return Err(other.into()),
    }
    Ok(Reply::See(scene.chrome.to(&receipt)))
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![ask]
}
