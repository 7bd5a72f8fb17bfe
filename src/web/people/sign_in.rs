//! The first step in, address and password; and the way out.

use super::second::ask_next;
use super::steps::{Onward, SignInPage, Step};
use crate::access::Whence;
use crate::access::sign_in::{Credentials, Halfway, sign_in};
use crate::kernel::{Failure, SessionId};
use crate::web::form::Submitted;
use crate::web::guards::Visitor;
use crate::web::parts::{Chrome, FormErrors, Notice, Tone};
use crate::web::problem::Problem;
use crate::web::reply::Reply;
use crate::web::scene::Scene;
use crate::web::way_in::{self, Kept};
use rocket::http::CookieJar;
use rocket::{Route, get, post, routes};

#[get("/sign-in?<next>&<done>")]
fn show(mut chrome: Chrome, who: Visitor, next: Option<&str>, done: Option<&str>) -> Reply<SignInPage> {
    let lang = chrome.lang;
    if let Visitor(Some(who)) = who {
        // The recovery codes of an app that has just been connected stood on the answer to the first press.
        let own = if done == Some("enrolled") { "/account?done=enrolled" } else { next.unwrap_or_default() };
        return Reply::See(Onward::to(own).destination(who.role));
    }
    let said = match done {
        Some("password") => lang.say(
            "Lösenordet är bytt. Logga in med det nya.",
            "The password has been changed. Sign in with the new one.",
        ),
        Some("invitation") => lang.say(
            "Inbjudan är mottagen. Logga in med din e-postadress och ditt lösenord.",
            "The invitation is taken. Sign in with your e-mail address and your password.",
        ),
        Some("delegate") => lang.say(
            "Inbjudan är mottagen. Du loggar in med en länk som du får i ett brev.",
            "The invitation is taken. You sign in with a link that you get in a letter.",
        ),
        Some("enrolled") => lang.say(
            "Steget är över: appen är redan kopplad, eller så tog det för lång tid. Logga in på nytt. Såg du inga reservkoder gör du nya på Mitt konto.",
            "This step is over: the app is connected already, or it took too long. Sign in anew. If you saw no recovery codes, make new ones at My account.",
        ),
        Some("over") => lang.say("Det tog för lång tid. Logga in på nytt.", "That took too long. Sign in anew."),
        _ => "",
    };
    if !said.is_empty() {
        let tone = if matches!(done, Some("over" | "enrolled")) { Tone::Now } else { Tone::Done };
        chrome.notice = Some(Notice { tone, text: said.to_owned() });
    }
    let form = Submitted::of([("next", next.unwrap_or_default())]);
    Reply::Page(SignInPage::new(chrome, form, FormErrors::none(), None))
}

#[post("/sign-in", data = "<form>")]
async fn enter(form: Submitted, whence: Whence, scene: Scene<'_>, cookies: &CookieJar<'_>) -> Result<Step, Problem> {
    let typed = Credentials { email: form.get("email"), password: form.get("password") };
    match sign_in(&scene.house.door(), &typed, &whence, scene.now).await {
        Ok((token, account)) => {
            way_in::hand_over(scene.house, cookies, (&token, Kept::WhileOpen), scene.now).await?;
            let onward = Onward::read(&form);
            if onward.form.is_none() {
                let step = if account.totp_confirmed_at.is_some() { "second" } else { "enrol" };
                let next = rocket::http::RawStr::new(&onward.next).percent_encode().to_string();
                let query = if next.is_empty() { String::new() } else { format!("?next={next}") };
                return Ok(Step::SignIn(Reply::See(scene.chrome.to(&format!("/sign-in/{step}{query}")))));
            }
            // A form on its way cannot go through an address: the next step is shown at once.
            let half = Halfway { session: SessionId(0), account, name: String::new() };
            ask_next(scene, &half, &onward, FormErrors::none())
        }
        Err(Failure::Refused(refusal)) => {
            Ok(Step::SignIn(Reply::Again(SignInPage::again(scene.chrome, &form, &refusal))))
        }
        Err(other) => Err(other.into()),
    }
}

#[post("/sign-out")]
async fn sign_out(cookies: &CookieJar<'_>, scene: Scene<'_>) -> Result<Reply<SignInPage>, Problem> {
    way_in::let_go(scene.house, cookies, scene.now).await?;
    Ok(Reply::See("/".to_owned()))
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, enter, sign_out]
}
