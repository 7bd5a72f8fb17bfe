//! "My application": where it stands and why, the one thing to do now, the applicant's own answers.

use super::file::File;
use super::questions::superior;
use super::way;
use crate::applications::{Applicant, ApplicationState, Mandate, MandateState, actions, queries, rules};
use crate::kernel::{EmailAddress, Failure, Lang, Refusal as _};
use crate::locale::{dates, stockholm};
use crate::web;
use crate::web::bearer;
use crate::web::chips;
use crate::web::form::{Reading, Submitted};
use crate::web::parts::{Chip, Chrome, FormErrors, TimelineItem};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use crate::web::way_in;
use askama::Template;
use rocket::{Route, get, post, routes};

/// "My application".
#[derive(Template)]
#[template(path = "applications/my.html")]
pub(super) struct MyPage {
    lang: Lang,
    chrome: Chrome,
    token: String,
    title: String,
    reference: String,
    state: Chip,
    /// The one thing to do now: heading and sentence; `None` when there is nothing.
    to_do: Option<(String, String)>,
    steps: Vec<TimelineItem>,
    answers: Vec<(String, String)>,
    /// What the other rooms show here, rendered.
    sections: Vec<String>,
    may_withdraw: bool,
    /// The manager who has not answered.
    manager: Option<String>,
    version: i64,
    form: Submitted,
    errors: FormErrors,
    contact: String,
    /// The application moved while the form was open.
    is_stale: bool,
}

impl MyPage {
    fn to(&self, rest: &str) -> String {
        self.chrome.to(&format!("/my/{}{rest}", self.token))
    }
}

/// Asks once more before an application is taken back.
#[derive(Template)]
#[template(path = "applications/withdraw.html")]
struct WithdrawPage {
    lang: Lang,
    chrome: Chrome,
    token: String,
    reference: String,
    errors: FormErrors,
}

impl WithdrawPage {
    fn to(&self, rest: &str) -> String {
        self.chrome.to(&format!("/my/{}{rest}", self.token))
    }
}

pub(super) async fn prove(scene: &Scene<'_>, token: &str) -> Result<Applicant, Problem> {
    bearer::applicant(scene.house, scene.person, token, scene.now).await
}

/// What the other rooms show on this page: the certificate first, once there is one; one line per room.
async fn sections(scene: &Scene<'_>, who: &Applicant) -> Result<Vec<String>, Problem> {
    let (house, chrome, now) = (scene.house, &scene.chrome, scene.now);
    let sections = [
        web::certification::my_section::section(house, who, chrome, now).await?,
        web::seats::my_section::section(house, who, chrome, now).await?,
        web::assignments::my_section::section(house, who, chrome, now).await?,
        web::needs::my_section::section(house, who, chrome, now).await?,
        web::attendance::my_section::section(house, who, chrome, now).await?,
        web::rollouts::my_section::section(house, who, chrome, now).await?,
        web::privacy::my_section::section(who, chrome)?,
    ];
    Ok(sections.into_iter().flatten().collect())
}

#[get("/my/<token>")]
async fn show(token: &str, scene: Scene<'_>) -> Answer<MyPage> {
    let who = prove(&scene, token).await?;
    way_in::note_opened(scene.house, &who, scene.now).await;
    page(who, scene, (Submitted::default(), FormErrors::none())).await.map(Reply::Page)
}

pub(super) async fn page(who: Applicant, scene: Scene<'_>, form: (Submitted, FormErrors)) -> Result<MyPage, Problem> {
    let sections = sections(&scene, &who).await?;
    let token = who.token().to_owned();
    let db = scene.house.db.read();
    let file = File::of(db, who.application).await?;
    let lang = scene.lang;
    let own = way::Course::of(db, &file).await?;
    let steps = way::steps(&file, &own, lang, stockholm::today(scene.now));
    let state = file.application.state;
    let is_awaiting = rules::awaits_manager(state);
    Ok(MyPage {
        lang,
        token,
        title: file.terms.offer.title.clone(),
        reference: file.application.reference.clone(),
        state: chips::application(state, lang),
        to_do: to_do(&file, &scene),
        steps,
        answers: file.answers(lang),
        sections,
        may_withdraw: rules::may_withdraw(state).is_ok(),
        manager: file.open_mandate().filter(|_| is_awaiting).map(|one| one.manager_name.clone()),
        version: file.application.version,
        form: form.0,
        errors: form.1,
        contact: file.terms.contact.clone(),
        is_stale: false,
        chrome: scene.chrome,
    })
}

