//! One assignment as its participant sees it: what was handed in and answered, and the form that hands in.

use super::task::{HandingIn, Task, holder};
use super::upload::Brought;
use super::words::{Told, chip, download, told};
use crate::assignments::actions::{self, NewHandIn};
use crate::assignments::{Handed, Refusal, State, Way, plan, queries, rules};
use crate::kernel::{Failure, HandInId, Lang, Refusal as _};
use crate::locale::dates;
use crate::web::form::{Reading, Submitted, new_key};
use crate::web::parts::{Chip, Choice, Chrome, FormErrors, Notice, Tone};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Download, Reply};
use crate::web::scene::Scene;
use crate::web::upload::{Sent, Upload};
use askama::Template;
use rocket::{Route, get, post, routes};

/// How many characters may be written in the form.
const MOST_WORDS: usize = 20_000;

/// The page.
#[derive(Template)]
#[template(path = "assignments/hand_in.html")]
pub(super) struct HandInPage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    form: Submitted,
    token: String,
    number: usize,
    assignment: String,
    title: String,
    instruction: String,
    /// The day by which it is best handed in, in words.
    until: Option<String>,
    key: String,
    chip: Chip,
    told: Vec<Told>,
    may_hand_in: bool,
    ways: Vec<Choice>,
    /// The organisation's rollout plan as it would be handed in.
    plan: Option<String>,
}

impl HandInPage {
    fn back(&self) -> String {
        self.chrome.to(&format!("/my/{}", self.token))
    }

    fn here(&self) -> String {
        self.chrome.to(&format!("/my/{}/assignments/{}", self.token, self.number))
    }

    fn file_of(&self, one: &Told) -> String {
        self.chrome.to(&format!("/my/{}/hand-ins/{}/file", self.token, one.id))
    }

    fn chosen(&self) -> &str {
        if self.form.has("way") { self.form.get("way") } else { Way::Text.key() }
    }
}

#[get("/my/<token>/assignments/<number>?<done>")]
async fn show(token: &str, number: usize, done: Option<&str>, scene: Scene<'_>) -> Answer<HandInPage> {
    let task = Task::of(&scene, token, number).await?;
    let mut page = page(&task, (token, number), scene, (Submitted::default(), FormErrors::none())).await?;
    if done.is_some() {
        let text = page.lang.say("Hemuppgiften är inlämnad.", "The assignment is handed in.").to_owned();
        page.chrome.notice = Some(Notice { tone: Tone::Done, text });
    }
    Ok(Reply::Page(page))
}

async fn page(
    task: &Task,
    (token, number): (&str, usize),
    scene: Scene<'_>,
    (form, errors): (Submitted, FormErrors),
) -> Result<HandInPage, Problem> {
    let (db, lang) = (scene.house.db.read(), scene.lang);
    let told = told(db, (task.participant.id, &task.asked.key), lang).await?;
    let state = queries::current_of(db, task.participant.id, &task.asked.key).await?.map(|one| one.state);
    let plan = plan::plan_in_words(db, task.participant.organisation_id, lang).await?;
    let mut ways = vec![
        Choice::new(Way::Text.key(), lang.say("Jag skriver här", "I write here")),
        Choice::new(Way::File.key(), lang.say("Jag skickar en fil", "I send a file")),
    ];
    if plan.is_some() {
        let word = lang.say("Vår genomförandeplan, som den ser ut nu", "Our rollout plan, as it stands now");
        ways.push(Choice::new(Way::Plan.key(), word));
    }
    Ok(HandInPage {
        lang,
        errors,
        form,
        token: token.to_owned(),
        number,
        assignment: task.asked.key.clone(),
        title: task.asked.title.clone(),
        instruction: task.asked.instruction.clone(),
        until: task.asked.until.map(|day| dates::weekday_day(lang, day)),
        key: new_key()?,
        chip: chip(state, lang),
        told,
        may_hand_in: state != Some(State::Approved),
        ways,
        plan,
        chrome: scene.chrome,
    })
}

