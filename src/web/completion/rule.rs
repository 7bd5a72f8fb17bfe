//! The rule a cohort has pinned, what easing it would do to each participant, and who is dispensed from what.

use super::writing::Writing;
use crate::cohorts::{self, Cohort};
use crate::completion::amending::{self, Amendment, Case, Proof};
use crate::completion::{self, Dispensation};
use crate::house::House;
use crate::kernel::{CohortId, Failure, Instant, Lang, ParticipantId, Refusal as _};
use crate::locale::{dates, stockholm};
use crate::people::masked_value;
use crate::requirements::{CompletionRule, DayNumber, Titles, sentence, small_print};
use crate::web::attendance::faces::{Face, faces_of};
use crate::web::attendance::standing::chip;
use crate::web::form::Submitted;
use crate::web::parts::{Chip, Chrome, Notice, Tone};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, post, routes};
use std::collections::HashMap;

/// The page.
#[derive(Template)]
#[template(path = "completion/rule.html")]
pub struct RulePage {
    lang: Lang,
    chrome: Chrome,
    cohort: Cohort,
    rule: Option<Words>,
    is_pinned: bool,
    programme: String,
    amendment: Option<Shown>,
    dispensed: Vec<Dispensed>,
    is_stale: bool,
}

/// A rule in words, with its number and hash.
struct Words {
    sentence: String,
    terms: Vec<String>,
    number: i64,
    hash: String,
}

/// An amendment as the page shows it.
struct Shown {
    is: Words,
    fingerprint: String,
    /// Why it may be done.
    proof: Option<String>,
    /// Why not.
    refusal: Option<String>,
    rows: Vec<Row>,
}

/// One participant under both rules.
struct Row {
    name: String,
    organisation: String,
    before: Chip,
    after: Chip,
    may_lose: bool,
}

/// Somebody who is dispensed.
struct Dispensed {
    participant: ParticipantId,
    name: String,
    demand: String,
    reason: String,
    day: String,
}

/// The words of one demand of a rule, as a sentence by itself.
pub(super) fn demand_in_words(rule: &CompletionRule, path: &str, days: DayNumber, lang: Lang) -> Option<String> {
    let demand = rule.demand_at(path)?;
    let alone = CompletionRule::new(demand, rule.partial_percent(), rule.make_up().cloned()).ok()?;
    Some(sentence(&alone, Some(days), lang))
}

/// A reason as others than the participant may read it.
pub(super) fn shown_reason(given: &Dispensation, face: &Face, lang: Lang) -> String {
    if face.is_protected { masked_value(lang).to_owned() } else { given.reason.clone() }
}

#[get("/desk/cohorts/<id>/rule?<saved>")]
async fn show(id: CohortId, saved: Option<&str>, by: Writing, house: &State<House>) -> Answer<RulePage> {
    let mut page = page(id, by.chrome, house, by.now.0).await?;
    if saved.is_some() {
        let text = page.lang.say("Omgångens krav är lättade.", "The cohort's rule is eased.").to_owned();
        page.chrome.notice = Some(Notice { tone: Tone::Done, text });
    }
    Ok(Reply::Page(page))
}

async fn page(id: CohortId, chrome: Chrome, house: &House, now: Instant) -> Result<RulePage, Problem> {
    let (db, lang) = (house.db.read(), chrome.lang);
    let cohort = cohorts::queries::find(db, id).await?.ok_or(Problem::Missing)?;
    let days = cohorts::queries::days_of(db, id).await?;
    let days = DayNumber::try_from(days.len()).unwrap_or(DayNumber::MAX);
    let rule = completion::queries::rule_of(db, &cohort).await?;
    let faces = faces_of(db, id, lang).await?;
    let ids: Vec<ParticipantId> = faces.iter().map(|face| face.participant.id).collect();
    let given = completion::queries::dispensations_of(db, id, &ids).await?;
    let amendment = amending::preview(db, &cohort, stockholm::today(now)).await?;
    let titles = crate::programmes::queries::titles_of(db, cohort.programme_version_id, lang).await?;
    let said = rule.as_ref().map(|(_, rule)| rule.titled(&titles));
    let dispensed = given.iter().filter_map(|one| {
        let face = faces.iter().find(|face| face.participant.id == one.participant_id)?;
        let rule = said.as_ref()?;
        Some(Dispensed {
            participant: one.participant_id,
            name: face.name.clone(),
            demand: demand_in_words(rule, &one.demand, days, lang).unwrap_or_else(|| one.demand.clone()),
            reason: shown_reason(one, face, lang),
            day: dates::day_in_words(lang, stockholm::today(one.given_at)),
        })
    });
    let version = crate::programmes::queries::find_version(db, cohort.programme_version_id).await?;
    Ok(RulePage {
        lang,
        dispensed: dispensed.collect(),
        is_pinned: cohort.rule_id.is_some(),
        programme: version.map(|version| format!("/desk/programmes/{}/rule", version.programme_id)).unwrap_or_default(),
        amendment: amendment.map(|amendment| shown(&amendment, &faces, (days, &titles), lang)),
        rule: rule.as_ref().zip(said.as_ref()).map(|((row, _), rule)| in_words(row, rule, days, lang)),
        cohort,
        chrome,
        is_stale: false,
    })
}

