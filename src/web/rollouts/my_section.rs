//! What "my application" says about the plan at home.

use crate::applications::Applicant;
use crate::house::House;
use crate::kernel::{Instant, Lang};
use crate::rollouts::{Milestone, Owner, queries, rules};
use crate::web::parts::{Chip, Chrome};
use crate::web::problem::Problem;
use askama::Template;

use super::map::chip;

#[derive(Template)]
#[template(path = "rollouts/my_section.html")]
struct MySection<'a> {
    lang: Lang,
    chrome: &'a Chrome,
    href: String,
    plan: Option<(Chip, &'static str)>,
}

/// The way to the plan and its next step; nothing before the course is completed.
///
/// # Errors
/// When the database does not answer.
pub async fn section(
    house: &House,
    who: &Applicant,
    chrome: &Chrome,
    _now: Instant,
) -> Result<Option<String>, Problem> {
    let db = house.db.read();
    let Some(owner) = Owner::prove(db, who.clone()).await? else { return Ok(None) };
    let lang = chrome.lang;
    let plan = match queries::plan_of(db, owner.organisation()).await? {
        Some(plan) => {
            let reached = queries::milestones_of(db, &plan).await?;
            let reached: Vec<Milestone> = reached.into_iter().map(|one| one.milestone).collect();
            Some((chip(Some(plan.state), lang), rules::next_step(plan.state, &reached).sentence(lang)))
        }
        None => None,
    };
    let section = MySection { lang, chrome, href: format!("/my/{}/plan", who.token()), plan };
    section.render().map(Some).map_err(|error| Problem::broken(&error))
}
