//! A new private link: always the same answer, whoever asks for whichever address.

use crate::access::Whence;
use crate::access::asked::{self, Ask, Wanted};
use crate::kernel::{Failure, Lang, Refusal as _};
use crate::web::form::{Reading, Submitted};
use crate::web::parts::{Chrome, FormErrors};
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, get, post, routes};

/// Asks for the address, or says what happens now.
#[derive(Template)]
#[template(path = "applications/new_link.html")]
struct NewLinkPage {
    lang: Lang,
    chrome: Chrome,
    form: Submitted,
    errors: FormErrors,
    is_answered: bool,
}

#[get("/new-link")]
fn show(scene: Scene<'_>) -> Reply<NewLinkPage> {
    let (form, errors) = (Submitted::default(), FormErrors::none());
    Reply::Page(NewLinkPage { lang: scene.lang, chrome: scene.chrome, form, errors, is_answered: false })
}

#[get("/new-link/sent")]
fn sent(scene: Scene<'_>) -> Reply<NewLinkPage> {
    let (form, errors) = (Submitted::default(), FormErrors::none());
    Reply::Page(NewLinkPage { lang: scene.lang, chrome: scene.chrome, form, errors, is_answered: true })
}

#[post("/new-link", data = "<form>")]
async fn ask(form: Submitted, whence: Whence, scene: Scene<'_>) -> Answer<NewLinkPage> {
    let mut reading = Reading::new(&form, scene.lang);
    let Some(email) = reading.email("email") else {
        let errors = reading.errors();
        let page = NewLinkPage { lang: scene.lang, chrome: scene.chrome, form, errors, is_answered: false };
        return Ok(Reply::Again(page));
    };
    let wanted = Ask { wanted: Wanted::Links, email, lang: scene.lang, network: whence.network };
    match asked::ask(&scene.house.door(), &wanted, scene.now).await {
        Ok(()) => {
            scene.house.due.notify_one();
            Ok(Reply::See(scene.chrome.to("/new-link/sent")))
        }
        Err(Failure::Refused(refusal)) => {
            let errors = [("email", refusal.sentence(scene.lang))].into_iter().collect();
            let page = NewLinkPage { lang: scene.lang, chrome: scene.chrome, form, errors, is_answered: false };
            Ok(Reply::Again(page))
        }
        Err(other) => Err(other.into()),
    }
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![show, sent, ask]
}
