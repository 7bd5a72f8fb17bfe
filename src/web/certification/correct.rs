//! Correcting the name on a certificate.

use super::at_desk::AtDesk;
use crate::certification::actions::{self, Change, Correction};
use crate::certification::{Certificate, CertificateState, Refusal, queries};
use crate::house::House;
use crate::kernel::{CertificateId, Failure, Lang, PersonName, Refusal as _};
use crate::paper::CertificateFacts;
use crate::people::{self, Coordinator};
use crate::web::form::Submitted;
use crate::web::parts::{Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, get, post, routes};

/// The form.
#[derive(Template)]
#[template(path = "certification/correct.html")]
pub struct CorrectPage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    id: CertificateId,
    version: i64,
    number: String,
    printed: String,
    form: Submitted,
    name: String,
    is_stale: bool,
}

impl CorrectPage {
    /// The certificate's page, or what lies beneath it.
    fn at(&self, tail: &str) -> String {
        self.chrome.to(&format!("/desk/certificates/{}{tail}", self.id))
    }
}

#[get("/desk/certificates/<id>/correct")]
async fn show(id: CertificateId, desk: AtDesk<'_>) -> Answer<CorrectPage> {
    let found = queries::find(desk.house.db.read(), id).await?.ok_or(Problem::Missing)?;
    if found.state != CertificateState::Current {
        return Err(Problem::Refused(Box::new(Refusal::NotCurrent)));
    }
    Ok(Reply::Page(page(&found, desk.chrome, desk.house).await?))
}

#[post("/desk/certificates/<id>/correct", data = "<form>")]
async fn save(id: CertificateId, desk: AtDesk<'_>, form: Submitted) -> Answer<CorrectPage> {
    let AtDesk { who, chrome, now, house } = desk;
    let found = queries::find(house.db.read(), id).await?.ok_or(Problem::Missing)?;
    let to_new = |new: CertificateId| chrome.to(&format!("/desk/certificates/{new}"));
    let mut page = page(&found, chrome.clone(), house).await?;
    form.get("name").clone_into(&mut page.name);
    page.form = form;
    let name = match PersonName::parse(&page.name) {
        Ok(name) => name,
        Err(why) => {
            page.errors.add("name", why.sentence(page.lang));
            return Ok(Reply::Again(page));
        }
    };
    let what = Correction { certificate: id, version: page.form.version()?, change: Change::Name(name) };
    match actions::supersede(&house.db, &who, &what, &house.press(), now).await {
        Ok(new) => {
            house.due.notify_one();
            Ok(Reply::See(to_new(new)))
        }
        Err(Failure::Refused(refusal)) => {
            // The same form sent twice: the edition it made is there.
            if refusal == Refusal::NotCurrent
                && let Some(new) = made_by(&what, &who, house).await?
            {
                return Ok(Reply::See(to_new(new)));
            }
            page.errors.add(refusal.field().unwrap_or_default(), refusal.sentence(page.lang));
            Ok(Reply::Again(page))
        }
        Err(Failure::Stale) => {
            page.form = page.form.over_saved();
            page.is_stale = true;
            Ok(Reply::Stale(page))
        }
        Err(other) => Err(other.into()),
    }
}

/// The edition that this same correction made before, if it did.
async fn made_by(what: &Correction, who: &Coordinator, house: &House) -> Result<Option<CertificateId>, Problem> {
    let db = house.db.read();
    let old = queries::find(db, what.certificate).await?.filter(|old| old.state == CertificateState::Replaced);
    let Some(new) = old.and_then(|old| old.replaced_by) else { return Ok(None) };
    let new = queries::find(db, new).await?.filter(|new| new.issued_by == who.account);
    let Some(new) = new else { return Ok(None) };
    let facts: CertificateFacts = serde_json::from_str(&new.facts).map_err(|error| Problem::broken(&error))?;
    Ok(matches!(&what.change, Change::Name(name) if facts.holder == name.as_str()).then_some(new.id))
}

/// A protected person's name stands neither in the sentence nor in the field.
async fn page(found: &Certificate, chrome: Chrome, house: &House) -> Result<CorrectPage, Problem> {
    let facts: CertificateFacts = serde_json::from_str(&found.facts).map_err(|error| Problem::broken(&error))?;
    let person = people::queries::find_person(house.db.read(), found.person_id).await?.ok_or(Problem::Missing)?;
    let (printed, name) = if person.is_protected {
        (person.shown_name(chrome.lang), String::new())
    } else {
        (facts.holder.clone(), facts.holder)
    };
    Ok(CorrectPage {
        lang: chrome.lang,
        chrome,
        errors: FormErrors::none(),
        id: found.id,
        version: found.version,
        number: found.number.clone(),
        printed,
        form: Submitted::default(),
        name,
        is_stale: false,
    })
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, save]
}
