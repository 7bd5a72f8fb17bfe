//! What an assignment of a programme is called, how it is done, and by when it is best handed in.

use super::saved::Saved;
use crate::cohorts;
use crate::completion;
use crate::house::House;
use crate::kernel::{Failure, Lang, ProgrammeId};
use crate::programmes::{self, AssignmentText, NewAssignmentText, Words, actions};
use crate::web::both::{Difference, differences};
use crate::web::form::{Reading, Submitted};
use crate::web::guards::AtDesk;
use crate::web::parts::{Chrome, FormErrors, Notice, Tone};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, post, routes};

/// The form.
#[derive(Template)]
#[template(path = "programmes/assignment.html")]
pub struct AssignmentPage {
    lang: Lang,
    chrome: Chrome,
    programme: ProgrammeId,
    name: String,
    number: usize,
    assignment: String,
    form: Submitted,
    errors: FormErrors,
    stale: Option<Vec<Difference>>,
}

impl AssignmentPage {
    fn path(&self) -> String {
        format!("/desk/programmes/{}/assignments/{}", self.programme, self.number)
    }

    fn above(&self) -> String {
        format!("/desk/programmes/{}/rule", self.programme)
    }
}

/// An assignment with its text, as it is saved.
struct Described {
    saved: Saved,
    number: usize,
    assignment: String,
    text: Option<AssignmentText>,
}

impl Described {
    async fn of(house: &House, id: ProgrammeId, number: usize) -> Result<Self, Problem> {
        let saved = Saved::of(house, id).await?;
        let keys = keys(house, &saved).await?;
        let assignment = number.checked_sub(1).and_then(|place| keys.get(place).cloned()).ok_or(Problem::Missing)?;
        let text = programmes::queries::assignment_text(house.db.read(), saved.version, &assignment).await?;
        Ok(Self { saved, number, assignment, text })
    }

    fn page(self, chrome: Chrome, form: Submitted, errors: FormErrors) -> AssignmentPage {
        AssignmentPage {
            lang: chrome.lang,
            programme: self.saved.programme.id,
            name: self.saved.programme.name(chrome.lang).to_owned(),
            number: self.number,
            assignment: self.assignment,
            chrome,
            form,
            errors,
            stale: None,
        }
    }

    fn filled(&self) -> Submitted {
        let Some(text) = &self.text else { return Submitted::default().with("version", "0") };
        let form = fields(&NewAssignmentText {
            assignment: text.assignment.clone(),
            title: Words { sv: text.title_sv.clone(), en: text.title_en.clone() },
            instruction: Words { sv: text.instruction_sv.clone(), en: text.instruction_en.clone() },
            days_after: text.days_after,
        });
        form.with("version", text.version.to_string())
    }
}

/// The assignments of a programme's latest version: those its rule asks for, then those that rules of its cohorts ask for
/// beside them.
pub(super) async fn keys(house: &House, saved: &Saved) -> Result<Vec<String>, Problem> {
    let db = house.db.read();
    let mut keys: Vec<String> = saved.rule.assignments().into_iter().map(str::to_owned).collect();
    let cohorts = cohorts::queries::all(db).await?;
    for cohort in cohorts.iter().filter(|one| one.programme_version_id == saved.version && one.rule_id.is_some()) {
        let Some((_, rule)) = completion::queries::rule_of(db, cohort).await? else { continue };
        for key in rule.assignments() {
            if !keys.iter().any(|known| known == key) {
                keys.push(key.to_owned());
            }
        }
    }
    Ok(keys)
}

fn fields(new: &NewAssignmentText) -> Submitted {
    Submitted::of([
        ("title_sv", new.title.sv.clone()),
        ("title_en", new.title.en.clone()),
        ("instruction_sv", new.instruction.sv.clone()),
        ("instruction_en", new.instruction.en.clone()),
        ("days_after", new.days_after.map(|days| days.to_string()).unwrap_or_default()),
    ])
}

