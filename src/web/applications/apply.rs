//! One question per page, the answers in a draft, a check before sending, a receipt after.

use super::questions::Question;
use super::shown::{CohortLine, cohort_lines, organisation_choices, wishes};
use crate::applications::{Answers, Application, Draft, Refusal, Terms, Workplace, actions, queries, rules};
use crate::kernel::{CohortId, Failure, Lang, Refusal as _};
use crate::locale::{dates, stockholm};
use crate::seats::vacancies;
use crate::web::form::{Reading, Submitted};
use crate::web::parts::{Choice, Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, get, post, routes};

/// One question.
#[derive(Template)]
#[template(path = "applications/question.html")]
struct QuestionPage {
    lang: Lang,
    chrome: Chrome,
    question: Question,
    /// Which it is of how many; checking the answers is the last.
    place: (usize, usize),
    action: String,
    back: String,
    form: Submitted,
    errors: FormErrors,
    organisations: Vec<Choice>,
    cohorts: Vec<CohortLine>,
    wishes: Vec<Choice>,
    /// Said when the application period ended meanwhile.
    over: Option<String>,
}

/// All answers, each with its way back, and the button that sends.
#[derive(Template)]
#[template(path = "applications/check.html")]
struct CheckPage {
    lang: Lang,
    chrome: Chrome,
    token: String,
    /// Label, answer, question.
    rows: Vec<(String, String, &'static str)>,
    total: usize,
    back: String,
    errors: FormErrors,
    contact: String,
    is_open: bool,
}

impl CheckPage {
    fn to(&self, step: &str) -> String {
        self.chrome.to(&format!("/apply/{}/{step}", self.token))
    }
}

/// The receipt.
#[derive(Template)]
#[template(path = "applications/sent.html")]
struct SentPage {
    lang: Lang,
    chrome: Chrome,
    application: Application,
    title: String,
    manager: String,
    manager_by: String,
    decided_from: String,
    /// Whether it came after the allocation and waits for a vacant seat.
    is_late: bool,
    contact: String,
}

/// A draft that is still being written.
struct Opened {
    terms: Terms,
    answers: Answers,
    /// How many seats were left over, where the seats have been given.
    vacant: u64,
}

impl Opened {
    fn first_unanswered(&self) -> Option<Question> {
        Question::of(&self.terms).into_iter().find(|question| !question.is_answered(&self.answers))
    }

    /// Where an answered question leads: to the check once all is answered, else to the question after it.
    fn after(&self, question: Question) -> &'static str {
        if self.first_unanswered().is_none() {
            return "check";
        }
        let all = Question::of(&self.terms);
        let next = all.iter().skip_while(|one| **one != question).nth(1);
        next.copied().or_else(|| self.first_unanswered()).map_or("check", Question::key)
    }
}

async fn draft(scene: &Scene<'_>, token: &str) -> Result<Draft, Problem> {
    let found = actions::find_draft(scene.house.db.read(), &scene.house.tokens, token, scene.now).await?;
    found.ok_or(Problem::Missing)
}

async fn open(scene: &Scene<'_>, token: &str) -> Result<Option<Opened>, Problem> {
    let draft = draft(scene, token).await?;
    if draft.application_id.is_some() {
        return Ok(None);
    }
    let terms = Terms::find(scene.house.db.read(), draft.offer_id).await?.ok_or(Problem::Missing)?;
    let vacant = vacancies::vacant_under(scene.house.db.read(), draft.offer_id, scene.now).await?;
    Ok(Some(Opened { terms, answers: Answers::read(&draft.answers), vacant }))
}

/// The way to another page of the draft.
fn to<P>(scene: &Scene<'_>, token: &str, step: &str) -> Reply<P> {
    Reply::See(scene.chrome.to(&format!("/apply/{token}/{step}")))
}

#[get("/apply/<token>")]
async fn resume(token: &str, scene: Scene<'_>) -> Answer<CheckPage> {
    let step = match open(&scene, token).await? {
        None => "sent",
        Some(opened) => opened.first_unanswered().map_or("check", Question::key),
    };
    Ok(to(&scene, token, step))
}

