//! Dispensing one participant from one demand, with a reason; and taking that back.

use super::cohort::{Member, Roll};
use super::rule::{demand_in_words, shown_reason};
use super::writing::Writing;
use crate::completion::dispensing::{self, NewDispensation, Withdrawal};
use crate::completion::{self, Dispensation, Outcome, rules};
use crate::house::House;
use crate::kernel::{CohortId, DispensationId, Failure, Instant, Lang, ParticipantId, Refusal as _};
use crate::requirements::{DayNumber, Demand, Line, Voice};
use crate::web::attendance::standing::words;
use crate::web::form::{Reading, Submitted, new_key};
use crate::web::parts::{Choice, Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, post, routes};

/// The form.
#[derive(Template)]
#[template(path = "completion/dispense.html")]
pub struct DispensePage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    form: Submitted,
    key: String,
    cohort: CohortId,
    participant: ParticipantId,
    name: String,
    lines: Vec<Line>,
    demands: Vec<Choice>,
    given: Vec<Given>,
    decision: Option<String>,
    /// Whether it is decided that the rule is met: then nothing more is dispensed from.
    is_met: bool,
    /// Somebody took the dispensation back, or decided, in between.
    is_stale: bool,
}

/// A dispensation in force.
struct Given {
    id: DispensationId,
    demand: String,
    reason: String,
    /// Whether nothing is decided on it.
    is_loose: bool,
    /// Whether it is a decision that the rule asks for, and dispenses from nothing.
    is_decision: bool,
}

impl Given {
    /// The field in which it is written why it is taken back.
    fn why(&self) -> String {
        why(self.id)
    }
}

fn why(id: DispensationId) -> String {
    format!("why-{id}")
}

impl DispensePage {
    fn path(&self) -> String {
        path(self.cohort, self.participant)
    }
}

fn path(cohort: CohortId, participant: ParticipantId) -> String {
    format!("/desk/cohorts/{cohort}/dispense/{participant}")
}

#[get("/desk/cohorts/<cohort>/dispense/<participant>")]
async fn show(cohort: CohortId, participant: ParticipantId, by: Writing, house: &State<House>) -> Answer<DispensePage> {
    Ok(Reply::Page(page(house, (cohort, participant), by.chrome, by.now.0).await?))
}

async fn page(
    house: &House,
    (id, participant): (CohortId, ParticipantId),
    chrome: Chrome,
    now: Instant,
) -> Result<DispensePage, Problem> {
    let (db, lang) = (house.db.read(), chrome.lang);
    let roll = Roll::of(house, id, lang, now).await?;
    let days = DayNumber::try_from(roll.days.len()).unwrap_or(DayNumber::MAX);
    let is_meant = |member: &&Member| member.face.participant.id == participant;
    let member = roll.members.iter().find(is_meant).ok_or(Problem::Missing)?;
    let (_, rule) = completion::queries::rule_of(db, &roll.cohort).await?.ok_or(Problem::Missing)?;
    let given = completion::queries::dispensations_of(db, id, &[participant]).await?;
    let titles = crate::programmes::queries::titles_of(db, roll.cohort.programme_version_id, lang).await?;
    let said = rule.titled(&titles);
    let demand = |path: &str| demand_in_words(&said, path, days, lang).unwrap_or_else(|| path.to_owned());
    let choice = |(path, _): (String, _)| {
        let words = demand(&path);
        Choice::new(path, words)
    };
    let is_open = |path: &str| !given.iter().any(|one| one.demand == path);
    let places = rule.places().into_iter().filter(|(path, _)| is_open(path));
    let is_relied_on = |one: &Dispensation| {
        member.decision.as_ref().is_some_and(|made| rules::rests_on(made.decided_at, one.given_at))
    };
    let is_met = member.decision.as_ref().is_some_and(|made| made.verdict == Outcome::Met);
    let is_tied = !rule.demand().parts().is_empty();
    Ok(DispensePage {
        lang,
        errors: FormErrors::none(),
        form: Submitted::default(),
        key: new_key()?,
        cohort: id,
        participant,
        name: member.face.name.clone(),
        lines: member.verdict.as_ref().map(|verdict| words(verdict, Voice::They, lang).1).unwrap_or_default(),
        // Not from everything at once: the root of a rule with parts is nothing to be dispensed from.
        demands: if is_met {
            Vec::new()
        } else {
            places.skip(usize::from(is_tied && is_open(rule.demand().word()))).map(choice).collect()
        },
        given: given
            .iter()
            .map(|one: &Dispensation| Given {
                id: one.id,
                demand: demand(&one.demand),
                reason: shown_reason(one, &member.face, lang),
                is_loose: !is_relied_on(one),
                is_decision: matches!(rule.demand_at(&one.demand), Some(Demand::DecidedBy { .. })),
            })
            .collect(),
        decision: member.decision_in_words(lang),
        is_met,
        is_stale: false,
        chrome,
    })
}

