//! Deciding on completion: a preview with reasons, then the decisions; and the review of a decision whose facts moved.

use super::changes::Past;
use super::cohort::{Member, Roll};
use super::writing::Writing;
use crate::certification;
use crate::cohorts::Cohort;
use crate::completion::rules::{case_fingerprint, fingerprint};
use crate::completion::{Outcome, actions};
use crate::house::House;
use crate::kernel::{CertificateId, CohortId, DecisionId, Failure, Lang, ParticipantId};
use crate::requirements::{Line, Verdict, Voice};
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
    /// Whether some would be decided about although only a decision of somebody's is missing: the course is over.
    is_refusing: bool,
    awaiting: Vec<Case>,
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
    /// The certificates that hold, by number, with their pages.
    papers: Vec<(String, String)>,
    /// What the button that decides anew carries.
    fingerprint: String,
    /// What would be decided now, in words.
    now: &'static str,
    /// What differs from what was decided on; filled where the decision is shaken.
    changes: Vec<String>,
}

impl DecidePage {
    /// Whether what somebody saw with this fingerprint is what stands: decided anew, or taken back.
    fn is_done(&self, participant: ParticipantId, seen: &str) -> bool {
        let settled = [&self.met, &self.impossible, &self.awaiting, &self.waiting, &self.decided];
        settled.into_iter().flatten().any(|case| case.id == participant && case.fingerprint == seen)
    }
}

#[get("/desk/cohorts/<id>/decide")]
async fn preview(id: CohortId, by: Writing, house: &State<House>) -> Answer<DecidePage> {
    page(id, by, house).await.map(Reply::Page)
}

async fn page(id: CohortId, by: Writing, house: &House) -> Result<DecidePage, Problem> {
    let lang = by.chrome.lang;
    let roll = Roll::of(house, id, lang, by.now.0).await?;
    let papers = certification::queries::numbers_of(house.db.read(), id).await?;
    let past = Past::of(house.db.read(), &roll, lang).await?;
    let cases = |wanted: &dyn Fn(&Member) -> bool| {
        let of = |member: &Member| {
            let held = papers.iter().filter(|(holder, ..)| *holder == member.face.participant.id);
            let link = |(_, id, number): &(_, CertificateId, String)| {
                (number.clone(), by.chrome.to(&format!("/desk/certificates/{id}")))
            };
            let changes = if member.is_shaken() { past.changes(member) } else { Vec::new() };
            Case { papers: held.map(link).collect(), changes, ..case(lang, &roll.rule_hash, member) }
        };
        roll.members.iter().filter(|member| wanted(member)).map(of).collect::<Vec<_>>()
    };
    let outcome = |member: &Member| member.to_decide;
    let awaits = |member: &Member| member.verdict.as_ref().is_some_and(Verdict::awaits_a_decision);
    let is_open = |member: &Member| member.decision.is_none() && outcome(member).is_none();
    let undecided = roll.members.iter().filter(|member| member.decision.is_none());
    let undecided = undecided.map(|member| (member.face.participant.id, outcome(member))).collect();
    Ok(DecidePage {
        lang,
        fingerprint: fingerprint(&roll.rule_hash, undecided),
        met: cases(&|member| member.decision.is_none() && outcome(member) == Some(Outcome::Met)),
        impossible: cases(&|member| member.decision.is_none() && outcome(member) == Some(Outcome::Impossible)),
        is_refusing: roll
            .members
            .iter()
            .any(|member| member.decision.is_none() && outcome(member).is_some() && awaits(member)),
        awaiting: cases(&|member| is_open(member) && awaits(member)),
        waiting: cases(&|member| is_open(member) && !awaits(member)),
        decided: cases(&|member| member.decision.is_some() && !member.is_shaken()),
        shaken: cases(&Member::is_shaken),
        rule: roll.rule,
        cohort: roll.cohort,
        is_stale: false,
        chrome: by.chrome,
    })
}

fn case(lang: Lang, rule_hash: &str, member: &Member) -> Case {
    let lines = member.verdict.as_ref().map(|verdict| words(verdict, Voice::They, lang).1).unwrap_or_default();
    let now = match member.to_decide {
        Some(outcome) => outcome.word(lang),
        None if member.verdict.as_ref().is_some_and(Verdict::awaits_a_decision) => {
            lang.say("Väntar på beslut", "Waiting for a decision")
        }
        None => lang.say("Kan fortfarande nå kraven", "Can still meet the requirements"),
    };
    Case {
        id: member.face.participant.id,
        name: member.face.name.clone(),
        organisation: member.face.organisation.clone(),
        lines,
        decision: member.decision.as_ref().map(|each| each.id).zip(member.decision_in_words(lang)),
        papers: Vec::new(),
        fingerprint: case_fingerprint(rule_hash, (member.face.participant.id, member.to_decide), &member.record),
        now,
        changes: Vec::new(),
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
    let receipt = by.chrome.to(&format!("/desk/cohorts/{id}/decide"));
    // What is no number is no decision that stands, and is answered as one that was made anew meanwhile.
    let decision = DecisionId(form.get("decision").parse().unwrap_or_default());
    let seen = form.get("fingerprint");
    match actions::review(&house.db, &by.who, (id, participant), (decision, seen), by.now.0).await {
        Ok(_) => Ok(Reply::See(receipt)),
        Err(Failure::Stale) => {
            let page = page(id, by, house).await?;
            if page.is_done(participant, seen) {
                // The same button pressed twice: what was shown is decided.
                return Ok(Reply::See(receipt));
            }
            Ok(Reply::Stale(DecidePage { is_stale: true, ..page }))
        }
        Err(other) => Err(other.into()),
    }
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![preview, decide, review]
}
