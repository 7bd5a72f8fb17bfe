//! The switch that stops issuing, and lifting it.

use super::at_desk::AtDesk;
use crate::certification::{Refusal, actions, queries};
use crate::house::House;
use crate::kernel::{Failure, Lang, Refusal as _};
use crate::locale::dates;
use crate::people;
use crate::web::form::{Reading, Submitted};
use crate::web::parts::{Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, get, post, routes};

const LONGEST_REASON: usize = 500;

/// The page of the switch.
#[derive(Template)]
#[template(path = "certification/stop.html")]
pub struct StopPage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    reason: String,
    standing: Option<Standing>,
}

/// The stop that stands.
#[derive(Debug)]
struct Standing {
    since: String,
    by: String,
    reason: String,
}

#[get("/desk/certificates/stop")]
async fn show(desk: AtDesk<'_>) -> Answer<StopPage> {
    Ok(Reply::Page(page(desk.chrome, desk.house).await?))
}

#[post("/desk/certificates/stop", data = "<form>")]
async fn stop(desk: AtDesk<'_>, form: Submitted) -> Answer<StopPage> {
    let AtDesk { who, chrome, now, house } = desk;
    let lang = chrome.lang;
    let mut reading = Reading::new(&form, lang);
    let reason = reading.words("reason", LONGEST_REASON, &Refusal::NoReason.sentence(lang));
    let errors = reading.errors();
    let refused = match reason {
        None => errors,
        Some(reason) => match actions::stop(&house.db, &who, &reason, now).await {
            // Stopped already: what was wanted is so, whoever did it.
            Ok(()) | Err(Failure::Refused(Refusal::Stopped)) => {
                return Ok(Reply::See(chrome.to("/desk/certificates/stop")));
            }
            Err(Failure::Refused(refusal)) => [("reason", refusal.sentence(lang))].into_iter().collect(),
            Err(other) => return Err(other.into()),
        },
    };
    let page = page(chrome, house).await?;
    Ok(Reply::Again(StopPage { errors: refused, reason: form.get("reason").to_owned(), ..page }))
}

#[post("/desk/certificates/resume")]
async fn resume(desk: AtDesk<'_>) -> Answer<StopPage> {
    let AtDesk { who, chrome, now, house } = desk;
    actions::lift(&house.db, &who, now).await?;
    house.due.notify_one();
    Ok(Reply::See(chrome.to("/desk/certificates/stop")))
}

async fn page(chrome: Chrome, house: &House) -> Result<StopPage, Problem> {
    let db = house.db.read();
    let lang = chrome.lang;
    let standing = match queries::standing_stop(db).await? {
        Some(stop) => {
            let names = people::queries::names_of(db, &[stop.stopped_by], lang).await?;
            let by = names.into_iter().next().map(|(_, name)| name).unwrap_or_default();
            Some(Standing { since: dates::moment(lang, stop.stopped_at), by, reason: stop.reason })
        }
        None => None,
    };
    Ok(StopPage { lang, chrome, errors: FormErrors::none(), reason: String::new(), standing })
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, stop, resume]
}
