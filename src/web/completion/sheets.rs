//! Participants and attendance as spreadsheets.

use super::cohort::{Member, Roll};
use super::writing::Writing;
use crate::attendance::{Mark, MarkKind};
use crate::house::House;
use crate::kernel::{CohortId, Lang};
use crate::locale::dates;
use crate::web::attendance::standing::chip;
use crate::web::problem::Problem;
use crate::web::reply::Download;
use crate::web::spreadsheet::{Cell, sheet};
use rocket::{Route, State, get, routes};

#[get("/desk/cohorts/<id>/participants.xlsx")]
async fn participants(id: CohortId, by: Writing, house: &State<House>) -> Result<Download, Problem> {
    let lang = by.chrome.lang;
    let roll = Roll::of(house, id, lang, by.now.0).await?;
    let headings = [
        lang.say("Plats", "Seat"),
        lang.say("Namn", "Name"),
        lang.say("Namn på intyget", "Name on the certificate"),
        lang.say("Organisation", "Organisation"),
        lang.say("Läge", "State"),
        lang.say("Beslut", "Decision"),
        lang.say("Beslutat", "Decided on"),
    ];
    let row = |member: &Member| {
        let participant = &member.face.participant;
        let confirmed = participant.name_confirmed_at.and_then(|_| participant.name_on_certificate.clone());
        vec![
            Cell::Number(participant.seat_number),
            member.face.name.as_str().into(),
            // A protected person's name is not in any export.
            confirmed.filter(|_| !member.face.is_protected).map_or(Cell::Empty, Cell::Text),
            member.face.organisation.as_str().into(),
            member.verdict.as_ref().map_or(Cell::Empty, |verdict| chip(verdict.outcome, lang).word.into()),
            member.decision.as_ref().map_or(Cell::Empty, |decision| decision.verdict.word(lang).into()),
            member.decision.as_ref().map_or(Cell::Empty, |decision| decision.decided_on.into()),
        ]
    };
    let rows: Vec<Vec<Cell>> = roll.members.iter().map(row).collect();
    sheet(&format!("{}-{}", lang.say("deltagare", "participants"), roll.cohort.code), &headings, &rows)
}

#[get("/desk/cohorts/<id>/attendance.xlsx")]
async fn attendance(id: CohortId, by: Writing, house: &State<House>) -> Result<Download, Problem> {
    let lang = by.chrome.lang;
    let roll = Roll::of(house, id, lang, by.now.0).await?;
    let dates: Vec<String> = roll.days.iter().map(|day| dates::iso(day.day)).collect();
    let mut headings = vec![lang.say("Namn", "Name"), lang.say("Organisation", "Organisation")];
    headings.extend(dates.iter().map(String::as_str));
    let row = |member: &Member| {
        let marks = roll.marks_of(member.face.participant.id);
        let mut cells = vec![Cell::from(member.face.name.as_str()), member.face.organisation.as_str().into()];
        cells.extend(roll.days.iter().map(|day| {
            if day.is_cancelled {
                return Cell::from(lang.say("Inställd", "Cancelled"));
            }
            cell(lang, marks.iter().find(|mark| mark.course_day_id == day.id).copied())
        }));
        cells
    };
    let rows: Vec<Vec<Cell>> = roll.members.iter().map(row).collect();
    sheet(&format!("{}-{}", lang.say("narvaro", "attendance"), roll.cohort.code), &headings, &rows)
}

fn cell(lang: Lang, mark: Option<&Mark>) -> Cell {
    let Some(mark) = mark.filter(|mark| mark.kind != MarkKind::Open) else { return Cell::Empty };
    let word = mark.kind.word(lang);
    match mark.minutes.filter(|_| mark.kind == MarkKind::Partial) {
        Some(minutes) => Cell::Text(format!("{word} ({minutes} min)")),
        None => word.into(),
    }
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![participants, attendance]
}
