//! Writing an offer, and changing it while it is a draft.

use super::form;
use crate::cohorts::{self, CohortState};
use crate::house::House;
use crate::kernel::{CohortId, Failure, Instant, Lang, OfferId, Refusal as _};
use crate::locale::{dates, sorting};
use crate::offers::{self, Offer, OfferState, Refusal, Terms, actions};
use crate::organisations::{self, Organisation, OrganisationKind};
use crate::people::Coordinator;
use crate::web::both::{Difference, differences, label_of};
use crate::web::form::{Submitted, new_key};
use crate::web::guards::{AtDesk, Now};
use crate::web::parts::{Choice, Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, post, routes};

/// The form of an offer, new or drafted.
#[derive(Template)]
#[template(path = "offers/edit.html")]
pub struct OfferForm {
    lang: Lang,
    chrome: Chrome,
    form: Submitted,
    errors: FormErrors,
    stale: Option<Vec<Difference>>,
    id: Option<OfferId>,
    deadline: Option<String>,
    cohorts: Vec<Choice>,
    kinds: Vec<(OrganisationKind, Vec<Choice>)>,
}

impl OfferForm {
    fn path(&self) -> String {
        self.id.map_or_else(|| "/desk/offers/new".to_owned(), |id| format!("/desk/offers/{id}/edit"))
    }

    fn heading(&self, kind: OrganisationKind) -> &'static str {
        match kind {
            OrganisationKind::Municipality => self.lang.say("Kommuner", "Municipalities"),
            OrganisationKind::Region => self.lang.say("Regioner", "Regions"),
            OrganisationKind::Authority => self.lang.say("Myndigheter", "Authorities"),
            OrganisationKind::University => self.lang.say("Universitet och högskolor", "Universities"),
            OrganisationKind::Association => self.lang.say("Föreningar", "Associations"),
            OrganisationKind::Federation => self.lang.say("Förbund", "Federations"),
            OrganisationKind::District => self.lang.say("Stadsdelar", "Districts"),
            OrganisationKind::Unit => self.lang.say("Verksamheter", "Units"),
            OrganisationKind::Other => self.lang.say("Andra organisationer", "Other organisations"),
        }
    }

    async fn open(
        house: &House,
        chrome: Chrome,
        id: Option<OfferId>,
        form: Submitted,
        errors: FormErrors,
    ) -> Result<Self, Problem> {
        let (lang, db) = (chrome.lang, house.db.read());
        let links = offers::queries::links(db).await?;
        let drafts = cohorts::queries::in_state(db, CohortState::Draft).await?;
        let is_free = |cohort: CohortId| links.iter().all(|(other, offer)| *other != cohort || Some(*offer) == id);
        let drafts: Vec<_> = drafts.into_iter().filter(|cohort| is_free(cohort.id)).collect();
        let ids: Vec<CohortId> = drafts.iter().map(|cohort| cohort.id).collect();
        let days = cohorts::queries::days_among(db, &ids).await?;
        let cohorts = drafts.iter().map(|cohort| {
            let own: Vec<_> = days.iter().filter(|day| day.cohort_id == cohort.id).map(|day| day.day).collect();
            Choice::new(cohort.id, format!("{} ({})", cohort.name, cohort.place)).hint(dates::days(lang, &own))
        });
        let kinds = by_kind(organisations::queries::all(db).await?);
        Ok(Self { lang, chrome, form, errors, stale: None, id, deadline: None, cohorts: cohorts.collect(), kinds })
    }
}

/// Organisations to tick, municipalities first, each kind by name.
fn by_kind(mut all: Vec<Organisation>) -> Vec<(OrganisationKind, Vec<Choice>)> {
    use OrganisationKind as Kind;
    all.sort_by(|left, right| sorting::compare(&left.name, &right.name));
    let order = [
        Kind::Municipality,
        Kind::Region,
        Kind::Authority,
        Kind::University,
        Kind::Association,
        Kind::Federation,
        Kind::District,
        Kind::Unit,
        Kind::Other,
    ];
    let grouped = order.into_iter().map(|kind| {
        let own = all.iter().filter(|one| one.kind == kind).map(|one| Choice::new(one.id, one.name.as_str()));
        (kind, own.collect::<Vec<_>>())
    });
    grouped.filter(|(_, choices)| !choices.is_empty()).collect()
}

#[get("/desk/offers/new")]
async fn new(_who: Coordinator, chrome: Chrome, now: Now, house: &State<House>) -> Answer<OfferForm> {
    let municipalities = organisations::queries::municipalities(house.db.read()).await?;
    let ids: Vec<_> = municipalities.iter().map(|one| one.id).collect();
    let form = form::suggested(now.0, &ids, new_key()?);
    Ok(Reply::Page(OfferForm::open(house, chrome, None, form, FormErrors::none()).await?))
}

