//! The pilots of a researcher, and one of them.

use crate::kernel::Lang;
use crate::locale::dates;
use crate::people::Researcher;
use crate::research::{PlanFacts, Report, TrainingOf, queries};
use crate::rollouts::{Body, HappeningKind, Milestone, PlanState};
use crate::web::parts::Chrome;
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, get, routes};
use sea_orm::ActiveEnum;

/// The list of pilots.
#[derive(Template)]
#[template(path = "research/pilots.html")]
struct PilotsPage {
    lang: Lang,
    chrome: Chrome,
    /// Name and address.
    pilots: Vec<(String, String)>,
}

/// One pilot.
#[derive(Template)]
#[template(path = "research/pilot.html")]
struct PilotPage {
    lang: Lang,
    chrome: Chrome,
    code: String,
    name: String,
    people: Vec<Line>,
    plan: Vec<(String, Vec<String>)>,
}

impl PilotPage {
    fn at(&self, rest: &str) -> String {
        self.chrome.to(&format!("/research/{}{rest}", self.code))
    }
}

/// One person's line.
struct Line {
    person: String,
    cohort: String,
    days: String,
    completed: String,
}

fn line(one: &TrainingOf, lang: Lang) -> Line {
    Line {
        person: one.person.clone(),
        cohort: one.cohort.clone(),
        days: match (one.days_attended, one.days_held) {
            (Some(attended), Some(held)) => lang.say(format!("{attended} av {held}"), format!("{attended} of {held}")),
            _ => lang.say("uppgift saknas", "no data").to_owned(),
        },
        completed: one.completed_on.map_or_else(|| lang.say("nej", "no").to_owned(), dates::iso),
    }
}

#[get("/research")]
async fn pilots(by: Researcher, scene: Scene<'_>) -> Answer<PilotsPage> {
    let pilots = queries::pilots_of(scene.house.db.read(), &by).await?;
    let line = |one: crate::organisations::Organisation| {
        let href = scene.chrome.to(&format!("/research/{}", one.code));
        (one.name, href)
    };
    let pilots = pilots.into_iter().map(line).collect();
    Ok(Reply::Page(PilotsPage { lang: scene.lang, pilots, chrome: scene.chrome }))
}

#[get("/research/<code>")]
async fn pilot(by: Researcher, code: &str, scene: Scene<'_>) -> Answer<PilotPage> {
    let report = report(&by, code, &scene).await?;
    let lang = scene.lang;
    let plan = report.plan.as_ref().map(|plan| told(plan, lang)).unwrap_or_default();
    let people = report.people.iter().map(|one| line(one, lang)).collect();
    let (code, name) = (report.organisation, report.name);
    Ok(Reply::Page(PilotPage { lang, code, name, people, plan, chrome: scene.chrome }))
}

/// What there is about the pilot with this code; every other organisation looks missing.
pub(super) async fn report(by: &Researcher, code: &str, scene: &Scene<'_>) -> Result<Report, Problem> {
    let db = scene.house.db.read();
    let pilot = queries::pilot(db, by, code).await?.ok_or(Problem::Missing)?;
    Ok(queries::report(db, &scene.house.tokens, by.account, &pilot).await?)
}

/// The plan in lines under headings.
fn told(plan: &PlanFacts, lang: Lang) -> Vec<(String, Vec<String>)> {
    let kind = crate::organisations::OrganisationKind::Municipality;
    let states = plan.states.iter().map(|one| {
        let word = PlanState::from_code(one.state).map_or("", |state| state.word(lang));
        format!("{}: {word}", dates::iso(one.from))
    });
    let milestones = plan.milestones.iter().map(|one| {
        let word = Milestone::from_code(one.milestone).map_or("", |milestone| milestone.word(lang));
        format!("{} {word}: {}", one.milestone, dates::iso(one.reached_on))
    });
    let trainings = plan.trainings.iter().map(|one| {
        let heads = one.politicians + one.officials + one.others;
        let verified = if one.is_verified { lang.say(", verifierad", ", verified") } else { "" };
        format!("{}: {heads} {}{verified}", dates::iso(one.day), lang.say("deltagare", "participants"))
    });
    let activities = plan.activities.iter().map(|one| {
        let word = HappeningKind::try_from_value(&one.kind).map_or("", |kind| kind.word(lang));
        format!("{}: {word}", dates::iso(one.day))
    });
    let decisions = plan.decisions.iter().map(|one| {
        let word = Body::from_code(one.body).map_or("", |body| body.word(kind, lang));
        format!("{}: {word}", dates::iso(one.decided_on))
    });
    vec![
        (lang.say("Planens lägen", "States of the plan").to_owned(), states.collect()),
        (lang.say("Milstolpar", "Milestones").to_owned(), milestones.collect()),
        (lang.say("Lokala utbildningar", "Local trainings").to_owned(), trainings.collect()),
        (lang.say("Aktiviteter", "Activities").to_owned(), activities.collect()),
        (lang.say("Beslut", "Decisions").to_owned(), decisions.collect()),
    ]
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![pilots, pilot]
}
