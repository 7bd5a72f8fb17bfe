//! The second step in: the code of an app, a recovery code, or connecting an app for the first time.

use super::arriving::OnTheWay;
use super::carried::ResumePage;
use super::steps::{CodesPage, EnrolPage, Onward, SecondPage, Shown, SignInPage, Step};
use crate::access::Whence;
use crate::access::second_factor::{self, Offered};
use crate::access::sign_in::{Entered, Halfway, enrol as enrol_factor, give_code};
use crate::kernel::{Failure, Refusal as _};
use crate::people::Refusal;
use crate::web::form::Submitted;
use crate::web::guards;
use crate::web::parts::FormErrors;
use crate::web::problem::Problem;
use crate::web::reply::Reply;
use crate::web::scene::Scene;
use crate::web::way_in::{self, Kept};
use rocket::http::CookieJar;
use rocket::{Route, get, post, routes};

/// Back to the beginning, as when the ten minutes are over.
fn over(scene: &Scene<'_>) -> Step {
    Step::SignIn(Reply::See(scene.chrome.to("/sign-in?done=over")))
}

/// After an app was connected twice by one form: the recovery codes stood on the first answer, and cannot be shown again.
fn enrolled(scene: &Scene<'_>) -> Step {
    Step::SignIn(Reply::See(scene.chrome.to("/sign-in?done=enrolled")))
}

/// The page of the step that `half` has to take next.
pub(super) fn ask_next(scene: Scene<'_>, half: &Halfway, onward: &Onward, errors: FormErrors) -> Result<Step, Problem> {
    if half.account.totp_confirmed_at.is_none() {
        let offered = second_factor::offer(&scene.house.vault, half.account.id, scene.now);
        let offered = offered.map_err(|error| Problem::broken(&error))?;
        return connect(scene, half, (&offered, onward), errors);
    }
    let is_wrong = !errors.is_empty();
    let shown = if scene.house.is_demo {
        let code = second_factor::code_to_show(&scene.house.vault, &half.account, scene.now);
        code.map_or(Shown::Wait, Shown::Code)
    } else {
        Shown::Nothing
    };
    let page = SecondPage::new(scene.chrome, errors, onward, shown);
    Ok(Step::Second(if is_wrong { Reply::Again(page) } else { Reply::Page(page) }))
}

fn connect(
    scene: Scene<'_>,
    half: &Halfway,
    (offered, onward): (&Offered, &Onward),
    errors: FormErrors,
) -> Result<Step, Problem> {
    let is_wrong = !errors.is_empty();
    let page = EnrolPage::new(scene.chrome, errors, onward, (offered, &half.account.email))?;
    Ok(Step::Enrol(if is_wrong { Reply::Again(page) } else { Reply::Page(page) }))
}

#[get("/sign-in/second?<next>")]
fn ask(half: OnTheWay, next: Option<&str>, scene: Scene<'_>) -> Result<Step, Problem> {
    let OnTheWay(Some(half)) = half else { return Ok(over(&scene)) };
    ask_next(scene, &half, &Onward::to(next.unwrap_or_default()), FormErrors::none())
}

#[get("/sign-in/enrol?<next>")]
fn offer(half: OnTheWay, next: Option<&str>, scene: Scene<'_>) -> Result<Step, Problem> {
    let OnTheWay(Some(half)) = half else { return Ok(over(&scene)) };
    ask_next(scene, &half, &Onward::to(next.unwrap_or_default()), FormErrors::none())
}

#[post("/sign-in/second", data = "<form>")]
async fn answer(
    half: OnTheWay,
    form: Submitted,
    whence: Whence,
    scene: Scene<'_>,
    cookies: &CookieJar<'_>,
) -> Result<Step, Problem> {
    let OnTheWay(Some(half)) = half else { return Ok(over(&scene)) };
    let field = if form.has("recovery_code") { "recovery_code" } else { "code" };
    let entered = give_code(&scene.house.door(), &half, form.get(field), &whence, scene.now).await;
    match entered {
        Ok(entered) => {
            way_in::hand_over(scene.house, cookies, (&entered.token, Kept::WhileOpen), scene.now).await?;
            Ok(inside(scene, &half, &Onward::read(&form), entered))
        }
        Err(Failure::Refused(Refusal::WrongCode)) => {
            let sentence = if field == "code" {
                Refusal::WrongCode.sentence(scene.lang)
            } else {
                scene
                    .lang
                    .say(
                        "Reservkoden stämmer inte, eller har redan använts.",
                        "The recovery code is wrong, or has been used already.",
                    )
                    .to_owned()
            };
            let errors = [(field, sentence)].into_iter().collect();
            ask_next(scene, &half, &Onward::read(&form), errors)
        }
        Err(failure) => turned_away(scene, &form, failure, cookies).await,
    }
}

#[post("/sign-in/enrol", data = "<form>")]
async fn enrol(
    half: OnTheWay,
    form: Submitted,
    whence: Whence,
    scene: Scene<'_>,
    cookies: &CookieJar<'_>,
) -> Result<Step, Problem> {
    let OnTheWay(Some(half)) = half else { return Ok(enrolled(&scene)) };
    let onward = Onward::read(&form);
    let offered = second_factor::offered(&scene.house.vault, half.account.id, form.get("sealed"), scene.now);
    let Some(offered) = offered else { return ask_next(scene, &half, &onward, FormErrors::none()) };
    let entered = enrol_factor(&scene.house.door(), &half, (&offered, form.get("code")), &whence, scene.now).await;
    match entered {
        Ok(entered) => {
            way_in::hand_over(scene.house, cookies, (&entered.token, Kept::WhileOpen), scene.now).await?;
            Ok(inside(scene, &half, &onward, entered))
        }
        Err(Failure::Refused(Refusal::WrongCode)) => {
            let errors = [("code", Refusal::WrongCode.sentence(scene.lang))].into_iter().collect();
            connect(scene, &half, (&offered, &onward), errors)
        }
        Err(Failure::Missing(_)) => Ok(enrolled(&scene)),
        Err(failure) => turned_away(scene, &form, failure, cookies).await,
    }
}

/// Back to address and password, saying why; what was carried stays with the form.
async fn turned_away(
    scene: Scene<'_>,
    form: &Submitted,
    failure: Failure<Refusal>,
    cookies: &CookieJar<'_>,
) -> Result<Step, Problem> {
    match failure {
        Failure::Refused(refusal) => {
            way_in::let_go(scene.house, cookies, scene.now).await?;
            Ok(Step::SignIn(Reply::Again(SignInPage::again(scene.chrome, form, &refusal))))
        }
        Failure::Missing(_) => Ok(over(&scene)),
        other => Err(other.into()),
    }
}

/// What somebody sees who has just signed in: new recovery codes, the form they were about to send, or their start page.
fn inside(mut scene: Scene<'_>, half: &Halfway, onward: &Onward, entered: Entered) -> Step {
    let (lang, role) = (scene.lang, half.account.role);
    let next = onward.destination(role);
    if entered.recovery_codes.is_empty() && onward.form.is_none() {
        return Step::SignIn(Reply::See(next));
    }
    scene.chrome.signed_in = Some(guards::signed_in(half.name.clone(), role, lang));
    let (chrome, form) = (scene.chrome, onward.form.clone());
    match form {
        Some(form) if entered.recovery_codes.is_empty() => Step::Resume(Reply::Page(ResumePage { lang, chrome, form })),
        form => Step::Codes(Reply::Page(CodesPage { lang, chrome, codes: entered.recovery_codes, next, form })),
    }
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![ask, answer, offer, enrol]
}
