//! The start page: what this is, what is open, where to go.

use super::results::{Results, results};
use crate::cohorts::{self, Cohort, CohortState, CourseDay};
use crate::house::House;
use crate::kernel::{CohortId, Day, Lang, OfferId};
use crate::locale::{dates, numbers, stockholm};
use crate::offers::{self, Offer};
use crate::organisations::{self, Platform};
use crate::seats::vacancies;
use crate::web::guards::Now;
use crate::web::parts::{Chrome, FormErrors, StripDay};
use crate::web::reply::{Answer, Reply};
use crate::web::strip;
use askama::Template;
use chrono::Datelike;
use rocket::{Route, State, get, routes};
use sea_orm::{ConnectionTrait, DbErr};

/// What everybody sees first.
#[derive(Template)]
#[template(path = "start/page.html")]
pub struct StartPage {
    lang: Lang,
    chrome: Chrome,
    platform: Option<Platform>,
    offers: Vec<Card>,
    expected: Option<String>,
    results: Results,
    none: FormErrors,
}

/// An offer that takes applications.
struct Card {
    offer: Offer,
    seats: String,
    deadline: String,
    /// How many seats were left over and are given in order of arrival.
    vacant: u64,
    href: String,
    cohorts: Vec<CardCohort>,
}

struct CardCohort {
    name: String,
    place: String,
    strip: Vec<StripDay>,
}

impl StartPage {
    /// The line of results, said only of what there is.
    fn results_line(&self) -> String {
        let Results { trained, decided, municipalities } = self.results;
        let (sv, en) = (("person utbildad", "personer utbildade"), ("person has", "people have"));
        let trained = numbers::counted(self.lang, trained, sv, en);
        self.lang.say(
            format!("Hittills är {trained}, och {decided} av {municipalities} kommuner har ett beslut i kommunfullmäktige."),
            format!("So far {trained} been trained, and {decided} of {municipalities} municipalities have a council decision."),
        )
    }
}

#[get("/")]
async fn show(chrome: Chrome, now: Now, house: &State<House>) -> Answer<StartPage> {
    let (lang, db, today) = (chrome.lang, house.db.read(), stockholm::today(now.0));
    let open = offers::queries::open(db, now.0).await?.into_iter().map(|offer| (offer, 0));
    let open: Vec<(Offer, u64)> = open.chain(vacancies::offers_with_vacant_seats(db, now.0).await?).collect();
    let ids: Vec<OfferId> = open.iter().map(|(offer, _)| offer.id).collect();
    let mut cohorts = offers::queries::cohorts_among(db, &ids).await?;
    cohorts.retain(|(_, cohort)| cohort.state != CohortState::Cancelled);
    let days = cohorts::queries::days_among(db, &cohorts.iter().map(|(_, one)| one.id).collect::<Vec<_>>()).await?;
    let card = |(offer, vacant): (Offer, u64)| {
        let own: Vec<&Cohort> = cohorts.iter().filter(|(id, _)| *id == offer.id).map(|(_, cohort)| cohort).collect();
        let seats: i64 = own.iter().map(|cohort| cohort.capacity).sum();
        Card {
            seats: numbers::counted(lang, seats, ("plats", "platser"), ("seat", "seats")),
            deadline: dates::deadline(lang, offer.deadline_at, now.0),
            vacant,
            href: chrome.to(&format!("/offers/{}", offer.code)),
            cohorts: own.iter().map(|cohort| card_of(cohort, &days, today, lang)).collect(),
            offer,
        }
    };
    let offers: Vec<Card> = open.into_iter().map(card).collect();
    let expected = if offers.is_empty() { expected(db, today, lang).await? } else { None };
    Ok(Reply::Page(StartPage {
        lang,
        platform: organisations::queries::platform(db).await?,
        results: results(db, today).await?,
        offers,
        expected,
        chrome,
        none: FormErrors::none(),
    }))
}

fn card_of(cohort: &Cohort, days: &[CourseDay], today: Day, lang: Lang) -> CardCohort {
    let own: Vec<CourseDay> = days.iter().filter(|day| day.cohort_id == cohort.id).cloned().collect();
    CardCohort { name: cohort.name.clone(), place: cohort.place.clone(), strip: strip::of_cohort(lang, &own, today) }
}

/// The month in which the next planned cohort begins: its days are not fixed yet, so no more is promised.
async fn expected(db: &impl ConnectionTrait, today: Day, lang: Lang) -> Result<Option<String>, DbErr> {
    let drafts = cohorts::queries::in_state(db, CohortState::Draft).await?;
    let days = cohorts::queries::days_among(db, &drafts.iter().map(|one| one.id).collect::<Vec<CohortId>>()).await?;
    let first = days.iter().filter(|day| day.number == 1 && day.day > today).map(|day| day.day).min();
    Ok(first.map(|day| format!("{} {}", dates::month(lang, day), day.year())))
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show]
}
