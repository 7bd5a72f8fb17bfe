//! What "my application" says of the assignments the course asks for.

use super::task::Asked;
use super::words::chip;
use crate::applications::Applicant;
use crate::assignments::{State, queries};
use crate::completion;
use crate::house::House;
use crate::kernel::{Instant, Lang};
use crate::locale::dates;
use crate::seats::{self, ParticipantState};
use crate::web::parts::{Chip, Chrome};
use crate::web::problem::Problem;
use crate::{cohorts, requirements};
use askama::Template;

#[derive(Template)]
#[template(path = "assignments/my_section.html")]
struct MySection {
    lang: Lang,
    rows: Vec<Row>,
}

/// One assignment.
struct Row {
    name: String,
    /// The day by which it is best handed in, in words, while it is to do.
    until: Option<String>,
    chip: Chip,
    /// What the reader asked for, where it was returned.
    comment: String,
    href: String,
    /// The words of the way there: to hand in, or to see what was.
    way: &'static str,
    is_to_do: bool,
}

/// The assignments with their state; `None` for who takes no part, or where none is asked for.
///
/// # Errors
/// When the database does not answer.
pub async fn section(
    house: &House,
    who: &Applicant,
    chrome: &Chrome,
    _now: Instant,
) -> Result<Option<String>, Problem> {
    let (db, lang) = (house.db.read(), chrome.lang);
    let participant = seats::queries::participant_of(db, who.application.id).await?;
    let Some(participant) = participant.filter(|one| one.state == ParticipantState::Active) else { return Ok(None) };
    let Some(cohort) = cohorts::queries::find(db, participant.cohort_id).await? else { return Ok(None) };
    let rule: Option<requirements::CompletionRule> =
        completion::queries::rule_of(db, &cohort).await?.map(|(_, rule)| rule);
    let asked = rule.as_ref().map(requirements::CompletionRule::assignments).unwrap_or_default();
    let mut rows = Vec::new();
    for (number, asked) in (1..).zip(Asked::among(db, &cohort, &asked, lang).await?) {
        let current = queries::current_of(db, participant.id, &asked.key).await?;
        let state = current.as_ref().map(|one| one.state);
        let comment = match &current {
            Some(one) if one.state == State::Returned => {
                queries::answers_to(db, &[one.id]).await?.pop().map(|answer| answer.comment).unwrap_or_default()
            }
            _ => String::new(),
        };
        let is_to_do = matches!(state, None | Some(State::Returned));
        let way = match state {
            None => lang.say("Lämna in", "Hand in"),
            Some(State::Returned) => lang.say("Läs och lämna in igen", "Read and hand in again"),
            Some(_) => lang.say("Se det du lämnat in", "See what you handed in"),
        };
        let href = chrome.to(&format!("/my/{}/assignments/{number}", who.token()));
        let until = asked.until.filter(|_| is_to_do).map(|day| dates::weekday_day(lang, day));
        rows.push(Row { name: asked.title, until, chip: chip(state, lang), comment, href, way, is_to_do });
    }
    if rows.is_empty() {
        return Ok(None);
    }
    MySection { lang, rows }.render().map(Some).map_err(|error| Problem::broken(&error))
}
