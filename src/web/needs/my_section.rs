//! What "my application" says of the participant's needs, and who has opened them.

use crate::applications::Applicant;
use crate::house::House;
use crate::journal;
use crate::kernel::{Instant, Lang};
use crate::locale::dates;
use crate::needs::{queries, rules};
use crate::people::Role;
use crate::seats::{self, ParticipantState};
use crate::web::parts::Chrome;
use crate::web::problem::Problem;
use askama::Template;

#[derive(Template)]
#[template(path = "needs/my_section.html")]
struct Section {
    lang: Lang,
    href: String,
    is_given: bool,
    may_give: bool,
    erased_on: String,
    /// When it was opened and by which role.
    openings: Vec<String>,
}

/// Whether needs are given, until when they are kept, who opened them; `None` for who takes no part.
///
/// # Errors
/// When the database does not answer.
pub async fn section(house: &House, who: &Applicant, chrome: &Chrome, now: Instant) -> Result<Option<String>, Problem> {
    let (db, lang, of) = (house.db.read(), chrome.lang, who.application.id);
    let participant = seats::queries::participant_of(db, of).await?;
    let Some(participant) = participant.filter(|one| one.state == ParticipantState::Active) else { return Ok(None) };
    let Some((first, last)) = queries::span_of(db, participant.cohort_id).await? else { return Ok(None) };
    let is_given = queries::of(db, of).await?.is_some();
    let history = journal::history_of(db, "application", of.0).await?;
    let openings: Vec<String> = history.iter().filter_map(|told| opening(told, lang)).collect();
    let may_give = rules::may_give(Some(first), now);
    if !may_give && !is_given && openings.is_empty() {
        return Ok(None);
    }
    let section = Section {
        lang,
        href: chrome.to(&format!("/my/{}/needs", who.token())),
        is_given,
        may_give,
        erased_on: dates::day_in_words(lang, rules::erased_on(last)),
        openings,
    };
    section.render().map(Some).map_err(|error| Problem::broken(&error))
}

fn opening(told: &journal::Told, lang: Lang) -> Option<String> {
    if told.entry.event != "needs.opened" {
        return None;
    }
    let details: serde_json::Value = serde_json::from_str(&told.entry.details).ok()?;
    let role = details["role"].as_str().and_then(|role| role.parse::<Role>().ok())?;
    Some(format!("{}, {}", dates::moment(lang, told.entry.at), role.word(lang)))
}
