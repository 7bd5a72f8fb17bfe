//! Pages behind links in letters on which somebody chooses a password: a new one, the first one, the first administrator's.
//!
//! Opening such a page changes nothing; only its button uses the link up.

use crate::access::Whence;
use crate::access::links::Purpose;
use crate::access::one_time::{self, Unused};
use crate::accounts::actions;
use crate::kernel::{AccountId, Lang, Refusal as _};
use crate::people::actions::NewAccount;
use crate::people::{self, Account, AccountState, Password, Role};
use crate::web::form::{Reading, Submitted};
use crate::web::parts::{Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, get, post, routes};

/// What the page is for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Why {
    /// The old password is forgotten.
    Forgotten,
    /// Somebody was invited, as what.
    Invited(Role),
    /// Nobody can sign in yet.
    First,
}

/// The form.
#[derive(Template)]
#[template(path = "people/chosen.html")]
pub struct ChosenPage {
    lang: Lang,
    chrome: Chrome,
    form: Submitted,
    errors: FormErrors,
    why: Why,
    /// Whose account it is: name and address.
    owner: (String, String),
}

/// A link that works, and whose account it is about.
struct Held {
    link: Unused,
    account: Account,
    name: String,
}

async fn held(scene: &Scene<'_>, purpose: Purpose, token: &str) -> Result<Held, Problem> {
    let db = scene.house.db.read();
    let link = one_time::find(db, &scene.house.tokens, (purpose, token), scene.now).await?.ok_or(Problem::Missing)?;
    let account = people::queries::find_account(db, AccountId(link.object)).await?.ok_or(Problem::Missing)?;
    let expected = if purpose == Purpose::Invitation { AccountState::Invited } else { AccountState::Active };
    if account.state != expected {
        return Err(Problem::Missing);
    }
    let person = people::queries::find_person(db, account.person_id).await?.ok_or(Problem::Missing)?;
    Ok(Held { link, account, name: person.true_name })
}

fn page(scene: Scene<'_>, why: Why, held: &Held, errors: FormErrors) -> ChosenPage {
    let owner = (held.name.clone(), held.account.email.clone());
    ChosenPage { lang: scene.lang, chrome: scene.chrome, form: Submitted::default(), errors, why, owner }
}

/// The password that was typed, or what is wrong with it.
fn chosen(form: &Submitted, held: &Held, lang: Lang) -> Result<Password, FormErrors> {
    Password::parse(form.get("password"), &[&held.account.email, &held.name])
        .map_err(|refusal| [("password", refusal.sentence(lang))].into_iter().collect())
}

#[get("/new-password/<token>")]
async fn new_password(token: &str, scene: Scene<'_>) -> Answer<ChosenPage> {
    let held = held(&scene, Purpose::PasswordReset, token).await?;
    Ok(Reply::Page(page(scene, Why::Forgotten, &held, FormErrors::none())))
}

#[post("/new-password/<token>", data = "<form>")]
async fn set_password(token: &str, form: Submitted, whence: Whence, scene: Scene<'_>) -> Answer<ChosenPage> {
    let held = held(&scene, Purpose::PasswordReset, token).await?;
    match chosen(&form, &held, scene.lang) {
        Ok(password) => {
            actions::reset(&scene.house.db, held.link, &password, &whence, scene.now).await?;
            Ok(Reply::See(scene.chrome.to("/sign-in?done=password")))
        }
        Err(errors) => Ok(Reply::Again(page(scene, Why::Forgotten, &held, errors))),
    }
}

#[get("/invitations/<token>")]
async fn invitation(token: &str, scene: Scene<'_>) -> Answer<ChosenPage> {
    let held = held(&scene, Purpose::Invitation, token).await?;
    Ok(Reply::Page(page(scene, Why::Invited(held.account.role), &held, FormErrors::none())))
}

#[post("/invitations/<token>", data = "<form>")]
async fn take_invitation(token: &str, form: Submitted, whence: Whence, scene: Scene<'_>) -> Answer<ChosenPage> {
    let held = held(&scene, Purpose::Invitation, token).await?;
    let role = held.account.role;
    if !role.has_password() {
        actions::take_invitation(&scene.house.db, held.link, None, &whence, scene.now).await?;
        return Ok(Reply::See(scene.chrome.to("/sign-in?done=delegate")));
    }
    match chosen(&form, &held, scene.lang) {
        Ok(password) => {
            actions::take_invitation(&scene.house.db, held.link, Some(&password), &whence, scene.now).await?;
            Ok(Reply::See(scene.chrome.to("/sign-in?done=invitation")))
        }
        Err(errors) => Ok(Reply::Again(page(scene, Why::Invited(role), &held, errors))),
    }
}

async fn first_link(scene: &Scene<'_>, token: &str) -> Result<Unused, Problem> {
    let db = scene.house.db.read();
    let what = (Purpose::FirstAdministrator, token);
    let link = one_time::find(db, &scene.house.tokens, what, scene.now).await?.ok_or(Problem::Missing)?;
    if people::queries::accounts_in_all(db).await? > 0 { Err(Problem::Missing) } else { Ok(link) }
}

fn first_page(scene: Scene<'_>, form: Submitted, errors: FormErrors) -> ChosenPage {
    let owner = (String::new(), String::new());
    ChosenPage { lang: scene.lang, chrome: scene.chrome, form, errors, why: Why::First, owner }
}

#[get("/first-administrator/<token>")]
async fn first(token: &str, scene: Scene<'_>) -> Answer<ChosenPage> {
    first_link(&scene, token).await?;
    Ok(Reply::Page(first_page(scene, Submitted::default(), FormErrors::none())))
}

#[post("/first-administrator/<token>", data = "<form>")]
async fn make_first(token: &str, form: Submitted, scene: Scene<'_>) -> Answer<ChosenPage> {
    let link = first_link(&scene, token).await?;
    let mut reading = Reading::new(&form, scene.lang);
    let (name, email) = (reading.name("name"), reading.email("email"));
    let own = [form.get("email"), form.get("name")];
    let password = Password::parse(form.get("password"), &own);
    if let Err(refusal) = &password {
        reading.wrong("password", refusal.sentence(scene.lang));
    }
    let (Some(name), Some(email), Ok(password)) = (name, email, password) else {
        let errors = reading.errors();
        let kept = Submitted::of([("name", form.get("name")), ("email", form.get("email"))]);
        return Ok(Reply::Again(first_page(scene, kept, errors)));
    };
    let new = NewAccount { name, email, role: Role::Administrator };
    actions::make_first(&scene.house.db, link, &new, &password, scene.now).await?;
    Ok(Reply::See(scene.chrome.to("/sign-in?next=%2Fsetup&done=invitation")))
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![new_password, set_password, invitation, take_invitation, first, make_first]
}
