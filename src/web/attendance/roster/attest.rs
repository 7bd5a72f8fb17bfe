//! Attesting a day.

use super::page;
use crate::attendance::{MarkKind, Marker, actions, queries};
use crate::house::House;
use crate::kernel::{CourseDayId, Lang, ParticipantId};
use crate::locale::{dates, stockholm};
use crate::web::attendance::faces::faces_of;
use crate::web::attendance::marking::Marking;
use crate::web::parts::Chrome;
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, post, routes};
use std::collections::HashMap;

/// What is attested, and who is unmarked.
#[derive(Template)]
#[template(path = "attendance/attest.html")]
pub struct AttestPage {
    lang: Lang,
    chrome: Chrome,
    id: CourseDayId,
    when: String,
    cohort: String,
    counts: Vec<(&'static str, usize)>,
    unmarked: Vec<(String, String)>,
    is_ahead: bool,
    is_attested: bool,
    is_cancelled: bool,
}

#[get("/days/<id>/attest")]
async fn ask(id: CourseDayId, by: Marking, house: &State<House>) -> Answer<AttestPage> {
    let (day, cohort) = page::own_day(house, &Marker::Trainer(by.who.clone()), id).await?;
    let (db, lang) = (house.db.read(), by.chrome.lang);
    let marks: HashMap<ParticipantId, MarkKind> = queries::standing_on(db, &[id])
        .await?
        .into_iter()
        .filter(|mark| mark.kind != MarkKind::Open)
        .map(|mark| (mark.participant_id, mark.kind))
        .collect();
    let faces = faces_of(db, cohort.id, lang).await?;
    let count = |kind| faces.iter().filter(|face| marks.get(&face.participant.id) == Some(&kind)).count();
    let kinds = MarkKind::ALL.into_iter().filter(|kind| *kind != MarkKind::Open);
    Ok(Reply::Page(AttestPage {
        lang,
        id,
        when: dates::weekday_day(lang, day.day),
        cohort: cohort.name,
        counts: kinds.map(|kind| (kind.word(lang), count(kind))).filter(|(_, count)| *count > 0).collect(),
        unmarked: faces
            .iter()
            .filter(|face| !marks.contains_key(&face.participant.id))
            .map(|face| (face.name.clone(), face.organisation.clone()))
            .collect(),
        is_ahead: day.day > stockholm::today(by.now.0),
        is_attested: day.attested_at.is_some(),
        is_cancelled: day.is_cancelled,
        chrome: by.chrome,
    }))
}

#[post("/days/<id>/attest")]
async fn attest(id: CourseDayId, by: Marking, house: &State<House>) -> Result<Reply<AttestPage>, Problem> {
    actions::attest(&house.db, &by.who, id, by.now.0).await?;
    Ok(Reply::See(by.chrome.to(&format!("/days/{id}"))))
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![ask, attest]
}
