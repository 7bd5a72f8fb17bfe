//! The register of certificates.

use super::at_desk::AtDesk;
use super::sheet;
use crate::certification::queries::{self, ENDING_DAYS, Wanted};
use crate::certification::{Certificate, Validity};
use crate::kernel::{CohortId, Day, Lang, PersonId};
use crate::locale::{dates, numbers, stockholm};
use crate::paper::CertificateFacts;
use crate::people::Person;
use crate::web::parts::{Chip, Choice, Chrome, FormErrors, Pages};
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{FromForm, Route, get, routes};
use sea_orm::{ConnectionTrait, DbErr};
use std::collections::HashMap;

const ROWS: u64 = 50;

/// The filter for what ends soon, as it stands in addresses.
const ENDING: &str = "ending";

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
    /// Where everything found can be revoked at once.
    revoke: Option<String>,
    is_stopped: bool,
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
pub(super) struct Row {
    pub(super) href: String,
    pub(super) number: String,
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) issued: String,
    pub(super) chip: Chip,
}

/// Longer than any name, number or code.
const LONGEST_SEARCH: usize = 100;

/// What the filter sends; what cannot be read is left out.
#[derive(FromForm)]
pub(super) struct Asked<'r> {
    q: Option<&'r str>,
    state: Option<&'r str>,
    pub(super) cohort: Option<i64>,
    page: Option<u64>,
}

impl Asked<'_> {
    pub(super) fn wanted(&self, today: Day) -> Wanted {
        let words = self.q.unwrap_or_default().trim();
        let words = words.chars().filter(|one| !one.is_control()).take(LONGEST_SEARCH).collect();
        let validity = Validity::from_key(self.state.unwrap_or_default()).map(|validity| (validity, today));
        let ending = (self.state == Some(ENDING)).then_some(today);
        Wanted { words, validity, ending, cohort: self.cohort.map(CohortId) }
    }

    fn state_key(&self) -> &'static str {
        match self.state {
            Some(ENDING) => ENDING,
            state => Validity::from_key(state.unwrap_or_default()).map_or("", Validity::key),
        }
    }

    /// The filter as it stands in addresses.
    pub(super) fn query(&self) -> String {
        let words = rocket::http::RawStr::new(self.q.unwrap_or_default()).percent_encode().to_string();
        format!("q={words}&state={}{}", self.state_key(), cohort_kept(self.cohort))
    }
}

/// The cohort as it stands in addresses.
pub(super) fn cohort_kept(cohort: Option<i64>) -> String {
    cohort.map(|cohort| format!("&cohort={cohort}")).unwrap_or_default()
}

#[get("/desk/certificates?<asked..>")]
async fn list(asked: Asked<'_>, desk: AtDesk<'_>) -> Answer<RegisterPage> {
    let AtDesk { chrome, house, now, .. } = desk;
    let lang = chrome.lang;
    let db = house.db.read();
    let today = stockholm::today(now);
    let wanted = asked.wanted(today);
    let page = asked.page.unwrap_or(1).max(1);
    let (certificates, found) = queries::register(db, &wanted, (page, ROWS)).await?;
    let last = found.div_ceil(ROWS).max(1);
    let is_narrowed = !wanted.words.is_empty() || wanted.cohort.is_some();
    let has_current = certificates.iter().any(|one| one.validity(today) == Validity::Valid);
    Ok(Reply::Page(RegisterPage {
        lang,
        errors: FormErrors::none(),
        state: asked.state_key().to_owned(),
        cohort: wanted.cohort,
        states: states(lang),
        found,
        is_filtered: is_narrowed || wanted.validity.is_some() || wanted.ending.is_some(),
        revoke: (is_narrowed && has_current)
            .then(|| chrome.to(&format!("/desk/certificates/revoke?{}", asked.query()))),
        is_stopped: queries::standing_stop(db).await?.is_some(),
        rows: rows(db, &certificates, (&chrome, today)).await?,
        pages: Pages {
            now: usize::try_from(page.min(last)).unwrap_or(usize::MAX),
            total: usize::try_from(last).unwrap_or(usize::MAX),
            base: chrome.to(&format!("/desk/certificates?{}", asked.query())),
        },
        words: wanted.words,
        chrome,
    }))
}

/// What the register can be narrowed to: an answer to whoever verifies, and those to renew soon.
fn states(lang: Lang) -> Vec<Choice> {
    let ending = lang.say(format!("Går ut inom {ENDING_DAYS} dagar"), format!("Ends within {ENDING_DAYS} days"));
    let answers = Validity::ALL.map(|state| Choice::new(state.key(), state.word(lang)));
    answers.into_iter().chain([Choice::new(ENDING, &ending)]).collect()
}

/// The certificates as a list shows them; a protected person's name is masked.
pub(super) async fn rows(
    db: &impl ConnectionTrait,
    certificates: &[Certificate],
    (chrome, today): (&Chrome, Day),
) -> Result<Vec<Row>, DbErr> {
    let persons: Vec<PersonId> = certificates.iter().map(|one| one.person_id).collect();
    let persons = crate::people::queries::persons_among(db, &persons).await?;
    let masked: HashMap<PersonId, Person> =
        persons.into_iter().filter(|person| person.is_protected).map(|person| (person.id, person)).collect();
    Ok(certificates.iter().map(|one| row(one, masked.get(&one.person_id), (chrome, today))).collect())
}

fn row(one: &Certificate, masked: Option<&Person>, (chrome, today): (&Chrome, Day)) -> Row {
    let lang = chrome.lang;
    let facts = serde_json::from_str::<CertificateFacts>(&one.facts).ok();
    let name = facts.map(|facts| facts.holder).unwrap_or_default();
    Row {
        href: chrome.to(&format!("/desk/certificates/{}", one.id)),
        number: one.number.clone(),
        name: masked.map_or(name, |person| person.shown_name(lang)),
        kind: one.kind.title(lang),
        issued: dates::iso(one.issued_on),
        chip: sheet::chip(one, (lang, today)),
    }
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![list]
}