#[post("/my/<token>/assignments/<number>", data = "<brought>")]
async fn hand_in(token: &str, number: usize, by: HandingIn<'_>, brought: Brought) -> Answer<HandInPage> {
    let HandingIn { task, scene } = by;
    let lang = scene.lang;
    // The whole upload stays here until the answer: it holds its room in memory.
    let Brought { upload: Upload { form, file }, room: _room } = brought;
    if form.get("assignment") != task.asked.key {
        // The cohort's rule was eased meanwhile, and the number means another one.
        return Err(Problem::Stale);
    }
    let (key, has_file) = (form.key()?, file != Sent::Nothing);
    let handed = match read(&form, file, lang) {
        Ok(handed) => handed,
        Err(errors) => return page(&task, (token, number), scene, (form, errors)).await.map(Reply::Again),
    };
    let receipt = scene.chrome.to(&format!("/my/{token}/assignments/{number}?done=yes"));
    let new = NewHandIn { assignment: task.asked.key.clone(), handed, key, receipt: receipt.clone() };
    let post = (&scene.house.db, &scene.house.letterhead());
    match actions::hand_in(post, &task.who, &task.rule, new, scene.now).await {
        Ok(()) => Ok(Reply::See(receipt)),
        Err(Failure::Refused(refusal)) => {
            let field = refusal.field().unwrap_or_default();
            let mut errors: FormErrors = [(field, refusal.sentence(lang))].into_iter().collect();
            if has_file && field != "file" {
                errors.add("file", Refusal::FileLeftBehind.sentence(lang));
            }
            page(&task, (token, number), scene, (form, errors)).await.map(Reply::Again)
        }
        Err(other) => Err(other.into()),
    }
}

/// What is handed in: the words, the file and the plan, whatever of it was sent.
///
/// A file beside an empty text is what was meant by writing, and so the other way round. Where something else is wrong and the
/// page is shown again, no browser keeps the file: that is said.
fn read(form: &Submitted, file: Sent, lang: Lang) -> Result<Handed, FormErrors> {
    let mut reading = Reading::new(form, lang);
    let missing = lang.say("Välj hur du lämnar in.", "Choose how you hand in.");
    let way = reading.choice("way", missing, Way::parse);
    let has_words = form.has("words");
    let way = way.map(|way| match way {
        Way::Text if !has_words && file != Sent::Nothing => Way::File,
        Way::File if has_words && file == Sent::Nothing => Way::Text,
        way => way,
    });
    let words = match way {
        Some(Way::Text) => {
            let missing = lang.say("Skriv det du lämnar in.", "Write what you hand in.");
            reading.words("words", MOST_WORDS, missing)
        }
        _ => reading.optional_words("words", MOST_WORDS),
    };
    let has_file = file != Sent::Nothing;
    let file = match (file, way) {
        (Sent::File(bytes), _) => rules::kind_of(&bytes).map(|kind| Some((kind, bytes))),
        (Sent::TooLarge, _) => Err(Refusal::TooLarge),
        (Sent::Nothing, Some(Way::File)) => Err(Refusal::NoFile),
        (Sent::Nothing, _) => Ok(None),
    };
    match (way, words, file) {
        (Some(way), Some(words), Ok(file)) => Ok(Handed { way, words, file, lang }),
        (.., Err(refusal)) => {
            reading.wrong("file", refusal.sentence(lang));
            Err(reading.errors())
        }
        (.., Ok(_)) => {
            if has_file {
                reading.wrong("file", Refusal::FileLeftBehind.sentence(lang));
            }
            Err(reading.errors())
        }
    }
}

#[get("/my/<token>/hand-ins/<id>/file")]
async fn file(token: &str, id: HandInId, scene: Scene<'_>) -> Result<Download, Problem> {
    let (_, participant) = holder(&scene, token).await?;
    let db = scene.house.db.read();
    let handed = queries::find(db, id).await?.filter(|one| one.participant_id == participant.id);
    let handed = handed.ok_or(Problem::Missing)?;
    download(db, handed.id).await?.ok_or(Problem::Missing)
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![show, hand_in, file]
}
