//! Changing the words and deadlines of an offer that is published.

use super::form;
use crate::house::House;
use crate::kernel::{Failure, Lang, OfferId, Refusal as _};
use crate::locale::dates;
use crate::offers::{self, Offer, OfferState, Refusal, actions};
use crate::people::Coordinator;
use crate::web::both::{Difference, differences};
use crate::web::form::Submitted;
use crate::web::guards::{AtDesk, Now};
use crate::web::parts::{Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, post, routes};

/// The form of a published offer.
#[derive(Template)]
#[template(path = "offers/amend.html")]
pub struct AmendPage {
    lang: Lang,
    chrome: Chrome,
    id: OfferId,
    form: Submitted,
    version: i64,
    errors: FormErrors,
    stale: Option<Vec<Difference>>,
    deadline: String,
}

impl AmendPage {
    fn new(desk: AtDesk, offer: &Offer, form: Submitted, errors: FormErrors) -> Self {
        let lang = desk.chrome.lang;
        let deadline = dates::deadline(lang, offer.deadline_at, desk.now);
        Self { lang, chrome: desk.chrome, id: offer.id, form, version: offer.version, errors, stale: None, deadline }
    }

    fn desk(&self) -> String {
        self.chrome.to(&format!("/desk/offers/{}", self.id))
    }

    fn path(&self) -> String {
        self.chrome.to(&format!("/desk/offers/{}/amend", self.id))
    }
}

/// The published offer with this number; any other is not for amending.
async fn published(house: &House, id: OfferId) -> Result<Offer, Problem> {
    let offer = offers::queries::find(house.db.read(), id).await?.ok_or(Problem::Missing)?;
    if offer.state == OfferState::Published {
        Ok(offer)
    } else {
        Err(Problem::Refused(Box::new(Refusal::NotAmendable)))
    }
}

#[get("/desk/offers/<id>/amend")]
async fn show(who: Coordinator, id: OfferId, chrome: Chrome, now: Now, house: &State<House>) -> Answer<AmendPage> {
    let offer = published(house, id).await?;
    let form = form::filled(&offer, &[], &[]);
    Ok(Reply::Page(AmendPage::new(AtDesk { who, chrome, now: now.0 }, &offer, form, FormErrors::none())))
}

#[post("/desk/offers/<id>/amend", data = "<form>")]
async fn amend(desk: AtDesk, id: OfferId, form: Submitted, house: &State<House>) -> Answer<AmendPage> {
    let (version, lang) = (form.version()?, desk.chrome.lang);
    let before = published(house, id).await?;
    let amendment = match form::amendment(&form, &before, lang) {
        Ok(amendment) => amendment,
        Err(errors) => return Ok(Reply::Again(AmendPage::new(desk, &before, form, errors))),
    };
    match actions::amend(&house.db, &desk.who, (id, version), &amendment, desk.now).await {
        Ok(()) => Ok(Reply::See(desk.chrome.to(&format!("/desk/offers/{id}")))),
        Err(Failure::Refused(refusal @ Refusal::NotAmendable)) => Err(Problem::Refused(Box::new(refusal))),
        Err(Failure::Refused(refusal)) => {
            let field = refusal.field().filter(|field| *field != "cohorts").unwrap_or("deadline_day");
            let errors = [(field, refusal.sentence(lang))].into_iter().collect();
            Ok(Reply::Again(AmendPage::new(desk, &before, form, errors)))
        }
        Err(Failure::Stale) => {
            let saved = published(house, id).await?;
            let told =
                differences(&form::amendable_labels(lang), &form, &form::filled(&saved, &[], &[]), |_, value| {
                    value.to_owned()
                });
            let page = AmendPage::new(desk, &saved, form.over_saved(), FormErrors::none());
            Ok(Reply::Stale(AmendPage { stale: Some(told), ..page }))
        }
        Err(other) => Err(other.into()),
    }
}

pub(super) fn routes() -> Vec<Route> {
    routes![show, amend]
}
