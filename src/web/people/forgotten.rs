//! A forgotten password: always the same answer, whoever asks for whichever address.

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
#[template(path = "people/forgotten.html")]
struct ForgottenPage {
    lang: Lang,
    chrome: Chrome,
    form: Submitted,
    errors: FormErrors,
    is_answered: bool,
}

#[get("/sign-in/forgotten?<sent>")]
fn show(scene: Scene<'_>, sent: Option<&str>) -> Reply<ForgottenPage> {
    let (form, errors) = (Submitted::default(), FormErrors::none());
    Reply::Page(ForgottenPage { lang: scene.lang, chrome: scene.chrome, form, errors, is_answered: sent.is_some() })
}

#[post("/sign-in/forgotten", data = "<form>")]
async fn ask(form: Submitted, whence: Whence, scene: Scene<'_>) -> Answer<ForgottenPage> {
    let mut reading = Reading::new(&form, scene.lang);
    let Some(email) = reading.email("email") else {
        let errors = reading.errors();
        let page = ForgottenPage { lang: scene.lang, chrome: scene.chrome, form, errors, is_answered: false };
        return Ok(Reply::Again(page));
    };
    let wanted = Ask { wanted: Wanted::NewPassword, email, lang: scene.lang, network: whence.network };
    match asked::ask(&scene.house.door(), &wanted, scene.now).await {
        Ok(()) => {
            scene.house.due.notify_one();
            Ok(Reply::See(scene.chrome.to("/sign-in/forgotten?sent=1")))
        }
        Err(Failure::Refused(refusal)) => {
            let errors = [("email", refusal.sentence(scene.lang))].into_iter().collect();
            let page = ForgottenPage { lang: scene.lang, chrome: scene.chrome, form, errors, is_answered: false };
            Ok(Reply::Again(page))
        }
        Err(other) => Err(other.into()),
    }
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, ask]
}