#[post("/desk/offers/new", data = "<form>")]
async fn make(who: Coordinator, form: Submitted, chrome: Chrome, now: Now, house: &State<House>) -> Answer<OfferForm> {
    let key = form.key()?;
    let terms = match read(&form, chrome.lang, now.0) {
        Ok(terms) => terms,
        Err(errors) => return Ok(Reply::Again(OfferForm::open(house, chrome, None, form, errors).await?)),
    };
    match actions::draft(&house.db, &who, &terms, &key, now.0).await {
        Ok(id) => Ok(Reply::See(chrome.to(&format!("/desk/offers/{id}/publish")))),
        Err(Failure::Refused(refusal)) => {
            let errors = told(&refusal, chrome.lang);
            Ok(Reply::Again(OfferForm::open(house, chrome, None, form, errors).await?))
        }
        Err(other) => Err(other.into()),
    }
}

/// The terms; a deadline that has passed already is a slip that is best told at once.
fn read(form: &Submitted, lang: Lang, now: Instant) -> Result<Terms, FormErrors> {
    let terms = form::terms(form, lang)?;
    if terms.deadline_at <= now { Err(told(&Refusal::DeadlinePassed, lang)) } else { Ok(terms) }
}

fn told(refusal: &Refusal, lang: Lang) -> FormErrors {
    [(refusal.field().unwrap_or_default(), refusal.sentence(lang))].into_iter().collect()
}

/// The draft with this number as it is saved, and its form; a published one is not for changing.
async fn draft(house: &House, id: OfferId) -> Result<(Offer, Submitted), Problem> {
    let db = house.db.read();
    let offer = offers::queries::find(db, id).await?.ok_or(Problem::Missing)?;
    if offer.state != OfferState::Draft {
        return Err(Problem::Refused(Box::new(Refusal::Published)));
    }
    let cohorts: Vec<CohortId> = offers::queries::cohorts_of(db, id).await?.iter().map(|cohort| cohort.id).collect();
    let addressed = offers::queries::addressed(db, id).await?;
    let form = form::filled(&offer, &cohorts, &addressed);
    Ok((offer, form))
}

#[get("/desk/offers/<id>/edit")]
async fn edit(_who: Coordinator, id: OfferId, chrome: Chrome, now: Now, house: &State<House>) -> Answer<OfferForm> {
    let (offer, form) = draft(house, id).await?;
    let deadline = Some(dates::deadline(chrome.lang, offer.deadline_at, now.0));
    let page = OfferForm::open(house, chrome, Some(id), form, FormErrors::none()).await?;
    Ok(Reply::Page(OfferForm { deadline, ..page }))
}

#[post("/desk/offers/<id>/edit", data = "<form>")]
async fn change(desk: AtDesk, id: OfferId, form: Submitted, house: &State<House>) -> Answer<OfferForm> {
    let AtDesk { who, chrome, now } = desk;
    let version = form.version()?;
    let lang = chrome.lang;
    let terms = match read(&form, lang, now) {
        Ok(terms) => terms,
        Err(errors) => return Ok(Reply::Again(OfferForm::open(house, chrome, Some(id), form, errors).await?)),
    };
    match actions::change(&house.db, &who, (id, version), &terms, now).await {
        Ok(()) => Ok(Reply::See(chrome.to(&format!("/desk/offers/{id}/publish")))),
        Err(Failure::Refused(Refusal::Published)) => Err(Problem::Refused(Box::new(Refusal::Published))),
        Err(Failure::Refused(refusal)) => {
            let page = OfferForm::open(house, chrome, Some(id), form, told(&refusal, lang)).await?;
            Ok(Reply::Again(page))
        }
        Err(Failure::Stale) => {
            let (_, saved) = draft(house, id).await?;
            // On top of the version that is saved now.
            let kept = form.clone().over_saved().with("version", saved.get("version"));
            let page = OfferForm::open(house, chrome, Some(id), kept, FormErrors::none()).await?;
            let told = differences(&form::labels(lang), &form, &saved, |name, value| match name {
                "cohorts" => label_of(&page.cohorts, value),
                "organisations" => label_of(page.kinds.iter().flat_map(|(_, choices)| choices), value),
                _ => value.to_owned(),
            });
            if told.is_empty() {
                // The same form sent twice: nothing is left to disagree on.
                return Ok(Reply::See(page.chrome.to(&format!("/desk/offers/{id}/publish"))));
            }
            Ok(Reply::Stale(OfferForm { stale: Some(told), ..page }))
        }
        Err(other) => Err(other.into()),
    }
}

pub(super) fn routes() -> Vec<Route> {
    routes![new, make, edit, change]
}
