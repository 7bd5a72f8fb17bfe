//! A coordinator writes down needs that somebody told by phone. What was given before is not shown here.

use super::form::{foods, read};
use crate::applications::queries as applications;
use crate::kernel::{ApplicationId, Failure, Lang, Refusal as _};
use crate::needs::{actions, queries};
use crate::people::{self, Coordinator};
use crate::web::form::Submitted;
use crate::web::parts::{Choice, Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, get, post, routes};

/// The form.
#[derive(Template)]
#[template(path = "needs/desk.html")]
pub(super) struct DeskPage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    application: ApplicationId,
    name: String,
    reference: String,
    form: Submitted,
    version: i64,
    foods: Vec<Choice>,
    is_given: bool,
    is_stale: bool,
}

impl DeskPage {
    fn back(&self) -> String {
        self.chrome.to(&format!("/desk/applications/{}", self.application))
    }

    fn here(&self) -> String {
        self.chrome.to(&format!("/desk/applications/{}/needs", self.application))
    }

    fn chosen(&self) -> Vec<&str> {
        self.form.all("food")
    }
}

#[get("/desk/applications/<id>/needs")]
async fn show(_who: Coordinator, id: ApplicationId, scene: Scene<'_>) -> Answer<DeskPage> {
    page(id, scene, (Submitted::default(), FormErrors::none())).await.map(Reply::Page)
}

async fn page(
    id: ApplicationId,
    scene: Scene<'_>,
    (form, errors): (Submitted, FormErrors),
) -> Result<DeskPage, Problem> {
    let db = scene.house.db.read();
    let application = applications::find(db, id).await?.ok_or(Problem::Missing)?;
    let person = people::queries::find_person(db, application.person_id).await?.ok_or(Problem::Missing)?;
    let row = queries::of(db, id).await?;
    Ok(DeskPage {
        lang: scene.lang,
        errors,
        application: id,
        name: person.shown_name(scene.lang),
        reference: application.reference,
        form,
        is_given: row.is_some(),
        version: row.map_or(0, |row| row.version),
        foods: foods(scene.lang),
        is_stale: false,
        chrome: scene.chrome,
    })
}

#[post("/desk/applications/<id>/needs", data = "<form>")]
async fn give(who: Coordinator, id: ApplicationId, form: Submitted, scene: Scene<'_>) -> Answer<DeskPage> {
    let needs = match read(&form, scene.lang) {
        Ok(needs) => needs,
        Err(errors) => return page(id, scene, (form, errors)).await.map(Reply::Again),
    };
    let safe = (&scene.house.db, &scene.house.vault);
    match actions::give(safe, &who.actor(), id, (&needs, form.version()?), scene.now).await {
        Ok(()) => Ok(Reply::See(scene.chrome.to(&format!("/desk/applications/{id}")))),
        Err(Failure::Refused(refusal)) => {
            let errors = [("", refusal.sentence(scene.lang))].into_iter().collect();
            page(id, scene, (form, errors)).await.map(Reply::Again)
        }
        Err(Failure::Stale) => {
            let page = page(id, scene, (form.over_saved(), FormErrors::none())).await?;
            Ok(Reply::Stale(DeskPage { is_stale: true, ..page }))
        }
        Err(other) => Err(other.into()),
    }
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![show, give]
}