#[get("/apply/<token>/<question>", rank = 1)]
async fn ask(token: &str, question: Question, scene: Scene<'_>) -> Answer<QuestionPage> {
    let Some(opened) = open(&scene, token).await? else { return Ok(to(&scene, token, "sent")) };
    let form = question.kept(&opened.answers, &opened.terms);
    Ok(Reply::Page(question_page((token, question), &opened, scene, (form, FormErrors::none()))))
}

#[post("/apply/<token>/<question>", data = "<form>", rank = 1)]
async fn answer(token: &str, question: Question, form: Submitted, scene: Scene<'_>) -> Answer<QuestionPage> {
    let Some(mut opened) = open(&scene, token).await? else { return Ok(to(&scene, token, "sent")) };
    let mut reading = Reading::new(&form, scene.lang);
    question.read(&mut reading, &form, (&mut opened.answers, &opened.terms, scene.lang));
    if !reading.is_sound() {
        let errors = reading.errors();
        return Ok(Reply::Again(question_page((token, question), &opened, scene, (form, errors))));
    }
    let answered = opened.answers.clone();
    let write = move |kept: &mut Answers| question.take_over(kept, answered);
    match actions::answer(&scene.house.db, &scene.house.tokens, token, write, scene.now).await {
        Ok(()) => Ok(to(&scene, token, opened.after(question))),
        Err(Failure::Repeated(_)) => Ok(to(&scene, token, "sent")),
        Err(other) => Err(other.into()),
    }
}

fn question_page(
    (token, question): (&str, Question),
    opened: &Opened,
    scene: Scene<'_>,
    (form, errors): (Submitted, FormErrors),
) -> QuestionPage {
    let terms = &opened.terms;
    let (lang, all) = (scene.lang, Question::of(terms));
    let at = all.iter().position(|one| *one == question).unwrap_or_default();
    let back = match at.checked_sub(1).and_then(|before| all.get(before)) {
        Some(before) => format!("/apply/{token}/{}", before.key()),
        None => format!("/offers/{}/apply", terms.offer.code),
    };
    QuestionPage {
        lang,
        question,
        place: (at + 1, all.len() + 1),
        action: format!("/apply/{token}/{}", question.key()),
        back,
        form,
        errors,
        organisations: organisation_choices(terms, lang),
        cohorts: cohort_lines(terms, lang, stockholm::today(scene.now)),
        wishes: wishes(terms.cohorts.len(), lang),
        over: rules::may_apply(&terms.offer, opened.vacant, scene.now).err().map(|refusal| refusal.sentence(lang)),
        chrome: scene.chrome,
    }
}

#[get("/apply/<token>/check")]
async fn check(token: &str, scene: Scene<'_>) -> Answer<CheckPage> {
    let Some(opened) = open(&scene, token).await? else { return Ok(to(&scene, token, "sent")) };
    if let Some(open) = opened.first_unanswered() {
        return Ok(to(&scene, token, open.key()));
    }
    Ok(Reply::Page(check_page(token, &opened, scene, FormErrors::none())))
}

fn check_page(token: &str, opened: &Opened, scene: Scene<'_>, errors: FormErrors) -> CheckPage {
    let (lang, all) = (scene.lang, Question::of(&opened.terms));
    CheckPage {
        lang,
        token: token.to_owned(),
        rows: rows(opened, lang),
        total: all.len() + 1,
        back: all.last().map_or("name", |last| last.key()).to_owned(),
        errors,
        contact: opened.terms.contact.clone(),
        is_open: rules::may_apply(&opened.terms.offer, opened.vacant, scene.now).is_ok(),
        chrome: scene.chrome,
    }
}

