//! One person's protection, and who it is: shown once, to who may see it, and written down.

use crate::kernel::{Lang, PersonId};
use crate::people::{self, Protection, Unmasker};
use crate::protection::{Revealed, actions, queries};
use crate::web::form::{Reading, Submitted};
use crate::web::parts::{Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, get, post, routes};

/// The protection of a person; says no name that is masked.
#[derive(Template)]
#[template(path = "protection/person.html")]
struct PersonPage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    form: Submitted,
    person: PersonId,
    name: String,
    is_protected: bool,
    /// Reference and address of each application.
    applications: Vec<(String, String)>,
}

impl PersonPage {
    fn to(&self, act: &str) -> String {
        self.chrome.to(&format!("/desk/persons/{}{act}", self.person))
    }
}

/// Who it is.
#[derive(Template)]
#[template(path = "protection/unmasked.html")]
struct UnmaskedPage {
    lang: Lang,
    chrome: Chrome,
    about: Revealed,
}

impl UnmaskedPage {
    fn back(&self) -> String {
        self.chrome.to(&format!("/desk/persons/{}/protection", self.about.person.id))
    }
}

#[get("/desk/persons/<id>/protection")]
async fn show(_by: Unmasker, id: PersonId, scene: Scene<'_>) -> Answer<PersonPage> {
    page(id, scene, (Submitted::default(), FormErrors::none())).await.map(Reply::Page)
}

async fn page(id: PersonId, scene: Scene<'_>, (form, errors): (Submitted, FormErrors)) -> Result<PersonPage, Problem> {
    let about = queries::all_about(scene.house.db.read(), id).await?.ok_or(Problem::Missing)?;
    let (lang, chrome) = (scene.lang, scene.chrome);
    let to = |one: &crate::applications::Application| chrome.to(&format!("/desk/applications/{}", one.id));
    Ok(PersonPage {
        lang,
        person: id,
        name: about.person.shown_name(lang),
        is_protected: about.person.is_protected,
        applications: about.applications.iter().map(|one| (one.reference.clone(), to(one))).collect(),
        form,
        errors,
        chrome,
    })
}

#[post("/desk/persons/<id>/protect")]
async fn protect(by: Unmasker, id: PersonId, scene: Scene<'_>) -> Answer<PersonPage> {
    set(by, (id, Protection::On), scene).await
}

#[post("/desk/persons/<id>/unprotect")]
async fn unprotect(by: Unmasker, id: PersonId, scene: Scene<'_>) -> Answer<PersonPage> {
    set(by, (id, Protection::Off), scene).await
}

async fn set(by: Unmasker, (id, how): (PersonId, Protection), scene: Scene<'_>) -> Answer<PersonPage> {
    actions::set(&scene.house.db, &by, (id, how), scene.now).await?;
    Ok(Reply::See(scene.chrome.to(&format!("/desk/persons/{id}/protection"))))
}

/// The page itself is the answer, so that the address shows nothing when it is opened again.
#[post("/desk/persons/<id>/unmask", data = "<form>")]
async fn unmask(by: Unmasker, id: PersonId, form: Submitted, scene: Scene<'_>) -> Result<Unmasked, Problem> {
    let mut reading = Reading::new(&form, scene.lang);
    let Some(reason) = reading.optional_line("reason", 300) else {
        let errors = reading.errors();
        return page(id, scene, (form, errors)).await.map(|page| Unmasked::Again(Reply::Again(page)));
    };
    let about = actions::unmask(&scene.house.db, &by, (id, &reason), scene.now).await?;
    Ok(Unmasked::Shown(Reply::Page(UnmaskedPage { lang: scene.lang, about, chrome: scene.chrome })))
}

/// Who it is, or the form again.
#[derive(rocket::Responder)]
enum Unmasked {
    Shown(Reply<UnmaskedPage>),
    Again(Reply<PersonPage>),
}

/// What a page about somebody needs to say that they are protected, and to lead here.
///
/// # Errors
/// When the database does not answer.
pub async fn is_protected(db: &impl sea_orm::ConnectionTrait, person: PersonId) -> Result<bool, Problem> {
    let person = people::queries::find_person(db, person).await?;
    Ok(person.is_none_or(|person| person.is_protected))
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, protect, unprotect, unmask]
}