#[post("/desk/cohorts/<cohort>/dispense/<participant>", data = "<form>")]
async fn give(
    cohort: CohortId,
    participant: ParticipantId,
    by: Writing,
    form: Submitted,
    house: &State<House>,
) -> Answer<DispensePage> {
    let key = form.key()?;
    let shown = page(house, (cohort, participant), by.chrome, by.now.0).await?;
    let lang = shown.lang;
    let mut reading = Reading::new(&form, lang);
    let missing = lang.say("Skriv varför.", "Write why.");
    let reason = reading.words("reason", 500, missing);
    let demand = form.get("demand").to_owned();
    if demand.is_empty() {
        reading.wrong("demand", completion::Refusal::NoSuchDemand.sentence(lang));
    }
    let errors = reading.errors();
    let again = |errors: FormErrors, form: Submitted, shown: DispensePage| {
        let key = form.get("submission_key").to_owned();
        Reply::Again(DispensePage { errors, form, key, ..shown })
    };
    let (Some(reason), true) = (reason, errors.is_empty()) else { return Ok(again(errors, form, shown)) };
    let receipt = shown.chrome.to(&shown.path());
    let new = NewDispensation { demand, reason, key, receipt: receipt.clone() };
    match dispensing::give(&house.db, &by.who, (cohort, participant), &new, by.now.0).await {
        Ok(()) => Ok(Reply::See(receipt)),
        Err(Failure::Refused(refusal)) => {
            let errors = [(refusal.field().unwrap_or_default(), refusal.sentence(lang))].into_iter().collect();
            Ok(again(errors, form, shown))
        }
        Err(other) => Err(other.into()),
    }
}

#[post("/desk/cohorts/<cohort>/dispense/<participant>/withdraw", data = "<form>")]
async fn withdraw(
    cohort: CohortId,
    participant: ParticipantId,
    by: Writing,
    form: Submitted,
    house: &State<House>,
) -> Answer<DispensePage> {
    let id = DispensationId(form.version()?);
    let lang = by.chrome.lang;
    let mut reading = Reading::new(&form, lang);
    let reason = reading.words(&why(id), 500, lang.say("Skriv varför.", "Write why."));
    let errors = reading.errors();
    let Some(reason) = reason else {
        let shown = page(house, (cohort, participant), by.chrome, by.now.0).await?;
        return Ok(Reply::Again(DispensePage { errors, form, ..shown }));
    };
    let withdrawal = Withdrawal { dispensation: id, reason: &reason };
    match dispensing::withdraw(&house.db, &by.who, (cohort, participant), withdrawal, by.now.0).await {
        Ok(()) => Ok(Reply::See(by.chrome.to(&path(cohort, participant)))),
        Err(Failure::Stale) => {
            let shown = page(house, (cohort, participant), by.chrome, by.now.0).await?;
            Ok(Reply::Stale(DispensePage { is_stale: true, ..shown }))
        }
        Err(Failure::Refused(refusal)) => {
            let shown = page(house, (cohort, participant), by.chrome, by.now.0).await?;
            let errors = [("", refusal.sentence(shown.lang))].into_iter().collect();
            Ok(Reply::Again(DispensePage { errors, ..shown }))
        }
        Err(other) => Err(other.into()),
    }
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, give, withdraw]
}
