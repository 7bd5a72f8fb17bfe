//! The seat on "my application": the offer to answer, the seat that is taken, the place on the reserve list.

use crate::applications::{Applicant, ApplicationState};
use crate::cohorts::CohortState;
use crate::house::House;
use crate::kernel::{CohortId, Instant, Lang};
use crate::locale::{dates, stockholm};
use crate::seats::{OfferedCourse, SeatOfferState, queries};
use crate::web::parts::{Chrome, StripDay};
use crate::web::problem::Problem;
use crate::web::strip;
use askama::Template;

/// The part of the page that is about the seat.
#[derive(Template)]
#[template(path = "seats/my_section.html")]
pub struct Section {
    lang: Lang,
    chrome: Chrome,
    base: String,
    cohort: String,
    place: String,
    duty: String,
    strip: Vec<StripDay>,
    days: String,
    reply_by: String,
    state: Shown,
}

impl Section {
    /// An action of "my application".
    fn at(&self, rest: &str) -> String {
        self.chrome.to(&format!("{}{rest}", self.base))
    }
}

/// Which of the section's faces is shown.
enum Shown {
    /// A seat to answer.
    Offered,
    /// A seat taken; can it still be given back?
    Accepted,
    /// The deadline passed.
    Lapsed,
    /// The cohort was cancelled.
    Cancelled,
    /// A place on the reserve list.
    Reserve(i64),
}

fn is_over(course: &OfferedCourse, cohort: CohortId, now: Instant) -> bool {
    let days = course.days_of(cohort);
    let last = days.iter().filter(|day| !day.is_cancelled).map(|day| day.day).max();
    last.is_some_and(|last| last < stockholm::today(now))
}

/// The rendered section, or nothing when there is nothing to tell about a seat.
///
/// # Errors
/// When the database does not answer.
pub async fn section(house: &House, who: &Applicant, chrome: &Chrome, now: Instant) -> Result<Option<String>, Problem> {
    let (lang, db) = (chrome.lang, house.db.read());
    let application = &who.application;
    let Some(course) = OfferedCourse::read(db, application.offer_id).await? else { return Ok(None) };
    let seat = queries::seat_offer_of(db, application.id).await?;
    let state = match (&seat, application.state) {
        (_, ApplicationState::Reserve) => {
            queries::reserve_of(db, application.id).await?.map(|reserve| Shown::Reserve(reserve.number))
        }
        (Some(seat), _) if is_cancelled(&course, seat.cohort_id) => Some(Shown::Cancelled),
        (Some(seat), _) => match seat.state {
            SeatOfferState::Offered if now <= seat.reply_by => Some(Shown::Offered),
            SeatOfferState::Offered | SeatOfferState::Lapsed => Some(Shown::Lapsed),
            // A seat whose days are over is no news: days and certificate speak for themselves.
            SeatOfferState::Accepted if is_over(&course, seat.cohort_id, now) => None,
            SeatOfferState::Accepted => Some(Shown::Accepted),
            SeatOfferState::Declined | SeatOfferState::Withdrawn => None,
        },
        (None, _) => None,
    };
    let Some(state) = state else { return Ok(None) };
    let cohort = seat.as_ref().and_then(|seat| course.cohort(seat.cohort_id));
    let days = cohort.map(|cohort| course.days_of(cohort.id)).unwrap_or_default();
    let dates_of: Vec<_> = days.iter().filter(|day| !day.is_cancelled).map(|day| day.day).collect();
    let section = Section {
        lang,
        chrome: chrome.clone(),
        base: format!("/my/{}", who.token()),
        cohort: cohort.map(|cohort| cohort.name.clone()).unwrap_or_default(),
        place: cohort.map(|cohort| format!("{}, {}", cohort.room, cohort.place)).unwrap_or_default(),
        duty: lang.say(&course.offer.duty_sv, &course.offer.duty_en).clone(),
        strip: strip::of_cohort(lang, &days, stockholm::today(now)),
        days: if dates_of.is_empty() { String::new() } else { dates::days(lang, &dates_of) },
        reply_by: seat.map(|seat| dates::deadline(lang, seat.reply_by, now)).unwrap_or_default(),
        state,
    };
    section.render().map(Some).map_err(|error| Problem::broken(&error))
}

fn is_cancelled(course: &OfferedCourse, cohort: CohortId) -> bool {
    course.cohort(cohort).is_some_and(|cohort| cohort.state == CohortState::Cancelled)
}
