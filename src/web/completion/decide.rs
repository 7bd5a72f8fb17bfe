//! Deciding on completion: a preview with reasons, then the decisions; and the review of a decision whose facts moved.

use super::cohort::{Member, Roll};
use super::writing::Writing;
use crate::cohorts::Cohort;
use crate::completion::rules::{Ground, fingerprint};
use crate::completion::{self, Outcome, actions};
use crate::house::House;
use crate::kernel::{CohortId, DecisionId, Failure, Lang, ParticipantId};
use crate::requirements::{Line, Voice};
use crate::web::attendance::standing::words;
use crate::web::form::Submitted;
use crate::web::parts::Chrome;
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, post, routes};

/// The preview.
#[derive(Template)]
#[template(path = "completion/decide.html")]
pub struct DecidePage {
    lang: Lang,
    chrome: Chrome,
    cohort: Cohort,
    rule: Option<String>,
    met: Vec<Case>,
    impossible: Vec<Case>,
    waiting: Vec<Case>,
    decided: Vec<Case>,
    shaken: Vec<Case>,
    /// What the button carries, so that what was seen is what is decided.
    fingerprint: String,
    /// Others would be decided about now than when the button was shown.
    is_stale: bool,
}

/// One participant's case.
struct Case {
    id: ParticipantId,
    name: String,
    organisation: String,
    lines: Vec<Line>,
    decision: Option<(DecisionId, String)>,
    now: &'static str,
}

#[get("/desk/cohorts/<id>/decide")]
async fn preview(id: CohortId, by: Writing, house: &State<House>) -> Answer<DecidePage> {
    page(id, by, house).await.map(Reply::Page)
}

async fn page(id: CohortId, by: Writing, house: &House) -> Result<DecidePage, Problem> {
    let lang = by.chrome.lang;
    let roll = Roll::of(house, id, lang, by.now.0).await?;
    let cases = |wanted: &dyn Fn(&Member) -> bool| {
        roll.members.iter().filter(|member| wanted(member)).map(|member| case(lang, member)).collect::<Vec<_>>()
    };
    let outcome = |member: &Member| member.verdict.as_ref().and_then(|verdict| Outcome::of(verdict.outcome));
    let rule = completion::queries::rule_of(house.db.read(), &roll.cohort).await?;
    let hash = rule.map(|(_, rule)| rule.hash()).unwrap_or_default();
    let undecided = roll.members.iter().filter(|member| member.decision.is_none());
    let undecided = undecided.map(|member| (member.face.participant.id, outcome(member))).collect();
    Ok(DecidePage {
        lang,
        fingerprint: fingerprint(&hash, undecided),
        met: cases(&|member| member.decision.is_none() && outcome(member) == Some(Outcome::Met)),
        impossible: cases(&|member| member.decision.is_none() && outcome(member) == Some(Outcome::Impossible)),
        waiting: cases(&|member| member.decision.is_none() && outcome(member).is_none()),
        decided: cases(&|member| member.decision.is_some() && !member.is_shaken()),
        shaken: cases(&Member::is_shaken),
        rule: roll.rule,
        cohort: roll.cohort,
        is_stale: false,
        chrome: by.chrome,
    })
}

fn case(lang: Lang, member: &Member) -> Case {
    let lines = member.verdict.as_ref().map(|verdict| words(verdict, Voice::They, lang).1).unwrap_or_default();
    let now = match member.ground {
        Ground::Firm => "",
        Ground::Shaken(Some(outcome)) => outcome.word(lang),
        Ground::Shaken(None) => lang.say("Kan fortfarande nå kraven", "Can still meet the requirements"),
    };
    Case {
        id: member.face.participant.id,
        name: member.face.name.clone(),
        organisation: member.face.organisation.clone(),
        lines,
        decision: member.decision.as_ref().map(|each| each.id).zip(member.decision_in_words(lang)),
        now,
    }
}

#[post("/desk/cohorts/<id>/decide", data = "<form>")]
async fn decide(id: CohortId, by: Writing, form: Submitted, house: &State<House>) -> Answer<DecidePage> {
    match actions::decide(&house.db, &by.who, (id, Some(form.get("fingerprint"))), by.now.0).await {
        Ok(_) => Ok(Reply::See(by.chrome.to(&format!("/desk/cohorts/{id}/decide")))),
        Err(Failure::Stale) => {
            let page = page(id, by, house).await?;
            if page.met.is_empty() && page.impossible.is_empty() {
                // The same button pressed twice: all that was to be decided is.
                return Ok(Reply::See(page.chrome.to(&format!("/desk/cohorts/{id}/decide"))));
            }
            Ok(Reply::Stale(DecidePage { is_stale: true, ..page }))
        }
        Err(other) => Err(other.into()),
    }
}

#[post("/desk/cohorts/<id>/decide/<participant>", data = "<form>")]
async fn review(
    id: CohortId,
    participant: ParticipantId,
    by: Writing,
    form: Submitted,
    house: &State<House>,
) -> Result<Reply<DecidePage>, Problem> {
    let decision = DecisionId(form.version()?);
    actions::review(&house.db, &by.who, (id, participant), decision, by.now.0).await?;
    Ok(Reply::See(by.chrome.to(&format!("/desk/cohorts/{id}/decide"))))
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![preview, decide, review]
}
