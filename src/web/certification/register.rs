//! The register of certificates.

use super::at_desk::AtDesk;
use super::sheet;
use crate::certification::queries::{self, Wanted};
use crate::certification::{Certificate, CertificateState};
use crate::kernel::{CohortId, Lang, PersonId};
use crate::locale::{dates, numbers};
use crate::paper::CertificateFacts;
use crate::people::Person;
use crate::web::parts::{Chip, Choice, Chrome, FormErrors, Pages};
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{FromForm, Route, get, routes};
use std::collections::HashMap;

const ROWS: u64 = 50;

/// The list with its filter.
#[derive(Template)]
#[template(path = "certification/register.html")]
pub struct RegisterPage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    words: String,
    state: String,
    /// The cohort whose certificates are shown alone.
    cohort: Option<CohortId>,
    states: Vec<Choice>,
    found: u64,
    is_filtered: bool,
    rows: Vec<Row>,
    pages: Pages,
}

impl RegisterPage {
    fn found_said(&self) -> String {
        numbers::counted(self.lang, self.found, ("intyg", "intyg"), ("certificate", "certificates"))
    }
}

/// One certificate.
#[derive(Debug)]
struct Row {
    href: String,
    number: String,
    name: String,
    kind: &'static str,
    issued: String,
    chip: Chip,
}

/// Longer than any name, number or code.
const LONGEST_SEARCH: usize = 100;

/// What the filter sends; what cannot be read is left out.
#[derive(FromForm)]
struct Asked<'r> {
    q: Option<&'r str>,
    state: Option<&'r str>,
    cohort: Option<i64>,
    page: Option<u64>,
}

#[get("/desk/certificates?<asked..>")]
async fn list(asked: Asked<'_>, desk: AtDesk<'_>) -> Answer<RegisterPage> {
    let AtDesk { chrome, house, .. } = desk;
    let cohort = asked.cohort.map(CohortId);
    let lang = chrome.lang;
    let db = house.db.read();
    let words: String =
        asked.q.unwrap_or_default().chars().filter(|one| !one.is_control()).take(LONGEST_SEARCH).collect();
    let state = asked.state.unwrap_or_default();
    let wanted = Wanted { words: words.clone(), state: CertificateState::from_key(state), cohort };
    let page = asked.page.unwrap_or(1).max(1);
    let (certificates, found) = queries::register(db, &wanted, (page, ROWS)).await?;
    let last = found.div_ceil(ROWS).max(1);
    let persons: Vec<PersonId> = certificates.iter().map(|one| one.person_id).collect();
    let persons = crate::people::queries::persons_among(db, &persons).await?;
    let masked: HashMap<PersonId, Person> =
        persons.into_iter().filter(|person| person.is_protected).map(|person| (person.id, person)).collect();
    let states = [CertificateState::Current, CertificateState::Replaced, CertificateState::Revoked];
    let query = rocket::http::RawStr::new(&words).percent_encode().to_string();
    let cohort_kept = cohort.map(|cohort| format!("&cohort={cohort}")).unwrap_or_default();
    Ok(Reply::Page(RegisterPage {
        lang,
        errors: FormErrors::none(),
        words: words.clone(),
        state: state.to_owned(),
        cohort,
        states: states.map(|state| Choice::new(state.key(), state.word(lang))).to_vec(),
        found,
        is_filtered: !words.is_empty() || wanted.state.is_some() || cohort.is_some(),
        rows: certificates.iter().map(|one| row(one, masked.get(&one.person_id), &chrome)).collect(),
        pages: Pages {
            now: usize::try_from(page.min(last)).unwrap_or(usize::MAX),
            total: usize::try_from(last).unwrap_or(usize::MAX),
            base: chrome.to(&format!("/desk/certificates?q={query}&state={state}{cohort_kept}")),
        },
        chrome,
    }))
}

fn row(one: &Certificate, masked: Option<&Person>, chrome: &Chrome) -> Row {
    let lang = chrome.lang;
    let facts = serde_json::from_str::<CertificateFacts>(&one.facts).ok();
    let name = facts.map(|facts| facts.holder).unwrap_or_default();
    Row {
        href: chrome.to(&format!("/desk/certificates/{}", one.id)),
        number: one.number.clone(),
        name: masked.map_or(name, |person| person.shown_name(lang)),
        kind: one.kind.title(lang),
        issued: dates::iso(one.issued_on),
        chip: sheet::chip(one, lang),
    }
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![list]
}