fn in_words(row: &crate::requirements::entity::Model, rule: &CompletionRule, days: DayNumber, lang: Lang) -> Words {
    Words {
        sentence: sentence(rule, Some(days), lang),
        terms: small_print(rule, lang),
        number: row.number,
        hash: row.hash.clone(),
    }
}

fn shown(amendment: &Amendment, faces: &[Face], (days, titles): (DayNumber, &Titles), lang: Lang) -> Shown {
    let cases: HashMap<ParticipantId, &Case> = amendment.cases.iter().map(|case| (case.participant.id, case)).collect();
    let row = |face: &Face| {
        let case = cases.get(&face.participant.id)?;
        Some(Row {
            name: face.name.clone(),
            organisation: face.organisation.clone(),
            before: chip(case.before, lang),
            after: chip(case.after, lang),
            may_lose: case.may_lose,
        })
    };
    Shown {
        is: in_words(&amendment.is.0, &amendment.is.1.titled(titles), days, lang),
        fingerprint: amendment.fingerprint.clone(),
        proof: amendment.proof.as_ref().ok().map(|proof| proof_in_words(proof, lang)),
        refusal: amendment.proof.as_ref().err().map(|refusal| refusal.sentence(lang)),
        rows: faces.iter().filter_map(row).collect(),
    }
}

fn proof_in_words(proof: &Proof, lang: Lang) -> String {
    match proof {
        Proof::EveryRecord(points) => lang.say(
            format!("Bevisat lättare: på vart och ett av {points} sätt som en kurs med de här dagarna kan gå för någon uppfylls de nya kraven om de gamla gör det."),
            format!("Proven to be easier: in each of {points} ways a course of these days can go for somebody, the new rule is met if the former is."),
        ),
        Proof::EveryParticipant => lang.say(
            "Prövat för var och en: hur det än går för deltagarna från och med i dag uppfylls de nya kraven om de gamla gör det.".to_owned(),
            "Tried for each: however it goes for the participants from today on, the new rule is met if the former is.".to_owned(),
        ),
    }
}

#[post("/desk/cohorts/<id>/rule", data = "<form>")]
async fn amend(id: CohortId, by: Writing, form: Submitted, house: &State<House>) -> Answer<RulePage> {
    let receipt = by.chrome.to(&format!("/desk/cohorts/{id}/rule?saved=yes"));
    match amending::amend(&house.db, &by.who, (id, form.get("fingerprint")), by.now.0).await {
        Ok(()) => Ok(Reply::See(receipt)),
        Err(Failure::Stale) => {
            let page = page(id, by.chrome, house, by.now.0).await?;
            let is_wanted = |rule: &Words| rule.hash == form.get("rule");
            if page.is_pinned && page.rule.as_ref().is_some_and(is_wanted) {
                // The same button pressed twice: the rule it was for is pinned.
                return Ok(Reply::See(receipt));
            }
            Ok(Reply::Stale(RulePage { is_stale: true, ..page }))
        }
        Err(Failure::Refused(_)) => Ok(Reply::Again(page(id, by.chrome, house, by.now.0).await?)),
        Err(other) => Err(other.into()),
    }
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, amend]
}
