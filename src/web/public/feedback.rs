//! Feedback: the form for everybody, the receipt, and the list for the staff.

use crate::access::Whence;
use crate::house::House;
use crate::kernel::{EmailAddress, Failure, FeedbackId, Lang, Refusal as _};
use crate::locale::dates;
use crate::privacy::actions::{self, NewFeedback};
use crate::privacy::{Feedback, queries};
use crate::web::form::{Reading, Submitted, new_key};
use crate::web::guards::AtDesk;
use crate::web::parts::{Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, State, get, post, routes};

/// The form.
#[derive(Template)]
#[template(path = "public/feedback.html")]
pub struct FeedbackPage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    form: Submitted,
    submission_key: String,
}

/// The receipt.
#[derive(Template)]
#[template(path = "public/thanks.html")]
pub struct ThanksPage {
    lang: Lang,
    chrome: Chrome,
}

/// What came in.
#[derive(Template)]
#[template(path = "public/feedback_list.html")]
pub struct ListPage {
    lang: Lang,
    chrome: Chrome,
    rows: Vec<Row>,
    is_stale: bool,
}

struct Row {
    at: String,
    about: String,
    words: String,
    reply_to: Option<String>,
    given: String,
    answered: Option<String>,
    version: i64,
}

#[get("/feedback?<about>")]
fn ask(about: Option<&str>, chrome: Chrome) -> Result<Reply<FeedbackPage>, Problem> {
    let about: String = about.unwrap_or_default().chars().filter(|one| !one.is_control()).take(200).collect();
    let form = Submitted::of([("about", about)]);
    Ok(Reply::Page(page(chrome, form, FormErrors::none())?))
}

fn page(chrome: Chrome, form: Submitted, errors: FormErrors) -> Result<FeedbackPage, Problem> {
    let kept = form.get("submission_key").to_owned();
    let submission_key = if kept.is_empty() { new_key()? } else { kept };
    Ok(FeedbackPage { lang: chrome.lang, chrome, errors, form, submission_key })
}

#[post("/feedback", data = "<form>")]
async fn take(form: Submitted, whence: Whence, scene: Scene<'_>) -> Answer<FeedbackPage> {
    let Scene { house, now, chrome, lang, .. } = scene;
    let key = form.key()?;
    let new = match read(&form, lang) {
        Ok(new) => new,
        Err(errors) => return Ok(Reply::Again(page(chrome, form, errors)?)),
    };
    match actions::give(&house.db, (&new, &key), &whence.network, now).await {
        Ok(()) => Ok(Reply::See(chrome.to("/feedback/thanks"))),
        Err(Failure::Refused(refusal)) => {
            let errors = [("", refusal.sentence(lang))].into_iter().collect();
            Ok(Reply::Again(page(chrome, form, errors)?))
        }
        Err(other) => Err(other.into()),
    }
}

fn read(form: &Submitted, lang: Lang) -> Result<NewFeedback, FormErrors> {
    let mut reading = Reading::new(form, lang);
    let about = reading.optional_line("about", 200);
    let missing = lang.say("Skriv vad som är fel eller kunde vara bättre.", "Write what is wrong or could be better.");
    let words = reading.words("words", 4_000, missing);
    let reply_to: Option<EmailAddress> = if form.has("reply_to") { reading.email("reply_to") } else { None };
    let new = || Some(NewFeedback { about: about?, words: words?, reply_to });
    new().filter(|_| reading.is_sound()).ok_or_else(|| reading.errors())
}

#[get("/feedback/thanks")]
fn thanks(chrome: Chrome) -> Reply<ThanksPage> {
    Reply::Page(ThanksPage { lang: chrome.lang, chrome })
}

async fn list_page(house: &House, chrome: Chrome) -> Result<ListPage, Problem> {
    let rows = queries::feedback(house.db.read()).await?;
    let row = |one: Feedback| Row {
        at: chrome.to(&format!("/desk/feedback/{}/answered", one.id)),
        about: one.about,
        words: one.words,
        reply_to: one.reply_to,
        given: dates::iso_moment(one.given_at),
        answered: one.answered_at.map(dates::iso_moment),
        version: one.version,
    };
    Ok(ListPage { lang: chrome.lang, rows: rows.into_iter().map(row).collect(), is_stale: false, chrome })
}

#[get("/desk/feedback")]
async fn list(desk: AtDesk, house: &State<House>) -> Answer<ListPage> {
    Ok(Reply::Page(list_page(house, desk.chrome).await?))
}

#[post("/desk/feedback/<id>/answered", data = "<form>")]
async fn answered(id: FeedbackId, desk: AtDesk, form: Submitted, house: &State<House>) -> Answer<ListPage> {
    let AtDesk { who, chrome, now } = desk;
    match actions::answer(&house.db, &who, (id, form.version()?), now).await {
        Ok(()) => Ok(Reply::See(chrome.to("/desk/feedback"))),
        Err(Failure::Stale) => Ok(Reply::Stale(ListPage { is_stale: true, ..list_page(house, chrome).await? })),
        Err(other) => Err(other.into()),
    }
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![ask, take, thanks, list, answered]
}
