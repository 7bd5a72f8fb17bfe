//! One mark at a time, as the roster's script sends it.

use super::page;
use crate::attendance::actions::{self, Place};
use crate::attendance::{MarkKind, Marker, NewMark, Nonce};
use crate::house::House;
use crate::kernel::{CourseDayId, Failure, ParticipantId, Refusal as _};
use crate::web::attendance::marking::Marking;
use crate::web::attendance::standing::clock;
use crate::web::form::Submitted;
use crate::web::problem::Problem;
use rocket::http::Status;
use rocket::serde::json::Json;
use rocket::{Route, State, post, routes};
use serde::Serialize;

/// What the script is told: when the mark was saved, or why it was not.
#[derive(Serialize)]
pub struct Told {
    saved: Option<String>,
    refused: Option<String>,
}

/// Takes one mark. The answer comes after the commit: only then may the page say that it is saved.
///
/// The page names whom it was opened by: what waited on the device while somebody else signed in is not theirs.
#[post("/days/<id>/marks", data = "<form>")]
async fn mark(
    id: CourseDayId,
    by: Marking<Marker>,
    form: Submitted,
    house: &State<House>,
) -> Result<(Status, Json<Told>), Problem> {
    page::own_day(house, &by.who, id).await?;
    if form.has("account") && form.get("account") != by.who.key() {
        return Err(Problem::Forbidden);
    }
    let participant = form.get("participant").parse::<ParticipantId>().map_err(|_| Problem::Unreadable)?;
    let kind = MarkKind::parse(form.get("kind")).ok_or(Problem::Unreadable)?;
    let nonce = Nonce::parse(form.get("nonce")).ok_or(Problem::Unreadable)?;
    let mark = NewMark::new(participant, kind, form.get("minutes").trim().parse().ok(), nonce);
    let place = Place { day: id, device: by.device.0 };
    let lang = by.chrome.lang;
    match actions::mark(&house.db, &by.who, place, &[mark], by.now.0).await {
        Ok(marks) => {
            let saved = marks.first().map(|mark| clock(lang, mark.marked_at));
            Ok((Status::Ok, Json(Told { saved, refused: None })))
        }
        Err(Failure::Refused(refusal)) => {
            let refused = Some(refusal.sentence(lang));
            Ok((Status::UnprocessableEntity, Json(Told { saved: None, refused })))
        }
        Err(other) => Err(other.into()),
    }
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![mark]
}