/// Label, answer, question; in the order of the questions.
fn rows(opened: &Opened, lang: Lang) -> Vec<(String, String, &'static str)> {
    let (answers, terms) = (&opened.answers, &opened.terms);
    let organisation = match &answers.workplace {
        Some(Workplace::Typed(name)) => name.clone(),
        Some(Workplace::Listed(id)) => {
            let listed = terms.organisations.iter().find(|one| one.id == *id);
            listed.map(|one| one.name.clone()).unwrap_or_default()
        }
        None => String::new(),
    };
    let text = |value: Option<String>| value.unwrap_or_default();
    let superior = answers.superior.as_ref();
    let row = |label: &str, value: String, question: Question| (label.to_owned(), value, question.key());
    let mut rows = vec![
        row(lang.say("Namn", "Name"), text(answers.name.as_ref().map(ToString::to_string)), Question::Name),
        row(lang.say("E-post", "E-mail"), text(answers.email.as_ref().map(ToString::to_string)), Question::Name),
        row(lang.say("Organisation", "Organisation"), organisation, Question::Organisation),
        row(lang.say("Enhet", "Unit"), answers.unit.clone(), Question::Organisation),
        row(lang.say("Roll", "Role"), text(answers.role.clone()), Question::Role),
        row(lang.say("Uppdrag och mandat", "Assignment and mandate"), text(answers.mandate.clone()), Question::Mandate),
        row(lang.say("Chef", "Manager"), text(superior.map(|one| one.name.to_string())), Question::Superior),
        row(
            lang.say("Chefens e-post", "Manager's e-mail"),
            text(superior.map(|one| one.email.to_string())),
            Question::Superior,
        ),
    ];
    if terms.cohorts.len() > 1 {
        let wished = in_order(answers.cohorts.as_deref().unwrap_or_default(), terms);
        rows.push(row(lang.say("Omgångar, i önskad ordning", "Cohorts, in order of wish"), wished, Question::Cohorts));
    }
    rows
}

/// The wished cohorts by name, one a line.
fn in_order(wished: &[CohortId], terms: &Terms) -> String {
    let name =
        |id: &CohortId| terms.cohorts.iter().find(|(cohort, _)| cohort.id == *id).map(|(cohort, _)| &cohort.name);
    let lines = (1..).zip(wished.iter().filter_map(name)).map(|(place, name)| format!("{place}. {name}"));
    lines.collect::<Vec<_>>().join("\n")
}

#[post("/apply/<token>/check", data = "<_form>")]
async fn send(token: &str, _form: Submitted, scene: Scene<'_>) -> Answer<CheckPage> {
    let house = scene.house;
    let offer = draft(&scene, token).await?.offer_id;
    let vacant = vacancies::vacant_under(house.db.read(), offer, scene.now).await?;
    match actions::send(&house.db, &house.letterhead(), (token, scene.lang, vacant), scene.now).await {
        Ok(_) | Err(Failure::Repeated(_)) => Ok(to(&scene, token, "sent")),
        Err(Failure::Refused(Refusal::Incomplete)) => {
            let opened = open(&scene, token).await?.ok_or(Problem::Missing)?;
            Ok(to(&scene, token, opened.first_unanswered().map_or("cohorts", Question::key)))
        }
        Err(Failure::Refused(refusal)) => {
            let opened = open(&scene, token).await?.ok_or(Problem::Missing)?;
            let errors = [("", refusal.sentence(scene.lang))].into_iter().collect();
            Ok(Reply::Again(check_page(token, &opened, scene, errors)))
        }
        Err(other) => Err(other.into()),
    }
}

#[get("/apply/<token>/sent")]
async fn sent(token: &str, scene: Scene<'_>) -> Answer<SentPage> {
    let db = scene.house.db.read();
    let Some(id) = draft(&scene, token).await?.application_id else { return Ok(to(&scene, token, "check")) };
    let application = queries::find(db, id).await?.ok_or(Problem::Missing)?;
    let terms = Terms::find(db, application.offer_id).await?.ok_or(Problem::Missing)?;
    let mandate = queries::mandate_of(db, id).await?.ok_or(Problem::Missing)?;
    Ok(Reply::Page(SentPage {
        lang: scene.lang,
        manager: mandate.manager_name,
        manager_by: dates::deadline(scene.lang, mandate.deadline_at, scene.now),
        decided_from: dates::moment(scene.lang, terms.offer.deadline_at),
        is_late: rules::is_late(&terms.offer, application.submitted_at),
        title: terms.offer.title,
        contact: terms.contact,
        application,
        chrome: scene.chrome,
    }))
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![resume, ask, answer, check, send, sent]
}
