//! One assignment as its participant sees it: what was handed in and answered, and the form that hands in.

use super::upload::Upload;
use super::words::{Told, chip, download, told};
use crate::applications::Applicant;
use crate::assignments::actions::{self, NewHandIn};
use crate::assignments::{Handed, Refusal, State, Way, plan, queries, rules};
use crate::cohorts;
use crate::completion;
use crate::kernel::{Failure, HandInId, Lang, Refusal as _};
use crate::requirements::CompletionRule;
use crate::seats::{self, Participant, ParticipantState};
use crate::web::bearer;
use crate::web::form::{Reading, Submitted, new_key};
use crate::web::parts::{Chip, Choice, Chrome, FormErrors, Notice, Tone};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Download, Reply};
use crate::web::scene::Scene;
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

/// Whoever holds the link and takes part, the cohort's rule, and the assignment of that number.
struct Task {
    who: Applicant,
    participant: Participant,
    rule: CompletionRule,
    assignment: String,
}

impl Task {
    async fn of(scene: &Scene<'_>, token: &str, number: usize) -> Result<Self, Problem> {
        let db = scene.house.db.read();
        let (who, participant) = holder(scene, token).await?;
        let cohort = cohorts::queries::find(db, participant.cohort_id).await?.ok_or(Problem::Missing)?;
        let (_, rule) = completion::queries::rule_of(db, &cohort).await?.ok_or(Problem::Missing)?;
        let place = number.checked_sub(1).ok_or(Problem::Missing)?;
        let assignment = rule.assignments().get(place).map(|key| (*key).to_owned()).ok_or(Problem::Missing)?;
        Ok(Self { who, participant, rule, assignment })
    }
}

async fn holder(scene: &Scene<'_>, token: &str) -> Result<(Applicant, Participant), Problem> {
    let who = bearer::applicant(scene.house, scene.person, token, scene.now).await?;
    let participant = seats::queries::participant_of(scene.house.db.read(), who.application.id).await?;
    let participant = participant.filter(|one| one.state == ParticipantState::Active).ok_or(Problem::Missing)?;
    Ok((who, participant))
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
    let told = told(db, (task.participant.id, &task.assignment), lang).await?;
    let state = queries::current_of(db, task.participant.id, &task.assignment).await?.map(|one| one.state);
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
        assignment: task.assignment.clone(),
        key: new_key()?,
        chip: chip(state, lang),
        told,
        may_hand_in: state != Some(State::Approved),
        ways,
        plan,
        chrome: scene.chrome,
    })
}

#[post("/my/<token>/assignments/<number>", data = "<upload>")]
async fn hand_in(token: &str, number: usize, upload: Upload, scene: Scene<'_>) -> Answer<HandInPage> {
    let task = Task::of(&scene, token, number).await?;
    let Upload { form, file, .. } = upload;
    if form.get("assignment") != task.assignment {
        // The cohort's rule was eased meanwhile, and the number means another one.
        return Err(Problem::Stale);
    }
    let key = form.key()?;
    let handed = match read(&form, file, scene.lang) {
        Ok(handed) => handed,
        Err(errors) => return page(&task, (token, number), scene, (form, errors)).await.map(Reply::Again),
    };
    let receipt = scene.chrome.to(&format!("/my/{token}/assignments/{number}?done=yes"));
    let new = NewHandIn { assignment: task.assignment.clone(), handed, key, receipt: receipt.clone() };
    let post = (&scene.house.db, &scene.house.letterhead());
    match actions::hand_in(post, &task.who, &task.rule, &new, scene.now).await {
        Ok(()) => Ok(Reply::See(receipt)),
        Err(Failure::Refused(refusal)) => {
            let field = refusal.field().unwrap_or_default();
            let errors = [(field, refusal.sentence(scene.lang))].into_iter().collect();
            page(&task, (token, number), scene, (form, errors)).await.map(Reply::Again)
        }
        Err(other) => Err(other.into()),
    }
}

/// What is handed in. A file that was chosen beside an empty text is what was meant.
fn read(form: &Submitted, file: Vec<u8>, lang: Lang) -> Result<Handed, FormErrors> {
    let mut reading = Reading::new(form, lang);
    let missing = lang.say("Välj hur du lämnar in.", "Choose how you hand in.");
    let way = reading.choice("way", missing, Way::parse);
    let way = way.map(|way| if way == Way::Text && !form.has("words") && !file.is_empty() { Way::File } else { way });
    let handed = match way {
        Some(Way::Text) => {
            let missing = lang.say("Skriv det du lämnar in.", "Write what you hand in.");
            reading.words("words", MOST_WORDS, missing).map(Handed::Words)
        }
        Some(Way::File) => match rules::kind_of(&file) {
            Ok(kind) => Some(Handed::File(kind, file)),
            Err(refusal) => {
                reading.wrong("file", Refusal::sentence(&refusal, lang));
                None
            }
        },
        Some(Way::Plan) => Some(Handed::Plan(lang)),
        None => None,
    };
    handed.ok_or_else(|| reading.errors())
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
