//! A delegate proposes somebody for an offer: all questions on one page, the person decides.

use super::questions::Question;
use super::shown::{CohortLine, cohort_lines, wishes};
use crate::applications::actions::Proposal;
use crate::applications::{Answers, Terms, Workplace, actions, rules};
use crate::kernel::{Failure, Lang, OfferId, OrganisationId, Refusal as _};
use crate::locale::{dates, stockholm};
use crate::organisations::{self, Organisation};
use crate::people::{self, Delegate};
use crate::seats::vacancies;
use crate::web::form::{self, Reading, Submitted};
use crate::web::parts::{Choice, Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, get, post, routes};

/// All questions on one page.
#[derive(Template)]
#[template(path = "applications/propose.html")]
struct ProposePage {
    lang: Lang,
    chrome: Chrome,
    terms: Terms,
    organisation: Organisation,
    cohorts: Vec<CohortLine>,
    wishes: Vec<Choice>,
    languages: Vec<Choice>,
    deadline: String,
    form: Submitted,
    errors: FormErrors,
    key: String,
}

/// The offer as it is open to one of the delegate's organisations; every other one looks missing.
struct Spot {
    terms: Terms,
    organisation: Organisation,
    vacant: u64,
}

async fn spot(
    who: &Delegate,
    (organisation, offer): (OrganisationId, OfferId),
    scene: &Scene<'_>,
) -> Result<Spot, Problem> {
    let db = scene.house.db.read();
    if !people::queries::organisations_of(db, who.account).await?.contains(&organisation) {
        return Err(Problem::Missing);
    }
    let terms = Terms::find(db, offer).await?.ok_or(Problem::Missing)?;
    let vacant = vacancies::vacant_under(db, offer, scene.now).await?;
    let is_addressed = terms.organisations.iter().any(|one| one.id == organisation);
    if !is_addressed || rules::may_apply(&terms.offer, vacant, scene.now).is_err() {
        return Err(Problem::Missing);
    }
    let organisation = organisations::queries::find(db, organisation).await?.ok_or(Problem::Missing)?;
    Ok(Spot { terms, organisation, vacant })
}

#[get("/organisation/<organisation>/offers/<offer>/propose")]
async fn show(who: Delegate, organisation: OrganisationId, offer: OfferId, scene: Scene<'_>) -> Answer<ProposePage> {
    let spot = spot(&who, (organisation, offer), &scene).await?;
    let form = Submitted::of([("letters_in", "sv")]);
    Ok(Reply::Page(page(spot, scene, (form, FormErrors::none()), form::new_key()?)))
}

fn page(spot: Spot, scene: Scene<'_>, (form, errors): (Submitted, FormErrors), key: String) -> ProposePage {
    let lang = scene.lang;
    ProposePage {
        lang,
        cohorts: cohort_lines(&spot.terms, lang, stockholm::today(scene.now)),
        wishes: wishes(spot.terms.cohorts.len(), lang),
        languages: vec![Choice::new("sv", "svenska"), Choice::new("en", "English")],
        deadline: dates::deadline(lang, spot.terms.offer.deadline_at, scene.now),
        terms: spot.terms,
        organisation: spot.organisation,
        form,
        errors,
        key,
        chrome: scene.chrome,
    }
}

#[post("/organisation/<organisation>/offers/<offer>/propose", data = "<form>")]
async fn propose(
    who: Delegate,
    organisation: OrganisationId,
    offer: OfferId,
    form: Submitted,
    scene: Scene<'_>,
) -> Answer<ProposePage> {
    let (spot, key) = (spot(&who, (organisation, offer), &scene).await?, form.key()?);
    let mut reading = Reading::new(&form, scene.lang);
    let unit = reading.optional_line("unit", 120).unwrap_or_default();
    let workplace = Some(Workplace::Listed(organisation));
    let mut answers = Answers { workplace, unit, ..Answers::default() };
    for question in Question::of(&spot.terms).into_iter().filter(|question| *question != Question::Organisation) {
        question.read(&mut reading, &form, (&mut answers, &spot.terms, scene.lang));
    }
    if !reading.is_sound() {
        let errors = reading.errors();
        return Ok(Reply::Again(page(spot, scene, (form, errors), key.as_str().to_owned())));
    }
    let lang = Lang::from_tag(form.get("letters_in")).unwrap_or_default();
    let proposal = Proposal { offer, organisation, answers, lang, key: key.clone(), vacant: spot.vacant };
    match actions::propose(&scene.house.db, &scene.house.letterhead(), &who, proposal, scene.now).await {
        Ok(()) => Ok(Reply::See(scene.chrome.to("/organisation?done=proposed"))),
        Err(Failure::Repeated(receipt)) => Ok(Reply::See(scene.chrome.to(&receipt))),
        Err(Failure::Refused(refusal)) => {
            let errors = [(refusal.field().unwrap_or_default(), refusal.sentence(scene.lang))].into_iter().collect();
            Ok(Reply::Again(page(spot, scene, (form, errors), key.as_str().to_owned())))
        }
        Err(other) => Err(other.into()),
    }
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![show, propose]
}
