//! The same as files: JSON with everything, a workbook with a sheet for each kind of fact.

use super::pages::report;
use crate::kernel::Lang;
use crate::people::Researcher;
use crate::research::{Report, actions, queries};
use crate::web::problem::Problem;
use crate::web::reply::Download;
use crate::web::scene::Scene;
use crate::web::spreadsheet::{Cell, Sheet, book};
use rocket::http::ContentType;
use rocket::{Route, get, routes};

#[get("/research/<code>/data.json")]
async fn as_json(by: Researcher, code: &str, scene: Scene<'_>) -> Result<Download, Problem> {
    let report = noted(&by, (code, "json"), &scene).await?;
    let bytes = serde_json::to_vec_pretty(&report).map_err(|error| Problem::broken(&error))?;
    Ok(Download { bytes, kind: ContentType::JSON, name: format!("{}.json", report.organisation) })
}

#[get("/research/<code>/data.xlsx")]
async fn as_sheets(by: Researcher, code: &str, scene: Scene<'_>) -> Result<Download, Problem> {
    let report = noted(&by, (code, "xlsx"), &scene).await?;
    book(&report.organisation, &sheets(&report, scene.lang))
}

/// The report, handed out on the record.
async fn noted(by: &Researcher, (code, format): (&str, &str), scene: &Scene<'_>) -> Result<Report, Problem> {
    let pilot = queries::pilot(scene.house.db.read(), by, code).await?.ok_or(Problem::Missing)?;
    let report = report(by, code, scene).await?;
    actions::note_export(&scene.house.db, by, (pilot.id, format), scene.now).await?;
    Ok(report)
}

#[expect(clippy::too_many_lines, reason = "one sheet after the other; nothing is decided here")]
fn sheets(report: &Report, lang: Lang) -> Vec<Sheet> {
    let count = |number: usize| i64::try_from(number).map_or(Cell::Empty, Cell::Number);
    let day = |day: Option<crate::kernel::Day>| day.map_or(Cell::Empty, Cell::Date);
    let yes = |is: bool| Cell::from(if is { lang.say("ja", "yes") } else { lang.say("nej", "no") });
    let people = report.people.iter().map(|one| {
        vec![
            one.person.as_str().into(),
            one.cohort.as_str().into(),
            one.days_attended.map_or(Cell::Empty, count),
            one.days_held.map_or(Cell::Empty, count),
            yes(one.is_active),
            day(one.completed_on),
        ]
    });
    let mut sheets = vec![Sheet {
        title: lang.say("Personer", "People"),
        headings: lang
            .say(
                ["Pseudonym", "Omgång", "Dagar", "Hållna dagar", "Deltar", "Fullföljde"],
                ["Pseudonym", "Cohort", "Days", "Days held", "Takes part", "Completed"],
            )
            .to_vec(),
        rows: people.collect(),
    }];
    let Some(plan) = &report.plan else { return sheets };
    let states = plan.states.iter().map(|one| vec![one.state.into(), one.from.into()]);
    let milestones = plan.milestones.iter().map(|one| vec![one.milestone.into(), one.reached_on.into()]);
    let trainings = plan.trainings.iter().map(|one| {
        vec![
            one.day.into(),
            one.minutes.into(),
            one.politicians.into(),
            one.officials.into(),
            one.others.into(),
            yes(one.is_verified),
        ]
    });
    let activities = plan
        .activities
        .iter()
        .map(|one| vec![one.kind.as_str().into(), one.day.into(), one.members.into(), one.departments.into()]);
    let decisions = plan.decisions.iter().map(|one| {
        vec![
            one.body.into(),
            one.decided_on.into(),
            one.in_force_from.into(),
            day(one.in_force_to),
            yes(one.is_evidenced),
        ]
    });
    sheets.extend([
        Sheet {
            title: lang.say("Lägen", "States"),
            headings: lang.say(["Läge", "Från"], ["State", "From"]).to_vec(),
            rows: states.collect(),
        },
        Sheet {
            title: lang.say("Milstolpar", "Milestones"),
            headings: lang.say(["Milstolpe", "Nådd"], ["Milestone", "Reached"]).to_vec(),
            rows: milestones.collect(),
        },
        Sheet {
            title: lang.say("Utbildningar", "Trainings"),
            headings: lang
                .say(
                    ["Dag", "Minuter", "Förtroendevalda", "Tjänstepersoner", "Övriga", "Verifierad"],
                    ["Day", "Minutes", "Politicians", "Officials", "Others", "Verified"],
                )
                .to_vec(),
            rows: trainings.collect(),
        },
        Sheet {
            title: lang.say("Aktiviteter", "Activities"),
            headings: lang
                .say(["Slag", "Dag", "Medlemmar", "Förvaltningar"], ["Kind", "Day", "Members", "Departments"])
                .to_vec(),
            rows: activities.collect(),
        },
        Sheet {
            title: lang.say("Beslut", "Decisions"),
            headings: lang
                .say(
                    ["Organ", "Beslutat", "Gäller från", "Gäller till", "Underlag"],
                    ["Body", "Decided", "In force from", "In force to", "Evidence"],
                )
                .to_vec(),
            rows: decisions.collect(),
        },
    ]);
    sheets
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![as_json, as_sheets]
}
