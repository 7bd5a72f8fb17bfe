//! How a name will stand on the paper, written by the coordinator.

use super::at_desk::AtDesk;
use crate::certification::{Refusal, actions};
use crate::house::House;
use crate::journal::{self, Event};
use crate::kernel::{CohortId, Failure, Lang, ParticipantId, PersonName, Refusal as _};
use crate::seats;
use crate::web::form::Submitted;
use crate::web::parts::{Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, get, post, routes};

/// The form.
#[derive(Template)]
#[template(path = "certification/name.html")]
pub struct NamePage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    cohort: CohortId,
    participant: ParticipantId,
    version: i64,
    form: Submitted,
    own_name: String,
    name: String,
    theirs: Option<String>,
}

impl NamePage {
    /// The address of this page.
    fn here(&self) -> String {
        self.chrome.to(&format!("/desk/cohorts/{}/certificates/{}/name", self.cohort, self.participant))
    }

    /// The cohort's certificates.
    fn back(&self) -> String {
        self.chrome.to(&format!("/desk/cohorts/{}/certificates", self.cohort))
    }
}

#[get("/desk/cohorts/<id>/certificates/<who>/name")]
async fn show(id: CohortId, who: ParticipantId, desk: AtDesk<'_>) -> Answer<NamePage> {
    Ok(Reply::Page(page(id, who, desk.chrome, desk.house).await?))
}

#[post("/desk/cohorts/<id>/certificates/<who>/name", data = "<form>")]
async fn save(id: CohortId, who: ParticipantId, desk: AtDesk<'_>, form: Submitted) -> Answer<NamePage> {
    let AtDesk { who: by, chrome, now, house } = desk;
    let lang = chrome.lang;
    let back = chrome.to(&format!("/desk/cohorts/{id}/certificates"));
    let mut page = page(id, who, chrome, house).await?;
    form.get("name").clone_into(&mut page.name);
    page.form = form;
    let name = match PersonName::parse(&page.name) {
        Ok(name) => name,
        Err(why) => {
            page.errors.add("name", why.sentence(lang));
            return Ok(Reply::Again(page));
        }
    };
    let what = (who, page.form.version()?, &name);
    match actions::respell(&house.db, &by, what, &house.press(), now).await {
        Ok(()) => Ok(Reply::See(back)),
        Err(Failure::Refused(refusal)) => {
            refused(&mut page, &refusal);
            Ok(Reply::Again(page))
        }
        Err(Failure::Stale) => {
            // Read once more: the other press may have been saved since this one began.
            let found = seats::queries::find_participant(house.db.read(), who).await?;
            let standing = found.and_then(|found| found.name_on_certificate).unwrap_or_default();
            let did = Event::new("participant.name_respelt", "participant", who.0);
            if standing == name.as_str() && journal::was_last(house.db.read(), &by.actor(), &did).await? {
                return Ok(Reply::See(back));
            }
            page.form = page.form.over_saved();
            page.theirs = Some(self::page(id, who, page.chrome.clone(), house).await?.name);
            Ok(Reply::Stale(page))
        }
        Err(other) => Err(other.into()),
    }
}

fn refused(page: &mut NamePage, refusal: &Refusal) {
    page.errors.add(refusal.field().unwrap_or_default(), refusal.sentence(page.lang));
}

async fn page(id: CohortId, who: ParticipantId, chrome: Chrome, house: &House) -> Result<NamePage, Problem> {
    let db = house.db.read();
    let found = seats::queries::find_participant(db, who).await?;
    let found = found.filter(|found| found.cohort_id == id).ok_or(Problem::Missing)?;
    let person = crate::people::queries::find_person(db, found.person_id).await?.ok_or(Problem::Missing)?;
    let standing = found.name_on_certificate.unwrap_or_else(|| person.true_name.clone());
    Ok(NamePage {
        lang: chrome.lang,
        errors: FormErrors::none(),
        cohort: id,
        participant: who,
        version: found.version,
        name: if person.is_protected { String::new() } else { standing },
        form: Submitted::default(),
        own_name: person.shown_name(chrome.lang),
        theirs: None,
        chrome,
    })
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, save]
}
