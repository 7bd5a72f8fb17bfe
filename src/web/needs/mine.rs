//! The participant's own needs, by the private link.

use super::form::{filled, foods, read};
use crate::applications::Applicant;
use crate::kernel::{Failure, Lang, Refusal as _};
use crate::needs::{Needs, SealedNeeds, actions, queries, rules};
use crate::seats::{self, Participant, ParticipantState};
use crate::web::bearer;
use crate::web::both::{Difference, differences, label_of};
use crate::web::form::Submitted;
use crate::web::parts::{Choice, Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, get, post, routes};

/// The form.
#[derive(Template)]
#[template(path = "needs/mine.html")]
pub(super) struct MinePage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    token: String,
    form: Submitted,
    version: i64,
    foods: Vec<Choice>,
    may_give: bool,
    /// Where what was typed differs from what another of the holder's devices saved meanwhile.
    stale: Option<Vec<Difference>>,
}

impl MinePage {
    fn back(&self) -> String {
        self.chrome.to(&format!("/my/{}", self.token))
    }

    fn here(&self) -> String {
        self.chrome.to(&format!("/my/{}/needs", self.token))
    }

    fn chosen(&self) -> Vec<&str> {
        self.form.all("food")
    }
}

/// Whoever holds the link and takes part, and what they gave before.
async fn holder(scene: &Scene<'_>, token: &str) -> Result<(Applicant, Participant, Option<SealedNeeds>), Problem> {
    let db = scene.house.db.read();
    let who = bearer::applicant(scene.house, scene.person, token, scene.now).await?;
    let participant = seats::queries::participant_of(db, who.application.id).await?;
    let participant = participant.filter(|one| one.state == ParticipantState::Active).ok_or(Problem::Missing)?;
    let row = queries::of(db, who.application.id).await?;
    Ok((who, participant, row))
}

#[get("/my/<token>/needs")]
async fn show(token: &str, scene: Scene<'_>) -> Answer<MinePage> {
    page(token, scene, None).await.map(Reply::Page)
}

/// The form with what was typed, else with what was given before.
async fn page(token: &str, scene: Scene<'_>, typed: Option<(Submitted, FormErrors)>) -> Result<MinePage, Problem> {
    let (_, participant, row) = holder(&scene, token).await?;
    let span = queries::span_of(scene.house.db.read(), participant.cohort_id).await?;
    let stands = match &row {
        Some(row) => Needs::open(&scene.house.vault, row).map_err(|error| Problem::broken(&error))?,
        None => Needs::default(),
    };
    let (form, errors) = typed.unwrap_or_else(|| (filled(&stands), FormErrors::none()));
    Ok(MinePage {
        lang: scene.lang,
        errors,
        token: token.to_owned(),
        form,
        version: row.map_or(0, |row| row.version),
        foods: foods(scene.lang),
        may_give: rules::may_give(span.map(|(first, _)| first), scene.now),
        stale: None,
        chrome: scene.chrome,
    })
}

#[post("/my/<token>/needs", data = "<form>")]
async fn give(token: &str, form: Submitted, scene: Scene<'_>) -> Answer<MinePage> {
    let (who, _, row) = holder(&scene, token).await?;
    let needs = match read(&form, scene.lang) {
        Ok(needs) => needs,
        Err(errors) => return page(token, scene, Some((form, errors))).await.map(Reply::Again),
    };
    let (of, seen) = (who.application.id, form.version()?);
    let safe = (&scene.house.db, &scene.house.vault);
    match actions::give(safe, &who.actor(), of, (&needs, seen), scene.now).await {
        Ok(()) => Ok(Reply::See(scene.chrome.to(&format!("/my/{token}")))),
        Err(Failure::Refused(refusal)) => {
            let errors = [("", refusal.sentence(scene.lang))].into_iter().collect();
            page(token, scene, Some((form, errors))).await.map(Reply::Again)
        }
        Err(Failure::Stale) => {
            let stands = row.and_then(|row| Needs::open(&scene.house.vault, &row).ok()).unwrap_or_default();
            if stands == needs {
                // The same form sent twice: what it says stands.
                return Ok(Reply::See(scene.chrome.to(&format!("/my/{token}"))));
            }
            let (told, form) = (beside(&form, &filled(&stands), scene.lang), form.over_saved());
            let page = page(token, scene, Some((form, FormErrors::none()))).await?;
            Ok(Reply::Stale(MinePage { stale: Some(told), ..page }))
        }
        Err(other) => Err(other.into()),
    }
}

/// What was typed beside what stands, as the form asks for it.
fn beside(typed: &Submitted, stands: &Submitted, lang: Lang) -> Vec<Difference> {
    let labels = [
        ("food", lang.say("Mat", "Food")),
        ("other", lang.say("Annat om maten", "Anything else about food")),
        ("access", lang.say("Vad behövs för att kunna delta?", "What is needed to take part?")),
    ];
    let labels = labels.map(|(name, label)| (name.to_owned(), label.to_owned()));
    let foods = foods(lang);
    differences(&labels, typed, stands, |_, value| label_of(&foods, value))
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![show, give]
}
