//! The days of a seat that is taken, for the applicant's calendar.

use crate::house::House;
use crate::seats::letters::host_of;
use crate::seats::{OfferedCourse, SeatOfferState, calendar, queries};
use crate::web::bearer;
use crate::web::guards::{Now, Own};
use crate::web::problem::Problem;
use crate::web::reply::Download;
use rocket::http::ContentType;
use rocket::{Route, State, get, routes};

#[get("/my/<token>/calendar.ics")]
async fn days(token: &str, own: Own, now: Now, house: &State<House>) -> Result<Download, Problem> {
    let who = bearer::applicant(house, own.0, token, now.0).await?;
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
    routes![days]
}
