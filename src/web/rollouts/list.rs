//! The list of plans: all of them for coordinators, those they coach for trainers.

use super::map::chip;
use crate::kernel::{Lang, OrganisationId};
use crate::locale::{numbers, sorting, stockholm};
use crate::organisations::{self, Organisation};
use crate::people::{self, Coordinator, Role, Trainer};
use crate::rollouts::actions;
use crate::rollouts::{PlanState, RolloutPlan, queries};
use crate::web::form::{Reading, Submitted, new_key};
use crate::web::parts::{Chip, Choice, Chrome, FormErrors, Icon, Tone};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, get, post, routes};

/// The list of plans.
#[derive(Template)]
#[template(path = "rollouts/plans.html")]
pub struct PlansPage {
    lang: Lang,
    chrome: Chrome,
    rows: Vec<PlanRow>,
    /// How many plans there are to see.
    in_all: usize,
    /// How many of them wait for somebody.
    in_need: usize,
    shown: Shown,
    /// Organisations without a plan; empty for trainers.
    unopened: Vec<Choice>,
    form: Submitted,
    errors: FormErrors,
    key: String,
}

/// Which plans are listed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    All,
    Waiting,
}

struct PlanRow {
    href: String,
    name: String,
    state: Chip,
    coach: String,
    milestones: String,
    waiting: Option<Chip>,
}

#[get("/plans?<show>")]
async fn list(who: Trainer, show: Option<&str>, scene: Scene<'_>) -> Answer<PlansPage> {
    let form = Submitted::default();
    let mut page = page(&who, scene, form, FormErrors::none()).await?;
    if show == Some("waiting") {
        page.shown = Shown::Waiting;
        page.rows.retain(|row| row.waiting.is_some());
    }
    Ok(Reply::Page(page))
}

#[post("/plans", data = "<form>")]
async fn open(by: Coordinator, who: Trainer, form: Submitted, scene: Scene<'_>) -> Answer<PlansPage> {
    let lang = scene.chrome.lang;
    let mut reading = Reading::new(&form, lang);
    let missing = lang.say("Välj en organisation.", "Choose an organisation.");
    let Some(organisation) = reading.choice("organisation", missing, |code| code.parse::<OrganisationId>().ok()) else {
        let errors = reading.errors();
        return Ok(Reply::Again(page(&who, scene, form, errors).await?));
    };
    let key = form.key()?;
    let receipt = |plan| scene.chrome.to(&format!("/plans/{plan}?done=opened"));
    let plan = actions::open_as_coordinator(&scene.house.db, &by, organisation, (&key, receipt), scene.now).await?;
    Ok(Reply::See(receipt(plan)))
}

async fn page(who: &Trainer, scene: Scene<'_>, form: Submitted, errors: FormErrors) -> Result<PlansPage, Problem> {
    let db = scene.house.db.read();
    let (today, lang) = (stockholm::today(scene.now), scene.chrome.lang);
    let mut organisations = organisations::queries::all(db).await?;
    organisations.sort_by_cached_key(|one| sorting::sort_key(&one.name));
    let plans = queries::plans(db).await?;
    let is_trainer = who.role == Role::Trainer;
    let has_plan = |one: &&Organisation| plans.iter().any(|plan| plan.organisation_id == one.id);
    let unopened = organisations.iter().filter(|one| !is_trainer && !has_plan(one));
    let unopened = unopened.map(|one| Choice::new(one.id, one.name.clone())).collect();
    let coaches: Vec<_> = plans.iter().filter_map(|plan| plan.coach_id).collect();
    let coaches = people::queries::names_of(db, &coaches, lang).await?;
    let reached = queries::milestones_reached(db, today).await?;
    let trainings = queries::unverified_trainings(db).await?;
    let decisions = queries::unevidenced_decisions(db).await?;
    let row = |organisation: &Organisation| {
        let plan = plans.iter().find(|plan| plan.organisation_id == organisation.id)?;
        if is_trainer && plan.coach_id != Some(who.account) {
            return None;
        }
        let coach = plan.coach_id.and_then(|id| coaches.iter().find(|(account, _)| *account == id));
        let milestones = reached.iter().filter(|(place, ..)| *place == organisation.id).count();
        let unverified = trainings.iter().filter(|one| one.plan_id == plan.id).count();
        let unevidenced = decisions.iter().filter(|one| one.plan_id == plan.id).count();
        Some(PlanRow {
            href: scene.chrome.to(&format!("/plans/{}", plan.id)),
            name: organisation.name.clone(),
            state: chip(Some(plan.state), lang),
            coach: coach.map(|(_, name)| name.clone()).unwrap_or_default(),
            milestones: lang.say(format!("{milestones} av 13"), format!("{milestones} of 13")),
            waiting: waiting(plan, (unverified, unevidenced), lang),
        })
    };
    let rows: Vec<PlanRow> = organisations.iter().filter_map(row).collect();
    Ok(PlansPage {
        lang,
        in_all: rows.len(),
        in_need: rows.iter().filter(|row| row.waiting.is_some()).count(),
        rows,
        shown: Shown::All,
        unopened,
        form,
        errors,
        key: new_key()?,
        chrome: scene.chrome,
    })
}

/// What waits for the coach: a plan to read, trainings to verify, or decisions without evidence.
fn waiting(plan: &RolloutPlan, (unverified, unevidenced): (usize, usize), lang: Lang) -> Option<Chip> {
    let now = |words: String| Some(Chip::new(words, Tone::Now, Icon::Bell));
    if plan.coach_id.is_none() {
        return now(lang.say("Saknar coach", "Has no coach").to_owned());
    }
    if plan.state == PlanState::Submitted {
        return now(lang.say("Väntar på återkoppling", "Awaits feedback").to_owned());
    }
    if unverified > 0 {
        let (sv, en) =
            (("utbildning att verifiera", "utbildningar att verifiera"), ("training to verify", "trainings to verify"));
        return now(numbers::counted(lang, unverified, sv, en));
    }
    if unevidenced > 0 {
        let (sv, en) = (
            ("beslut utan underlag", "beslut utan underlag"),
            ("decision without evidence", "decisions without evidence"),
        );
        return now(numbers::counted(lang, unevidenced, sv, en));
    }
    None
}

/// The routes of this file.
pub fn routes() -> Vec<Route> {
    routes![list, open]
}
