//! One thing handed in, for whoever reads it: approve, or return with a comment.

use super::task::Asked;
use super::words::{Told, download, told};
use crate::assignments::actions::{self, NewAnswer};
use crate::assignments::{HandIn, Refusal, State, Verdict, queries};
use crate::attendance;
use crate::cohorts;
use crate::house::House;
use crate::kernel::{Failure, HandInId, Instant, Lang, ParticipantId, Refusal as _};
use crate::people::{Role, Trainer};
use crate::seats::{self, Participant};
use crate::web::attendance::faces::with_names;
use crate::web::form::{Reading, Submitted};
use crate::web::guards::Now;
use crate::web::parts::{Choice, Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Download, Reply};
use askama::Template;
use rocket::outcome::try_outcome;
use rocket::request::{FromRequest, Outcome, Request};
use rocket::{Route, State as Managed, get, post, routes};

/// The page.
#[derive(Template)]
#[template(path = "assignments/answer.html")]
pub struct AnswerPage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    form: Submitted,
    handed: HandIn,
    /// What the assignment is called, and how it is done.
    asked: Asked,
    participant: ParticipantId,
    name: String,
    organisation: String,
    back: String,
    /// What was handed in, the newest first.
    told: Vec<Told>,
    verdicts: Vec<Choice>,
    is_coordinator: bool,
    /// It was answered, or handed in anew, while the form was open.
    is_stale: bool,
}

impl AnswerPage {
    fn file_of(&self, one: &Told) -> String {
        self.chrome.to(&format!("/hand-ins/{}/file", one.id))
    }

    fn here(&self) -> String {
        self.chrome.to(&format!("/hand-ins/{}", self.handed.id))
    }

    /// The newest, where this is an earlier one.
    fn newer(&self) -> Option<String> {
        let newest = self.told.first().filter(|_| !self.handed.is_current)?;
        Some(self.chrome.to(&format!("/hand-ins/{}", newest.id)))
    }
}

/// A trainer, or a coordinator standing in, at work.
struct AtWork {
    who: Trainer,
    chrome: Chrome,
    now: Instant,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for AtWork {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let who = try_outcome!(request.guard::<Trainer>().await);
        let chrome = try_outcome!(request.guard::<Chrome>().await);
        request.guard::<Now>().await.map(|Now(now)| Self { who, chrome, now })
    }
}

async fn found(house: &House, who: &Trainer, id: HandInId) -> Result<(HandIn, Participant), Problem> {
    let db = house.db.read();
    let handed = queries::find(db, id).await?.ok_or(Problem::Missing)?;
    let participant = seats::queries::find_participant(db, handed.participant_id).await?.ok_or(Problem::Missing)?;
    if !attendance::queries::is_open_to(db, who, participant.cohort_id).await? {
        return Err(Problem::Missing);
    }
    Ok((handed, participant))
}

#[get("/hand-ins/<id>")]
async fn show(id: HandInId, by: AtWork, house: &Managed<House>) -> Answer<AnswerPage> {
    page(house, by, id, (Submitted::default(), FormErrors::none())).await.map(Reply::Page)
}

async fn page(
    house: &House,
    by: AtWork,
    id: HandInId,
    (form, errors): (Submitted, FormErrors),
) -> Result<AnswerPage, Problem> {
    let (db, lang) = (house.db.read(), by.chrome.lang);
    let (handed, participant) = found(house, &by.who, id).await?;
    let (cohort, of) = (participant.cohort_id, participant.id);
    let face = with_names(db, vec![participant], lang).await?.into_iter().next().ok_or(Problem::Missing)?;
    let cohort = cohorts::queries::find(db, cohort).await?.ok_or(Problem::Missing)?;
    let asked = Asked::among(db, &cohort, &[&handed.assignment], lang).await?.pop().ok_or(Problem::Missing)?;
    let mut verdicts = vec![
        Choice::new(Verdict::Approved.key(), lang.say("Godkänn", "Approve")),
        Choice::new(Verdict::Returned.key(), lang.say("Lämna tillbaka med kommentar", "Return with a comment")),
    ];
    if handed.state == State::Approved {
        verdicts.remove(0);
    }
    Ok(AnswerPage {
        lang,
        errors,
        form,
        participant: of,
        name: face.name,
        organisation: face.organisation,
        back: by.chrome.to(&format!("/cohorts/{}/assignments", cohort.id)),
        asked,
        told: told(db, (of, &handed.assignment), lang).await?,
        verdicts,
        is_coordinator: by.who.role != Role::Trainer,
        is_stale: false,
        handed,
        chrome: by.chrome,
    })
}

#[post("/hand-ins/<id>", data = "<form>")]
async fn answer(id: HandInId, by: AtWork, form: Submitted, house: &Managed<House>) -> Answer<AnswerPage> {
    let (handed, participant) = found(house, &by.who, id).await?;
    let version = form.version()?;
    let (verdict, comment) = match read(&form, by.chrome.lang) {
        Ok(answer) => answer,
        Err(errors) => return page(house, by, id, (form, errors)).await.map(Reply::Again),
    };
    let receipt = by.chrome.to(&format!("/cohorts/{}/assignments", participant.cohort_id));
    let new = NewAnswer { verdict, comment, version };
    let post = (&house.db, &house.letterhead());
    match actions::answer(post, &by.who, id, &new, by.now).await {
        Ok(()) => Ok(Reply::See(receipt)),
        Err(Failure::Refused(refusal)) => {
            let errors = [("", Refusal::sentence(&refusal, by.chrome.lang))].into_iter().collect();
            page(house, by, id, (form, errors)).await.map(Reply::Again)
        }
        Err(Failure::Stale) => {
            let last = queries::answers_to(house.db.read(), &[handed.id]).await?.pop();
            let is_same = |last: &crate::assignments::Answer| {
                (last.verdict, last.comment.as_str(), last.answered_by)
                    == (new.verdict, new.comment.as_str(), by.who.account)
            };
            if last.as_ref().is_some_and(is_same) {
                // The same form sent twice: it is answered, once.
                return Ok(Reply::See(receipt));
            }
            let page = page(house, by, id, (form.over_saved(), FormErrors::none())).await?;
            Ok(Reply::Stale(AnswerPage { is_stale: true, ..page }))
        }
        Err(other) => Err(other.into()),
    }
}

fn read(form: &Submitted, lang: Lang) -> Result<(Verdict, String), FormErrors> {
    let mut reading = Reading::new(form, lang);
    let missing = lang.say("Välj om du godkänner.", "Choose whether you approve.");
    let verdict = reading.choice("verdict", missing, Verdict::parse);
    let comment = if verdict == Some(Verdict::Returned) {
        reading.words("comment", 2000, lang.say("Skriv vad som saknas.", "Write what is missing."))
    } else {
        reading.optional_words("comment", 2000)
    };
    match (verdict, comment) {
        (Some(verdict), Some(comment)) => Ok((verdict, comment)),
        _ => Err(reading.errors()),
    }
}

#[get("/hand-ins/<id>/file")]
async fn file(id: HandInId, who: Trainer, house: &Managed<House>) -> Result<Download, Problem> {
    let (handed, _) = found(house, &who, id).await?;
    download(house.db.read(), handed.id).await?.ok_or(Problem::Missing)
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![show, answer, file]
}
