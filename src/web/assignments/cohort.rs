//! The assignments of a cohort: a table of participants and how far each has come.

use super::task::Asked;
use super::words::chip;
use crate::assignments::{State, queries};
use crate::attendance;
use crate::cohorts::{self, Cohort};
use crate::completion;
use crate::house::House;
use crate::kernel::{CohortId, Lang, ParticipantId};
use crate::people::{Role, Trainer};
use crate::web::attendance::faces::{Face, faces_of};
use crate::web::parts::{Chip, Chrome};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State as Managed, get, routes};
use std::collections::{HashMap, HashSet};

/// The table.
#[derive(Template)]
#[template(path = "assignments/cohort.html")]
pub struct CohortPage {
    lang: Lang,
    chrome: Chrome,
    cohort: Cohort,
    back: (String, &'static str),
    assignments: Vec<String>,
    rows: Vec<Row>,
    waiting: usize,
}

/// One participant.
struct Row {
    name: String,
    organisation: String,
    cells: Vec<Cell>,
    is_waiting: bool,
}

/// One assignment of one participant; without address while nothing was handed in.
struct Cell {
    assignment: String,
    chip: Chip,
    href: Option<String>,
}

#[get("/cohorts/<id>/assignments")]
async fn show(id: CohortId, who: Trainer, chrome: Chrome, house: &Managed<House>) -> Answer<CohortPage> {
    let (db, lang) = (house.db.read(), chrome.lang);
    if !attendance::queries::is_open_to(db, &who, id).await? {
        return Err(Problem::Missing);
    }
    let cohort = cohorts::queries::find(db, id).await?.ok_or(Problem::Missing)?;
    let rule = completion::queries::rule_of(db, &cohort).await?.map(|(_, rule)| rule);
    let faces = faces_of(db, id, lang).await?;
    let ids: Vec<ParticipantId> = faces.iter().map(|face| face.participant.id).collect();
    let standing = queries::standing_among(db, &ids).await?;
    let mut assignments: Vec<String> = rule.iter().flat_map(|rule| rule.assignments()).map(str::to_owned).collect();
    for one in &standing {
        // What was handed in before the rule was eased is still there to be seen.
        if !assignments.contains(&one.assignment) {
            assignments.push(one.assignment.clone());
        }
    }
    let keys: Vec<&str> = assignments.iter().map(String::as_str).collect();
    let asked = Asked::among(db, &cohort, &keys, lang).await?;
    let place = |one: &queries::Standing| (one.participant, one.assignment.clone());
    let by_place: HashMap<(ParticipantId, String), &queries::Standing> =
        standing.iter().map(|one| (place(one), one)).collect();
    let unread = standing.iter().filter(|one| one.state == State::HandedIn);
    let unread: HashSet<ParticipantId> = unread.map(|one| one.participant).collect();
    let row = |face: Face| Row {
        cells: asked
            .iter()
            .map(|asked| {
                let found = by_place.get(&(face.participant.id, asked.key.clone()));
                Cell {
                    assignment: asked.title.clone(),
                    chip: chip(found.map(|one| one.state), lang),
                    href: found.map(|one| chrome.to(&format!("/hand-ins/{}", one.id))),
                }
            })
            .collect(),
        is_waiting: unread.contains(&face.participant.id),
        name: face.name,
        organisation: face.organisation,
    };
    let mut rows: Vec<Row> = faces.into_iter().map(row).collect();
    // What waits to be read first; otherwise by name, as everywhere.
    rows.sort_by_key(|row| !row.is_waiting);
    let back = match who.role {
        Role::Trainer => (chrome.to("/days"), lang.say("Mina dagar", "My days")),
        _ => (chrome.to(&format!("/desk/cohorts/{id}")), lang.say("Omgången", "The cohort")),
    };
    let waiting = standing.iter().filter(|one| one.state == State::HandedIn).count();
    let assignments = asked.iter().map(|asked| asked.title.clone()).collect();
    Ok(Reply::Page(CohortPage { lang, chrome, cohort, back, assignments, rows, waiting }))
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![show]
}
