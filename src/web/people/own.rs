//! One's own account: devices, password, language.

use super::steps::languages;
use crate::access::entity::session;
use crate::access::whence::device_words;
use crate::access::{leaving, second_factor, sessions};
use crate::accounts::{self, actions};
use crate::kernel::{Failure, Lang, Refusal as _, SessionId};
use crate::locale::dates;
use crate::people::{self, Password, SignedIn, Trainer};
use crate::web::form::Submitted;
use crate::web::guards::LiveSession;
use crate::web::parts::{Choice, Chrome, FormErrors, Notice, Tone};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use crate::web::sending::is_own_path;
use crate::web::way_in;
use askama::Template;
use rocket::http::CookieJar;
use rocket::{Route, get, post, routes};

/// One device.
struct Device {
    id: SessionId,
    words: String,
    seen: String,
    is_here: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "people/own.html")]
pub struct OwnPage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    email: String,
    role: String,
    devices: Vec<Device>,
    /// How many recovery codes are left; nothing for an account without a second factor.
    codes_left: Option<u64>,
    has_password: bool,
    language: String,
    languages: [Choice; 2],
}

/// The session the request came with; there is one behind the guard.
pub(super) fn here(session: LiveSession) -> Result<session::Model, Problem> {
    session.0.ok_or(Problem::SignIn)
}

pub(super) async fn own_page(
    mut scene: Scene<'_>,
    who: &SignedIn,
    here: SessionId,
    errors: FormErrors,
) -> Result<OwnPage, Problem> {
    "/account".clone_into(&mut scene.chrome.path);
    let (db, lang) = (scene.house.db.read(), scene.lang);
    let account = people::queries::find_account(db, who.account).await?.ok_or(Problem::Missing)?;
    let live = sessions::live_of(db, who.account, scene.now).await?;
    let device = |one: session::Model| Device {
        id: one.id,
        words: device_words(&one.device, lang),
        seen: dates::moment(lang, one.last_seen_at),
        is_here: one.id == here,
    };
    let left = second_factor::recovery_codes_left(db, who.account).await?;
    Ok(OwnPage {
        lang,
        errors,
        email: account.email,
        role: who.role.word(lang).to_owned(),
        devices: live.into_iter().map(device).collect(),
        codes_left: account.totp_confirmed_at.map(|_| left),
        has_password: who.role.has_password(),
        language: account.language,
        languages: languages(),
        chrome: scene.chrome,
    })
}

#[get("/account?<done>")]
async fn show(who: SignedIn, session: LiveSession, done: Option<&str>, mut scene: Scene<'_>) -> Answer<OwnPage> {
    let lang = scene.lang;
    let said = match done {
        Some("password") => lang.say(
            "Lösenordet är bytt. Alla andra enheter är utloggade.",
            "The password has been changed. All other devices are signed out.",
        ),
        Some("enrolled") => lang.say(
            "Appen är kopplad. Såg du inga reservkoder? Gör nya här nedanför.",
            "The app is connected. Did you see no recovery codes? Make new ones below.",
        ),
        Some("language") => lang.say("Språket är sparat.", "The language is saved."),
        Some("signed-out") => lang.say("Enheten är utloggad.", "The device is signed out."),
        Some("others") => lang.say("Alla andra enheter är utloggade.", "All other devices are signed out."),
        _ => "",
    };
    if !said.is_empty() {
        scene.chrome.notice = Some(Notice { tone: Tone::Done, text: said.to_owned() });
    }
    let here = here(session)?.id;
    Ok(Reply::Page(own_page(scene, &who, here, FormErrors::none()).await?))
}

#[post("/account/password", data = "<form>")]
async fn change_password(who: SignedIn, session: LiveSession, form: Submitted, scene: Scene<'_>) -> Answer<OwnPage> {
    let (here, lang) = (here(session)?.id, scene.lang);
    let email = people::queries::find_account(scene.house.db.read(), who.account).await?.map(|one| one.email);
    let own = [email.as_deref().unwrap_or_default(), &who.name];
    let refusal = match Password::parse(form.get("password"), &own) {
        Ok(chosen) => {
            let old = form.get("old_password");
            match actions::change(&scene.house.db, (&who, here), old, &chosen, scene.now).await {
                Ok(()) => return Ok(Reply::See(scene.chrome.to("/account?done=password"))),
                // Too many tries: said at the field that was tried.
                Err(Failure::Refused(accounts::Refusal::Entry(refusal))) => ("old_password", refusal.sentence(lang)),
                Err(Failure::Refused(refusal)) => (refusal.field().unwrap_or_default(), refusal.sentence(lang)),
                Err(other) => return Err(other.into()),
            }
        }
        Err(refusal) => ("password", refusal.sentence(lang)),
    };
    Ok(Reply::Again(own_page(scene, &who, here, [refusal].into_iter().collect()).await?))
}

#[post("/account/language", data = "<form>")]
async fn language(who: SignedIn, form: Submitted, scene: Scene<'_>) -> Answer<OwnPage> {
    let lang = Lang::from_tag(form.get("language")).ok_or(Problem::Unreadable)?;
    actions::set_language(&scene.house.db, &who, lang).await?;
    Ok(Reply::See("/account?done=language".to_owned()))
}

#[post("/account/sessions/<id>/close")]
async fn sign_out_there(
    who: SignedIn,
    session: LiveSession,
    id: SessionId,
    scene: Scene<'_>,
    cookies: &CookieJar<'_>,
) -> Answer<OwnPage> {
    leaving::sign_out_there(&scene.house.db, who.account.into(), id, scene.now).await?;
    if here(session)?.id == id {
        way_in::let_go(scene.house, cookies, scene.now).await?;
        return Ok(Reply::See("/".to_owned()));
    }
    Ok(Reply::See(scene.chrome.to("/account?done=signed-out")))
}

#[post("/account/sessions/close-others")]
async fn sign_out_others(who: SignedIn, session: LiveSession, scene: Scene<'_>) -> Answer<OwnPage> {
    actions::sign_out_others(&scene.house.db, &who, here(session)?.id, scene.now).await?;
    Ok(Reply::See(scene.chrome.to("/account?done=others")))
}

/// Keeps a trainer's phone signed in until the day is over.
#[post("/account/stay", data = "<form>")]
async fn stay(_who: Trainer, session: LiveSession, form: Submitted, scene: Scene<'_>) -> Answer<OwnPage> {
    actions::stay_signed_in(&scene.house.db, here(session)?.id, scene.now).await?;
    let next = form.get("next");
    Ok(Reply::See(if is_own_path(next) { next.to_owned() } else { "/days".to_owned() }))
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, change_password, language, sign_out_there, sign_out_others, stay]
}
