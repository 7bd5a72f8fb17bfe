//! Checking a draft offer before everybody may see it, and publishing it.

use super::public::{OfferedCohort, offered};
use crate::cohorts;
use crate::cohorts::rules::OfferTiming;
use crate::house::House;
use crate::kernel::{Failure, Instant, Lang, OfferId, Refusal as _};
use crate::locale::{dates, numbers, stockholm};
use crate::offers::{self, Offer, OfferState, Refusal, actions, rules};
use crate::people::Coordinator;
use crate::web::cohorts::remarks;
use crate::web::form::Submitted;
use crate::web::guards::{AtDesk, Now};
use crate::web::parts::{Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, post, routes};

/// A draft offer with everything that publishing would make known.
#[derive(Template)]
#[template(path = "offers/check.html")]
pub struct CheckPage {
    lang: Lang,
    chrome: Chrome,
    offer: Offer,
    errors: FormErrors,
    warnings: Vec<String>,
    cohorts: Vec<OfferedCohort>,
    addressed: String,
    deadline: String,
    mandate_deadline: String,
}

impl CheckPage {
    fn path(&self) -> String {
        format!("/desk/offers/{}/publish", self.offer.id)
    }

    fn edit(&self) -> String {
        self.chrome.to(&format!("/desk/offers/{}/edit", self.offer.id))
    }

    fn address(&self) -> String {
        format!("/offers/{}", self.offer.code)
    }

    fn reply_time(&self) -> String {
        numbers::counted(self.lang, self.offer.reply_days, ("dag", "dagar"), ("day", "days"))
    }

    fn shares(&self) -> String {
        let (guarantee, cap) = (self.offer.guarantee, self.offer.cap);
        self.lang.say(
            format!("{guarantee} säkra platser, högst {cap} så länge andra väntar"),
            format!("{guarantee} seats assured, at most {cap} while others wait"),
        )
    }

    fn public_value(&self) -> &str {
        let name = self.offer.public_value_name.as_str();
        if name.is_empty() { self.lang.say("Inget", "None") } else { name }
    }
}

async fn page(
    house: &House,
    chrome: Chrome,
    offer: Offer,
    errors: FormErrors,
    now: Instant,
) -> Result<CheckPage, Problem> {
    let (lang, db) = (chrome.lang, house.db.read());
    let cohorts = offers::queries::cohorts_of(db, offer.id).await?;
    let ids: Vec<_> = cohorts.iter().map(|cohort| cohort.id).collect();
    let days = cohorts::queries::days_among(db, &ids).await?;
    let trainers = cohorts::queries::trainers_among(db, &ids).await?;
    let plans: Vec<_> = cohorts
        .iter()
        .map(|cohort| {
            let own: Vec<_> = days.iter().filter(|day| day.cohort_id == cohort.id).cloned().collect();
            let teach: Vec<_> = trainers.iter().filter(|(id, _)| *id == cohort.id).map(|(_, who)| *who).collect();
            (cohort.id, cohorts::queries::plan_of(cohort, &own, &teach))
        })
        .collect();
    let timing =
        OfferTiming { deadline: stockholm::today(offer.deadline_at), needed: rules::days_needed(offer.reply_days) };
    let remarks = remarks::of(db, &plans, Some(timing), lang).await?;
    let name_of = |id| cohorts.iter().find(|cohort| cohort.id == id).map_or("", |cohort| cohort.name.as_str());
    let addressed = offers::queries::addressed(db, offer.id).await?.len();
    Ok(CheckPage {
        warnings: remarks.iter().map(|told| format!("{}: {}", name_of(told.cohort), told.sentence)).collect(),
        cohorts: offered(&cohorts, &days, stockholm::today(now), lang),
        addressed: numbers::counted(
            lang,
            addressed,
            ("organisation", "organisationer"),
            ("organisation", "organisations"),
        ),
        deadline: dates::deadline(lang, offer.deadline_at, now),
        mandate_deadline: dates::deadline(lang, offer.mandate_deadline_at, now),
        lang,
        chrome,
        offer,
        errors,
    })
}

#[get("/desk/offers/<id>/publish")]
async fn show(_who: Coordinator, id: OfferId, chrome: Chrome, now: Now, house: &State<House>) -> Answer<CheckPage> {
    let offer = offers::queries::find(house.db.read(), id).await?.ok_or(Problem::Missing)?;
    if offer.state != OfferState::Draft {
        return Ok(Reply::See(chrome.to(&format!("/desk/offers/{id}"))));
    }
    Ok(Reply::Page(page(house, chrome, offer, FormErrors::none(), now.0).await?))
}

#[post("/desk/offers/<id>/publish", data = "<form>")]
async fn publish(desk: AtDesk, id: OfferId, form: Submitted, house: &State<House>) -> Answer<CheckPage> {
    let AtDesk { who, chrome, now } = desk;
    let published = actions::publish(&house.db, &who, (id, form.version()?), now).await;
    match published {
        Ok(()) | Err(Failure::Refused(Refusal::Published)) => Ok(Reply::See(chrome.to(&format!("/desk/offers/{id}")))),
        Err(Failure::Refused(refusal)) => {
            let offer = offers::queries::find(house.db.read(), id).await?.ok_or(Problem::Missing)?;
            let errors = [("", refusal.sentence(chrome.lang))].into_iter().collect();
            Ok(Reply::Again(page(house, chrome, offer, errors, now).await?))
        }
        Err(other) => Err(other.into()),
    }
}

pub(super) fn routes() -> Vec<Route> {
    routes![show, publish]
}
