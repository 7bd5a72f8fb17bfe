//! The list of offers.

use crate::applications::ApplicationState;
use crate::applications::entity::application;
use crate::house::House;
use crate::kernel::{Instant, Lang, OfferId};
use crate::locale::{dates, numbers};
use crate::offers::{self, Offer, OfferState};
use crate::people::Coordinator;
use crate::web::guards::Now;
use crate::web::parts::{Chip, Chrome, Icon, Tone};
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, routes};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

/// Every offer with its counts and state.
#[derive(Template)]
#[template(path = "offers/list.html")]
pub struct ListPage {
    lang: Lang,
    chrome: Chrome,
    rows: Vec<Row>,
}

struct Row {
    offer: Offer,
    cohorts: String,
    seats: String,
    applications: String,
    deadline: String,
    state: Chip,
    href: String,
}

#[get("/desk/offers")]
async fn list(_who: Coordinator, chrome: Chrome, now: Now, house: &State<House>) -> Answer<ListPage> {
    let (lang, db) = (chrome.lang, house.db.read());
    let offers = offers::queries::all(db).await?;
    let ids: Vec<OfferId> = offers.iter().map(|offer| offer.id).collect();
    let cohorts = offers::queries::cohorts_among(db, &ids).await?;
    let applied = applied_to(db, &ids).await?;
    let rows = offers.into_iter().map(|offer| {
        let own: Vec<_> = cohorts.iter().filter(|(id, _)| *id == offer.id).map(|(_, cohort)| cohort).collect();
        let seats = own.iter().map(|cohort| cohort.capacity).sum();
        let count = applied.iter().filter(|id| **id == offer.id).count();
        let path = match offer.state {
            OfferState::Draft => format!("/desk/offers/{}/edit", offer.id),
            _ => format!("/desk/offers/{}", offer.id),
        };
        Row {
            cohorts: own.iter().map(|cohort| cohort.name.as_str()).collect::<Vec<_>>().join(", "),
            seats: numbers::number(seats),
            applications: numbers::number(i64::try_from(count).unwrap_or(i64::MAX)),
            deadline: dates::deadline(lang, offer.deadline_at, now.0),
            state: chip(&offer, lang, now.0),
            href: chrome.to(&path),
            offer,
        }
    });
    Ok(Reply::Page(ListPage { lang, rows: rows.collect(), chrome }))
}

/// The offer of every application that has not been withdrawn, one entry each.
async fn applied_to(db: &impl ConnectionTrait, ids: &[OfferId]) -> Result<Vec<OfferId>, DbErr> {
    application::Entity::find()
        .select_only()
        .column(application::Column::OfferId)
        .filter(application::Column::OfferId.is_in(ids.iter().copied()))
        .filter(application::Column::State.ne(ApplicationState::Withdrawn))
        .into_tuple()
        .all(db)
        .await
}

/// An offer's state as a chip; one whose deadline has passed waits for the coordinator.
fn chip(offer: &Offer, lang: Lang, now: Instant) -> Chip {
    match offer.state {
        OfferState::Published if !offer.is_open(now) => {
            Chip::new(lang.say("Stäng och fördela", "Close and allocate"), Tone::Now, Icon::Bell)
        }
        state => {
            let (tone, icon) = match state {
                OfferState::Draft => (Tone::Quiet, Icon::Ring),
                OfferState::Published => (Tone::Sea, Icon::Check),
                OfferState::Closed => (Tone::Now, Icon::Bell),
                OfferState::Allocated | OfferState::Ended => (Tone::Done, Icon::Check),
            };
            Chip::new(state.word(lang), tone, icon)
        }
    }
}

pub(super) fn routes() -> Vec<Route> {
    routes![list]
}
