//! The plan of one's own organisation, by the private link of the application that led to the course.

use super::deeds;
use super::page::{PlanPage, Visit};
use crate::kernel::Lang;
use crate::organisations;
use crate::rollouts::actions::{self, Sending};
use crate::rollouts::{Hand, Owner, queries};
use crate::web::bearer;
use crate::web::form::{Submitted, new_key};
use crate::web::parts::Chrome;
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, get, post, routes};

/// The page before there is a plan: what it is, and one button.
#[derive(Template)]
#[template(path = "rollouts/unopened.html")]
pub struct UnopenedPage {
    lang: Lang,
    chrome: Chrome,
    base: String,
    back: String,
    organisation: String,
    key: String,
}

/// What the link leads to: the plan, or the page before there is one.
#[derive(rocket::Responder)]
enum Mine {
    Unopened(Box<Reply<UnopenedPage>>),
    Open(Box<Reply<PlanPage>>),
}

/// Proves that the link's holder completed a course; anybody else finds no such page.
async fn owner(scene: &Scene<'_>, token: &str) -> Result<Owner, Problem> {
    let applicant = bearer::applicant(scene.house, scene.person, token, scene.now).await?;
    Owner::prove(scene.house.db.read(), applicant).await?.ok_or(Problem::Missing)
}

async fn visit<'a>(scene: Scene<'a>, token: &str) -> Result<Visit<'a>, Problem> {
    let owner = owner(&scene, token).await?;
    let Scene { house, chrome, now, .. } = scene;
    let plan = queries::plan_of(house.db.read(), owner.organisation()).await?.ok_or(Problem::Missing)?;
    Ok(Visit { house, hand: Hand::Owner(Box::new(owner)), plan, base: base(token), chrome, now })
}

fn base(token: &str) -> String {
    format!("/my/{token}/plan")
}

#[get("/my/<token>/plan?<tell>&<done>")]
async fn show(token: &str, tell: Option<&str>, done: Option<&str>, scene: Scene<'_>) -> Result<Mine, Problem> {
    let owner = owner(&scene, token).await?;
    let db = scene.house.db.read();
    if queries::plan_of(db, owner.organisation()).await?.is_some() {
        let page = visit(scene, token).await?.open(tell, done).await?;
        return Ok(Mine::Open(Box::new(page)));
    }
    let organisation = organisations::queries::find(db, owner.organisation()).await?.ok_or(Problem::Missing)?;
    let page = UnopenedPage {
        lang: scene.chrome.lang,
        base: base(token),
        back: format!("/my/{token}"),
        organisation: organisation.name,
        key: new_key()?,
        chrome: scene.chrome,
    };
    Ok(Mine::Unopened(Box::new(Reply::Page(page))))
}

#[post("/my/<token>/plan", data = "<form>")]
async fn open(token: &str, form: Submitted, scene: Scene<'_>) -> Answer<UnopenedPage> {
    let owner = owner(&scene, token).await?;
    let (key, receipt) = (form.key()?, scene.chrome.to(&format!("{}?done=opened", base(token))));
    let sending = Sending { key: &key, receipt: &receipt };
    actions::open_as_owner(&scene.house.db, &owner, sending, scene.now).await?;
    Ok(Reply::See(receipt))
}

#[post("/my/<token>/plan/tell", data = "<form>")]
async fn tell(token: &str, form: Submitted, scene: Scene<'_>) -> Answer<PlanPage> {
    deeds::tell(visit(scene, token).await?, form).await
}

#[post("/my/<token>/plan/remove", data = "<form>")]
async fn remove(token: &str, form: Submitted, scene: Scene<'_>) -> Answer<PlanPage> {
    deeds::remove(visit(scene, token).await?, form).await
}

#[post("/my/<token>/plan/situation", data = "<form>")]
async fn write(token: &str, form: Submitted, scene: Scene<'_>) -> Answer<PlanPage> {
    deeds::write(visit(scene, token).await?, form).await
}

#[post("/my/<token>/plan/state", data = "<form>")]
async fn change_state(token: &str, form: Submitted, scene: Scene<'_>) -> Answer<PlanPage> {
    deeds::change_state(visit(scene, token).await?, form).await
}

#[post("/my/<token>/plan/milestones", data = "<form>")]
async fn reach(token: &str, form: Submitted, scene: Scene<'_>) -> Answer<PlanPage> {
    deeds::reach(visit(scene, token).await?, form).await
}

/// The routes of this file.
pub fn routes() -> Vec<Route> {
    routes![show, open, tell, remove, write, change_state, reach]
}
