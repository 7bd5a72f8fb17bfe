//! Correcting a person's name, address or organisation.

use super::person::find;
use crate::house::House;
use crate::kernel::{Failure, Lang, OrganisationId, PersonId, Refusal as _};
use crate::locale::sorting;
use crate::organisations::{self, Organisation};
use crate::people::Person;
use crate::privacy::actions::{Correction, correct};
use crate::web::both::{Difference, differences, label_of};
use crate::web::form::{Reading, Submitted};
use crate::web::guards::AtDesk;
use crate::web::parts::{Choice, Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, post, routes};

/// The form.
#[derive(Template)]
#[template(path = "privacy/correct.html")]
pub struct CorrectPage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    stale: Option<Vec<Difference>>,
    at: String,
    heading: String,
    is_protected: bool,
    form: Submitted,
    organisations: Vec<Choice>,
}

impl CorrectPage {
    /// The address of the page below which this one stands, and of what lies beneath it.
    fn to(&self, tail: &str) -> String {
        self.chrome.to(&format!("{}{tail}", self.at))
    }

    async fn open(house: &House, chrome: Chrome, person: &Person, form: Option<Submitted>) -> Result<Self, Problem> {
        let mut all: Vec<Organisation> = organisations::queries::all(house.db.read()).await?;
        all.sort_by(|one, other| sorting::compare(&one.name, &other.name));
        Ok(Self {
            lang: chrome.lang,
            errors: FormErrors::none(),
            stale: None,
            at: format!("/desk/persons/{}", person.id),
            heading: person.shown_name(chrome.lang),
            is_protected: person.is_protected,
            form: form.unwrap_or_else(|| filled(person)),
            organisations: all.into_iter().map(|one| Choice::new(one.id, one.name)).collect(),
            chrome,
        })
    }
}

/// The form filled with what is saved; that of a protected person shows nothing, and an empty field changes nothing.
fn filled(person: &Person) -> Submitted {
    let shown = |value: &str| if person.is_protected { String::new() } else { value.to_owned() };
    let organisation = person.organisation_id.map(|one| one.to_string()).unwrap_or_default();
    Submitted::of([
        ("version", person.version.to_string()),
        ("name", shown(&person.true_name)),
        ("email", shown(person.email.as_deref().unwrap_or_default())),
        ("organisation", shown(&organisation)),
    ])
}

#[get("/desk/persons/<id>/correct")]
async fn show(id: PersonId, desk: AtDesk, house: &State<House>) -> Answer<CorrectPage> {
    let person = find(house, &desk.who, id).await?;
    Ok(Reply::Page(CorrectPage::open(house, desk.chrome, &person, None).await?))
}

#[post("/desk/persons/<id>/correct", data = "<form>")]
async fn save(id: PersonId, desk: AtDesk, form: Submitted, house: &State<House>) -> Answer<CorrectPage> {
    let AtDesk { who, chrome, now } = desk;
    let person = find(house, &who, id).await?;
    let done = chrome.to(&format!("/desk/persons/{id}?saved=1"));
    let what = match read(&form, &person, chrome.lang) {
        Ok(what) => what,
        Err(errors) => {
            let page = CorrectPage::open(house, chrome, &person, Some(form)).await?;
            return Ok(Reply::Again(CorrectPage { errors, ..page }));
        }
    };
    let what = Correction { version: form.version()?, ..what };
    match correct(&house.db, &house.letterhead(), &who, (id, &what), now).await {
        Ok(()) => Ok(Reply::See(done)),
        Err(Failure::Refused(refusal)) => {
            let mut page = CorrectPage::open(house, chrome, &person, Some(form)).await?;
            page.errors.add(refusal.field().unwrap_or_default(), refusal.sentence(page.lang));
            Ok(Reply::Again(page))
        }
        Err(Failure::Stale) => {
            let saved = filled(&person);
            let page = CorrectPage::open(house, chrome, &person, None).await?;
            let shown = |field: &str, value: &str| {
                if field == "organisation" { label_of(&page.organisations, value) } else { value.to_owned() }
            };
            let told = differences(&labels(page.lang), &form, &saved, shown);
            if told.is_empty() && !person.is_protected {
                // The same form sent twice: nothing is left to disagree on.
                return Ok(Reply::See(done));
            }
            let form = form.over_saved().with("version", saved.get("version"));
            Ok(Reply::Stale(CorrectPage { stale: Some(told), form, ..page }))
        }
        Err(other) => Err(other.into()),
    }
}

fn read(form: &Submitted, person: &Person, lang: Lang) -> Result<Correction, FormErrors> {
    let mut reading = Reading::new(form, lang);
    let may_stay =
        |field: &str| !form.has(field) && (person.is_protected || field == "email" && person.email.is_none());
    let name = if may_stay("name") { None } else { reading.name("name") };
    let email = if may_stay("email") { None } else { reading.email("email") };
    let organisation = form.get("organisation").parse().ok().map(OrganisationId);
    if reading.is_sound() { Ok(Correction { name, email, organisation, version: 0 }) } else { Err(reading.errors()) }
}

fn labels(lang: Lang) -> Vec<(String, String)> {
    let labels = [
        ("name", lang.say("Namn", "Name")),
        ("email", lang.say("E-post", "E-mail")),
        ("organisation", lang.say("Organisation", "Organisation")),
    ];
    labels.map(|(name, label)| (name.to_owned(), label.to_owned())).to_vec()
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![show, save]
}
