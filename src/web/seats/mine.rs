//! The applicant answers the seat offer, and takes the days into a calendar.

use super::my_section::Section;
use crate::applications::Applicant;
use crate::house::House;
use crate::kernel::Instant;
use crate::seats::actions::{self, Answering};
use crate::seats::letters::host_of;
use crate::seats::{OfferedCourse, SeatOfferState, calendar, queries};
use crate::web::guards::Now;
use crate::web::parts::Chrome;
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Download, Reply};
use rocket::http::ContentType;
use rocket::{Route, State, get, post, routes};

async fn holder(house: &House, token: &str, now: Instant) -> Result<Applicant, Problem> {
    Applicant::prove(house.db.read(), &house.tokens, token, now).await?.ok_or(Problem::Missing)
}

fn back_to_mine(chrome: &Chrome, token: &str) -> Reply<Section> {
    Reply::See(chrome.to(&format!("/my/{token}")))
}

#[post("/my/<token>/accept")]
async fn accept(token: &str, chrome: Chrome, now: Now, house: &State<House>) -> Answer<Section> {
    let who = holder(house, token, now.0).await?;
    actions::accept(&house.db, &house.letterhead(), &Answering::Applicant(&who), now.0).await?;
    Ok(back_to_mine(&chrome, token))
}

#[post("/my/<token>/decline")]
async fn decline(token: &str, chrome: Chrome, now: Now, house: &State<House>) -> Answer<Section> {
    let who = holder(house, token, now.0).await?;
    actions::decline(&house.db, &house.letterhead(), &Answering::Applicant(&who), now.0).await?;
    Ok(back_to_mine(&chrome, token))
}

#[post("/my/<token>/give-back")]
async fn give_back(token: &str, chrome: Chrome, now: Now, house: &State<House>) -> Answer<Section> {
    let who = holder(house, token, now.0).await?;
    actions::withdraw(&house.db, &house.letterhead(), &Answering::Applicant(&who), now.0).await?;
    Ok(back_to_mine(&chrome, token))
}

#[get("/my/<token>/calendar.ics")]
async fn days(token: &str, now: Now, house: &State<House>) -> Result<Download, Problem> {
    let who = holder(house, token, now.0).await?;
    let db = house.db.read();
    let seat = queries::seat_offer_of(db, who.application.id).await?.ok_or(Problem::Missing)?;
    if seat.state != SeatOfferState::Accepted {
        return Err(Problem::Missing);
    }
    let course = OfferedCourse::read(db, seat.offer_id).await?.ok_or(Problem::Missing)?;
    let cohort = course.cohort(seat.cohort_id).ok_or(Problem::Missing)?;
    let host = host_of(house.links.public());
    let file = calendar::file(&course.offer.title, cohort, &course.days_of(cohort.id), host, now.0);
    let kind = ContentType::new("text", "calendar").with_params(("charset", "utf-8"));
    Ok(Download { bytes: file.into_bytes(), kind, name: "utbildningsdagar.ics".to_owned() })
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![accept, decline, give_back, days]
}
