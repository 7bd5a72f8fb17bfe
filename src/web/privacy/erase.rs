//! Erasing a person who asks for it: first what would go and what stays, then a button.

use super::person::find;
use crate::house::House;
use crate::kernel::{Failure, Lang, PersonId, Refusal as _};
use crate::people::Person;
use crate::privacy::Refusal;
use crate::privacy::actions::{erase, plan};
use crate::privacy::columns::tables;
use crate::web::form::Submitted;
use crate::web::guards::AtDesk;
use crate::web::parts::{Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, post, routes};

/// What would go and what stays.
#[derive(Template)]
#[template(path = "privacy/erase.html")]
pub struct ErasePage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    at: String,
    heading: String,
    version: i64,
    is_stale: bool,
    erased: Vec<(&'static str, u64)>,
    kept: Vec<String>,
}

impl ErasePage {
    /// The address of the page below which this one stands, and of what lies beneath it.
    fn to(&self, tail: &str) -> String {
        self.chrome.to(&format!("{}{tail}", self.at))
    }

    async fn open(house: &House, chrome: Chrome, person: &Person) -> Result<Self, Problem> {
        let (lang, plan) = (chrome.lang, plan(house.db.read(), person).await?);
        let title =
            |name: &'static str| tables().find(|table| table.name == name).map_or(name, |table| table.title(lang));
        Ok(Self {
            lang,
            errors: FormErrors::none(),
            at: format!("/desk/persons/{}", person.id),
            heading: person.shown_name(lang),
            version: person.version,
            is_stale: false,
            erased: plan.erased.into_iter().map(|(table, rows)| (title(table), rows)).collect(),
            kept: plan.kept.into_iter().map(|kept| kept.sentence(lang)).collect(),
            chrome,
        })
    }
}

#[get("/desk/persons/<id>/erase")]
async fn show(id: PersonId, desk: AtDesk, house: &State<House>) -> Answer<ErasePage> {
    let person = find(house, &desk.who, id).await?;
    Ok(Reply::Page(ErasePage::open(house, desk.chrome, &person).await?))
}

#[post("/desk/persons/<id>/erase", data = "<form>")]
async fn carry_out(id: PersonId, desk: AtDesk, form: Submitted, house: &State<House>) -> Answer<ErasePage> {
    let AtDesk { who, chrome, now } = desk;
    let person = find(house, &who, id).await?;
    let done = chrome.to(&format!("/desk/persons/{id}"));
    match erase(&house.db, &who, (id, form.version()?), now).await {
        // Sent twice: gone is gone.
        Ok(()) | Err(Failure::Refused(Refusal::AlreadyErased)) => Ok(Reply::See(done)),
        Err(Failure::Refused(refusal)) => {
            let mut page = ErasePage::open(house, chrome, &person).await?;
            page.errors.add("", refusal.sentence(page.lang));
            Ok(Reply::Again(page))
        }
        Err(Failure::Stale) => {
            let page = ErasePage::open(house, chrome, &person).await?;
            Ok(Reply::Stale(ErasePage { is_stale: true, ..page }))
        }
        Err(other) => Err(other.into()),
    }
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![show, carry_out]
}