#[get("/desk/programmes/<id>/assignments/<number>?<saved>")]
async fn show(
    desk: AtDesk,
    id: ProgrammeId,
    number: usize,
    saved: Option<&str>,
    house: &State<House>,
) -> Answer<AssignmentPage> {
    let AtDesk { mut chrome, .. } = desk;
    if saved.is_some() {
        let text = chrome.lang.say("Hemuppgiften är beskriven.", "The assignment is described.").to_owned();
        chrome.notice = Some(Notice { tone: Tone::Done, text });
    }
    let described = Described::of(house, id, number).await?;
    let form = described.filled();
    Ok(Reply::Page(described.page(chrome, form, FormErrors::none())))
}

#[post("/desk/programmes/<id>/assignments/<number>", data = "<form>")]
async fn save(
    desk: AtDesk,
    id: ProgrammeId,
    number: usize,
    form: Submitted,
    house: &State<House>,
) -> Answer<AssignmentPage> {
    let AtDesk { who, chrome, now } = desk;
    let (lang, seen) = (chrome.lang, form.version()?);
    let described = Described::of(house, id, number).await?;
    if form.get("assignment") != described.assignment {
        // The rule was changed meanwhile, and the number means another one.
        return Err(Problem::Stale);
    }
    let new = match read(&form, &described.assignment, lang) {
        Ok(new) => new,
        Err(errors) => return Ok(Reply::Again(described.page(chrome, form, errors))),
    };
    let mine = fields(&new);
    match actions::describe_assignment(&house.db, &who, (id, seen), new, now).await {
        Ok(()) => Ok(Reply::See(chrome.to(&format!("/desk/programmes/{id}/assignments/{number}?saved=yes")))),
        Err(Failure::Stale) => {
            let described = Described::of(house, id, number).await?;
            let saved = described.filled();
            let told = differences(&labels(lang), &mine, &saved, |_, value| value.to_owned());
            let form = form.over_saved().with("version", saved.get("version"));
            let page = described.page(chrome, form, FormErrors::none());
            Ok(Reply::Stale(AssignmentPage { stale: Some(told), ..page }))
        }
        Err(other) => Err(Problem::from(other)),
    }
}

fn read(form: &Submitted, assignment: &str, lang: Lang) -> Result<NewAssignmentText, FormErrors> {
    let mut reading = Reading::new(form, lang);
    let missing = lang.say("Skriv vad hemuppgiften heter.", "Write what the assignment is called.");
    let (sv, en) = (reading.line("title_sv", 100, missing), reading.line("title_en", 100, missing));
    let how = (reading.optional_words("instruction_sv", 4000), reading.optional_words("instruction_en", 4000));
    // Empty advises nothing, which 0 does not mean: on the last day itself.
    let days = if form.has("days_after") { reading.number("days_after", 0..=365).map(Some) } else { Some(None) };
    let (Some(sv), Some(en), (Some(how_sv), Some(how_en)), Some(days_after)) = (sv, en, how, days) else {
        return Err(reading.errors());
    };
    Ok(NewAssignmentText {
        assignment: assignment.to_owned(),
        title: Words { sv, en },
        instruction: Words { sv: how_sv, en: how_en },
        days_after,
    })
}

/// What the fields are called, for the second saver.
fn labels(lang: Lang) -> Vec<(String, String)> {
    let labels = [
        ("title_sv", lang.say("Vad den heter på svenska", "What it is called in Swedish")),
        ("title_en", lang.say("Vad den heter på engelska", "What it is called in English")),
        ("instruction_sv", lang.say("Så här gör man, på svenska", "How it is done, in Swedish")),
        ("instruction_en", lang.say("Så här gör man, på engelska", "How it is done, in English")),
        ("days_after", lang.say("Dagar efter sista utbildningsdagen", "Days after the last course day")),
    ];
    labels.map(|(name, label)| (name.to_owned(), label.to_owned())).to_vec()
}

pub(super) fn routes() -> Vec<Route> {
    routes![show, save]
}
