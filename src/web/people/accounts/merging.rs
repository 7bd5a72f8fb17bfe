//! Merging a duplicate into another account: choose, see what moves, confirm.

use crate::accounts::Refusal;
use crate::accounts::actions::{self, Moved};
use crate::accounts::queries::{self, Listed};
use crate::journal::{self, Event};
use crate::kernel::{AccountId, Failure, Lang, Refusal as _};
use crate::people::{AccountState, Administrator};
use crate::web::form::Submitted;
use crate::web::parts::{Choice, Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, get, post, routes};

/// The page.
#[derive(Template)]
#[template(path = "people/accounts/merge.html")]
pub struct MergePage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    from: Listed,
    into: Option<Listed>,
    moved: Moved,
    choices: Vec<Choice>,
}

impl MergePage {
    fn href(&self) -> String {
        self.chrome.to(&format!("/accounts/{}/merge", self.from.account.id))
    }

    fn chosen(&self) -> String {
        self.into.as_ref().map(|into| into.account.id.to_string()).unwrap_or_default()
    }
}

async fn page(
    scene: Scene<'_>,
    from: AccountId,
    into: Option<AccountId>,
    errors: FormErrors,
) -> Result<MergePage, Problem> {
    let db = scene.house.db.read();
    let all = queries::all(db, scene.lang, scene.now).await?;
    let find = |id: AccountId| {
        all.iter().find(|one| one.account.id == id && one.account.state != AccountState::Merged).cloned()
    };
    let from = find(from).ok_or(Problem::Missing)?;
    let others =
        all.iter().filter(|one| one.account.id != from.account.id && one.account.state != AccountState::Merged);
    let lang = scene.lang;
    let choices = others
        .map(|one| {
            let label = format!("{}, {} ({})", one.name, one.email, one.account.role.word(lang));
            Choice::new(one.account.id, label)
        })
        .collect();
    let into = into.and_then(find).filter(|into| into.account.id != from.account.id);
    let moved = actions::what_would_move(db, from.account.id).await?;
    Ok(MergePage { lang, chrome: scene.chrome, errors, into, moved, choices, from })
}

#[get("/accounts/<id>/merge?<into>")]
async fn show(_who: Administrator, id: AccountId, into: Option<&str>, scene: Scene<'_>) -> Answer<MergePage> {
    let into = into.and_then(|into| into.parse().ok());
    Ok(Reply::Page(page(scene, id, into, FormErrors::none()).await?))
}

#[post("/accounts/<id>/merge", data = "<form>")]
async fn merge(who: Administrator, id: AccountId, form: Submitted, scene: Scene<'_>) -> Answer<MergePage> {
    let into: AccountId = form.get("into").parse().map_err(|_| Problem::Unreadable)?;
    let both = ((id, form.version()?), (into, form.version_in("into_version")?));
    let receipt = scene.chrome.to(&format!("/accounts/{into}?done=merged"));
    let did = Event::new("account.merged", "account", id.0).with("into", into.0);
    match actions::merge(&scene.house.db, &who, both, scene.now).await {
        Ok(()) => Ok(Reply::See(receipt)),
        Err(Failure::Stale) if journal::was_last(scene.house.db.read(), &who.actor(), &did).await? => {
            Ok(Reply::See(receipt))
        }
        Err(Failure::Refused(refusal)) => {
            let field = if refusal == Refusal::NotMergeable { "into" } else { "" };
            let errors = [(field, refusal.sentence(scene.lang))].into_iter().collect();
            Ok(Reply::Again(page(scene, id, Some(into), errors).await?))
        }
        Err(other) => Err(other.into()),
    }
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, merge]
}
