//! The roster of a day: marking, saving, attesting.

mod attest;
mod marks;
mod page;

use super::marking::Marking;
use crate::attendance::actions::{self, Place, Rest, Roster};
use crate::attendance::{MarkKind, Marker, Refusal, rules};
use crate::cohorts::CourseDay;
use crate::house::House;
use crate::kernel::{CourseDayId, Failure, Lang, MarkId, ParticipantId, Refusal as _};
use crate::web::form::{Reading, Submitted};
use crate::web::parts::FormErrors;
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use page::RosterPage;
use rocket::{Route, State, get, post, routes};

#[get("/days/<id>?<left>")]
async fn show(id: CourseDayId, left: Option<u16>, by: Marking<Marker>, house: &State<House>) -> Answer<RosterPage> {
    let page = page::of(house, &by.who, id, by.chrome, by.now.0).await?;
    Ok(Reply::Page(page.without(left.unwrap_or_default())))
}

#[post("/days/<id>", data = "<form>")]
async fn save(id: CourseDayId, by: Marking<Marker>, form: Submitted, house: &State<House>) -> Answer<RosterPage> {
    let (day, _) = page::own_day(house, &by.who, id).await?;
    let lang = by.chrome.lang;
    let roster = match read(&form, &day, lang)? {
        Ok(roster) => roster,
        Err(errors) => return again(house, by, id, (&form, errors)).await,
    };
    let place = Place { day: id, device: by.device.0 };
    match actions::save_roster(&house.db, &by.who, place, &roster, by.now.0).await {
        Ok(saved) if saved.left > 0 => Ok(Reply::See(by.chrome.to(&format!("/days/{id}?left={}", saved.left)))),
        Ok(_) => Ok(Reply::See(by.chrome.to(&format!("/days/{id}")))),
        Err(Failure::Refused(refusal)) => {
            let errors = [("", refusal.sentence(lang))].into_iter().collect();
            again(house, by, id, (&form, errors)).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn again(
    house: &House,
    by: Marking<Marker>,
    id: CourseDayId,
    (form, errors): (&Submitted, FormErrors),
) -> Answer<RosterPage> {
    let page = page::of(house, &by.who, id, by.chrome, by.now.0).await?;
    Ok(Reply::Again(page.with(form, errors)))
}

/// What was ticked, row by row; a partly attended day is read with its minutes.
fn read(form: &Submitted, day: &CourseDay, lang: Lang) -> Result<Result<Roster, FormErrors>, Problem> {
    let mut reading = Reading::new(form, lang);
    let unreadable = || Refusal::Unreadable.sentence(lang);
    let mut ticked = Vec::new();
    for (field, value) in form.iter() {
        let Some(id) = field.strip_prefix("mark-") else { continue };
        let (Ok(participant), Some(kind)) = (id.parse::<ParticipantId>(), MarkKind::parse(value)) else {
            reading.wrong("", unreadable());
            continue;
        };
        let minutes = match kind {
            MarkKind::Partial => reading.number(&format!("minutes-{participant}"), 1..=rules::most_minutes(day)),
            _ => None,
        };
        ticked.push((participant, kind, minutes));
    }
    let seen = form.get("seen").parse::<MarkId>().ok();
    if seen.is_none() {
        reading.wrong("", unreadable());
    }
    let (Some(seen), true) = (seen, reading.is_sound()) else { return Ok(Err(reading.errors())) };
    let rest = if form.get("do") == "all" { Rest::Present } else { Rest::Stays };
    Ok(Ok(Roster { key: form.key()?, seen, ticked, rest }))
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    [routes![show, save], marks::routes(), attest::routes()].concat()
}