fn to_do(file: &File, scene: &Scene<'_>) -> Option<(String, String)> {
    let lang = scene.lang;
    let said = match file.application.state {
        ApplicationState::SupplementRequested => (
            lang.say("Komplettera din ansökan", "Supplement your application").to_owned(),
            file.moves.last().map(|last| lang.say(&last.reason_sv, &last.reason_en).clone()).unwrap_or_default(),
        ),
        ApplicationState::AwaitingManager => {
            let asked = file.open_mandate()?;
            let when = dates::deadline(lang, asked.deadline_at, scene.now);
            let name = &asked.manager_name;
            if scene.now > asked.deadline_at {
                (
                    lang.say("Kontakta samordnaren", "Contact the coordinator").to_owned(),
                    lang.say(
                        format!("{name} har inte svarat, och tiden {when}. Samordnaren kan ta emot beskedet."),
                        format!("{name} has not answered, and the time {when}. The coordinator can take the answer."),
                    ),
                )
            } else {
                (
                    lang.say("Påminn gärna din chef", "You may remind your manager").to_owned(),
                    lang.say(
                        format!("{name} har fått frågan om uppdrag och mandat och svarar {when}."),
                        format!("{name} has been asked about assignment and mandate and answers {when}."),
                    ),
                )
            }
        }
        _ => return None,
    };
    Some(said)
}

#[post("/my/<token>/manager", data = "<form>")]
async fn change_manager(token: &str, form: Submitted, scene: Scene<'_>) -> Answer<MyPage> {
    let who = prove(&scene, token).await?;
    let own = EmailAddress::parse(&who.application.email);
    let mut reading = Reading::new(&form, scene.lang);
    let version = form.version()?;
    let right = superior(&mut reading, ("manager_name", "manager_email"), own.as_ref(), scene.lang);
    let Some(right) = right else {
        let errors = reading.errors();
        return page(who, scene, (form, errors)).await.map(Reply::Again);
    };
    let head = scene.house.letterhead();
    match actions::change_manager(&scene.house.db, &head, &who, (right.clone(), version), scene.now).await {
        Ok(()) => Ok(Reply::See(scene.chrome.to(&format!("/my/{token}")))),
        Err(Failure::Refused(refusal)) => {
            let errors = [(refusal.field().unwrap_or_default(), refusal.sentence(scene.lang))].into_iter().collect();
            page(who, scene, (form, errors)).await.map(Reply::Again)
        }
        Err(Failure::Stale) => {
            let asked = queries::mandate_of(scene.house.db.read(), who.application.id).await?;
            let is_right = |asked: &Mandate| {
                asked.state == MandateState::Asked
                    && asked.manager_name == right.name.as_str()
                    && asked.manager_email == right.email.as_str()
            };
            if asked.as_ref().is_some_and(is_right) {
                // The same form sent twice: this manager has been asked, once.
                return Ok(Reply::See(scene.chrome.to(&format!("/my/{token}"))));
            }
            let who = prove(&scene, token).await?;
            let page = page(who, scene, (form.over_saved(), FormErrors::none())).await?;
            Ok(Reply::Stale(MyPage { is_stale: true, ..page }))
        }
        Err(other) => Err(other.into()),
    }
}

#[get("/my/<token>/withdraw")]
async fn ask_to_withdraw(token: &str, scene: Scene<'_>) -> Answer<WithdrawPage> {
    let who = prove(&scene, token).await?;
    if rules::may_withdraw(who.application.state).is_err() {
        return Ok(Reply::See(scene.chrome.to(&format!("/my/{token}"))));
    }
    Ok(Reply::Page(withdraw_page(&who, scene, FormErrors::none())))
}

fn withdraw_page(who: &Applicant, scene: Scene<'_>, errors: FormErrors) -> WithdrawPage {
    WithdrawPage {
        lang: scene.lang,
        chrome: scene.chrome,
        token: who.token().to_owned(),
        reference: who.application.reference.clone(),
        errors,
    }
}

#[post("/my/<token>/withdraw", data = "<_form>")]
async fn withdraw(token: &str, _form: Submitted, scene: Scene<'_>) -> Answer<WithdrawPage> {
    let who = prove(&scene, token).await?;
    match actions::withdraw(&scene.house.db, &scene.house.letterhead(), &who, scene.now).await {
        Ok(()) | Err(Failure::Repeated(_)) => Ok(Reply::See(scene.chrome.to(&format!("/my/{token}")))),
        Err(Failure::Refused(refusal)) => {
            let errors = [("", refusal.sentence(scene.lang))].into_iter().collect();
            Ok(Reply::Again(withdraw_page(&who, scene, errors)))
        }
        Err(other) => Err(other.into()),
    }
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![show, change_manager, ask_to_withdraw, withdraw]
}
