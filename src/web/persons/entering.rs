//! Coming in: the button behind the link, and the six digits on the page that asked for them.

use crate::access::Whence;
use crate::access::codes::Code;
use crate::access::links::{Opened, Purpose};
use crate::applications::actions::Entrant;
use crate::kernel::Lang;
use crate::seats::actions::{Entered, Trust, Way, enter};
use crate::web::form::Submitted;
use crate::web::parts::{Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use crate::web::way_in::{self, Kept};
use askama::Template;
use rocket::http::CookieJar;
use rocket::{Route, get, post, routes};

/// The button behind the link; without one when the link opens nothing (any longer).
#[derive(Template)]
#[template(path = "persons/entering.html")]
struct EnteringPage {
    lang: Lang,
    chrome: Chrome,
    token: String,
    is_open: bool,
    /// Whether the device may be remembered; a delegate's is not.
    may_remember: bool,
}

/// The field for the six digits.
#[derive(Template)]
#[template(path = "persons/code.html")]
struct CodePage {
    lang: Lang,
    chrome: Chrome,
    page: String,
    form: Submitted,
    errors: FormErrors,
}

/// The link behind `token`, whoever it lets in.
async fn opened(scene: &Scene<'_>, token: &str) -> Result<Option<(Opened, Purpose)>, Problem> {
    let db = scene.house.db.read();
    for purpose in [Purpose::SignIn, Purpose::DelegateSignIn] {
        if let Some(link) = Opened::by(db, &scene.house.tokens, (purpose, token), scene.now).await? {
            return Ok(Some((link, purpose)));
        }
    }
    Ok(None)
}

#[get("/in/<token>")]
async fn show(token: &str, scene: Scene<'_>) -> Answer<EnteringPage> {
    let Some((link, purpose)) = opened(&scene, token).await? else { return Ok(Reply::Unknown(over(scene, token))) };
    if link.is_used() {
        return Ok(receipt(scene, token, &link, purpose));
    }
    way_in::note_opened(scene.house, &link, scene.now).await;
    let may_remember = purpose == Purpose::SignIn;
    let (lang, chrome) = (scene.lang, scene.chrome);
    Ok(Reply::Page(EnteringPage { lang, chrome, token: token.to_owned(), is_open: true, may_remember }))
}

/// Who pressed the button before and is signed in by it is led on; to anybody else the link is used up.
fn receipt(scene: Scene<'_>, token: &str, link: &Opened, purpose: Purpose) -> Reply<EnteringPage> {
    let is_own = purpose == Purpose::SignIn && scene.person.is_some_and(|person| person.0 == link.object());
    if is_own { Reply::See(scene.chrome.to("/my")) } else { Reply::Unknown(over(scene, token)) }
}

fn over(scene: Scene<'_>, token: &str) -> EnteringPage {
    let (lang, chrome) = (scene.lang, scene.chrome);
    EnteringPage { lang, chrome, token: token.to_owned(), is_open: false, may_remember: false }
}

#[post("/in/<token>", data = "<form>")]
async fn press(
    token: &str,
    form: Submitted,
    whence: Whence,
    cookies: &CookieJar<'_>,
    scene: Scene<'_>,
) -> Answer<EnteringPage> {
    let house = scene.house;
    let device = (whence.device.as_str(), trust(&form));
    let entered = enter(&house.db, &house.tokens, Way::Link(token), device, scene.now).await?;
    if let Some(entered) = entered {
        return settle(&entered, cookies, &scene).await;
    }
    match opened(&scene, token).await? {
        Some((link, purpose)) => Ok(receipt(scene, token, &link, purpose)),
        None => Ok(Reply::Unknown(over(scene, token))),
    }
}

fn trust(form: &Submitted) -> Trust {
    if form.has("remember") { Trust::Remembered } else { Trust::Usual }
}

async fn settle<P>(entered: &Entered, cookies: &CookieJar<'_>, scene: &Scene<'_>) -> Answer<P> {
    let kept = entered.remembered_until.map_or(Kept::WhileOpen, Kept::Until);
    way_in::hand_over(scene.house, cookies, (&entered.token, kept), scene.now).await?;
    let home = match entered.who {
        Entrant::Person(_) => "/my",
        Entrant::Delegate(_) => "/organisation",
    };
    Ok(Reply::See(scene.chrome.to(home)))
}

/// Whether the address has the form of a page that a form of ours leads to.
fn is_sound(page: &str) -> bool {
    page.len() == 40 && page.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

#[get("/code/<page>")]
fn ask(page: &str, scene: Scene<'_>) -> Answer<CodePage> {
    if !is_sound(page) {
        return Err(Problem::Missing);
    }
    let (form, errors) = (Submitted::default(), FormErrors::none());
    Ok(Reply::Page(CodePage { lang: scene.lang, chrome: scene.chrome, page: page.to_owned(), form, errors }))
}

#[post("/code/<page>", data = "<form>")]
async fn type_in(
    page: &str,
    form: Submitted,
    whence: Whence,
    cookies: &CookieJar<'_>,
    scene: Scene<'_>,
) -> Answer<CodePage> {
    if !is_sound(page) {
        return Err(Problem::Missing);
    }
    let code = Code::parse(form.get("code"));
    let device = (whence.device.as_str(), trust(&form));
    let house = scene.house;
    let entered = match &code {
        // What is no code at all was not guessed.
        None => None,
        Some(code) => enter(&house.db, &house.tokens, Way::Code(page, code), device, scene.now).await?,
    };
    if let Some(entered) = entered {
        return settle(&entered, cookies, &scene).await;
    }
    let sentence = match code {
        None => scene.lang.say("Skriv koden i brevet: sex siffror.", "Type the code of the letter: six digits."),
        Some(_) => scene.lang.say(
            "Koden stämmer inte eller har gått ut. Titta i det senaste brevet, eller be om ett nytt.",
            "The code is not right or has run out. Look in the latest letter, or ask for a new one.",
        ),
    };
    let errors = [("code", sentence)].into_iter().collect();
    Ok(Reply::Again(CodePage { lang: scene.lang, chrome: scene.chrome, page: page.to_owned(), form, errors }))
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![show, press, ask, type_in]
}
