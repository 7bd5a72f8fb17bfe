//! One's own second factor: another app, new recovery codes.

use super::own::{OwnPage, here, own_page};
use super::qr::QrPicture;
use super::steps::{CodesPage, in_groups};
use crate::access::second_factor::{self, Offered};
use crate::accounts::Refusal;
use crate::accounts::actions::{self, NewFactor};
use crate::kernel::{Failure, Lang, Refusal as _};
use crate::people::{self, SignedIn};
use crate::web::form::Submitted;
use crate::web::guards::LiveSession;
use crate::web::parts::{Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::response::Responder;
use rocket::{Route, get, post, routes};

/// Connects another app.
#[derive(Template)]
#[template(path = "people/own_factor.html")]
pub struct FactorPage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    sealed: String,
    qr: QrPicture,
    secret: String,
}

/// What an answer here can be.
#[derive(Responder)]
enum Told {
    Own(Reply<OwnPage>),
    Factor(Reply<FactorPage>),
    Codes(Reply<CodesPage>),
}

async fn factor_page(
    scene: Scene<'_>,
    who: &SignedIn,
    offered: &Offered,
    errors: FormErrors,
) -> Result<FactorPage, Problem> {
    let account = people::queries::find_account(scene.house.db.read(), who.account).await?.ok_or(Problem::Missing)?;
    if account.totp_confirmed_at.is_none() {
        return Err(Problem::Missing);
    }
    let qr = QrPicture::of(&offered.secret.address(&scene.chrome.platform, &account.email))?;
    let secret = in_groups(&offered.secret.base32());
    Ok(FactorPage { lang: scene.lang, chrome: scene.chrome, errors, sealed: offered.sealed.clone(), qr, secret })
}

fn new_offer(scene: &Scene<'_>, who: &SignedIn) -> Result<Offered, Problem> {
    second_factor::offer(&scene.house.vault, who.account, scene.now).map_err(|error| Problem::broken(&error))
}

fn codes_page(scene: Scene<'_>, codes: Vec<String>) -> Told {
    let next = "/account".to_owned();
    Told::Codes(Reply::Page(CodesPage { lang: scene.lang, chrome: scene.chrome, codes, next, form: None }))
}

#[get("/account/factor")]
async fn show(who: SignedIn, scene: Scene<'_>) -> Answer<FactorPage> {
    let offered = new_offer(&scene, &who)?;
    Ok(Reply::Page(factor_page(scene, &who, &offered, FormErrors::none()).await?))
}

#[post("/account/factor", data = "<form>")]
async fn change(who: SignedIn, session: LiveSession, form: Submitted, scene: Scene<'_>) -> Result<Told, Problem> {
    let here = here(session)?.id;
    let offered = second_factor::offered(&scene.house.vault, who.account, form.get("sealed"), scene.now);
    let Some(offered) = offered else {
        let offered = new_offer(&scene, &who)?;
        return Ok(Told::Factor(Reply::Page(factor_page(scene, &who, &offered, FormErrors::none()).await?)));
    };
    let new = NewFactor { offered: &offered, code: form.get("code"), present_code: form.get("present_code") };
    let field = if offered.secret.step_of(new.code.trim(), scene.now).is_some() { "present_code" } else { "code" };
    match actions::change_factor(&scene.house.door(), (&who, here), new, scene.now).await {
        Ok(codes) => Ok(codes_page(scene, codes)),
        Err(Failure::Refused(refusal)) => {
            let errors = [(field, refusal.sentence(scene.lang))].into_iter().collect();
            Ok(Told::Factor(Reply::Again(factor_page(scene, &who, &offered, errors).await?)))
        }
        Err(other) => Err(other.into()),
    }
}

#[post("/account/recovery-codes", data = "<form>")]
async fn recovery_codes(
    who: SignedIn,
    session: LiveSession,
    form: Submitted,
    scene: Scene<'_>,
) -> Result<Told, Problem> {
    let here = here(session)?.id;
    match actions::new_recovery_codes(&scene.house.door(), &who, form.get("code"), scene.now).await {
        Ok(codes) => Ok(codes_page(scene, codes)),
        Err(Failure::Refused(Refusal::Entry(refusal))) => {
            let errors = [("code", refusal.sentence(scene.lang))].into_iter().collect();
            Ok(Told::Own(Reply::Again(own_page(scene, &who, here, errors).await?)))
        }
        Err(other) => Err(other.into()),
    }
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, change, recovery_codes]
}
