//! The strict JSON form of a rule: unknown fields refused, one canonical text per rule.

use std::collections::{BTreeMap, BTreeSet};

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{
    model::{AssignmentState, CompletionRule, Counted, DayNumber, Demand, MakeUp, Need, PlanState},
    refusal::Refusal,
    weigh::can_be_weighed,
};

/// The share of a day's minutes from which it counts, where a rule does not say.
const PARTIAL_PERCENT: u32 = 75;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    rule: RawDemand,
    #[serde(default = "partial_percent")]
    partial_percent: u32,
    #[serde(default)]
    make_up: Option<MakeUp>,
}

pub(super) fn partial_percent() -> u32 {
    PARTIAL_PERCENT
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawDemand {
    All(Vec<Self>),
    Any(Vec<Self>),
    AtLeast(RawAtLeast),
    DaysAttended(RawDaysAttended),
    DaysRequired(RawDaysRequired),
    Minutes(RawMinutes),
    Assignment(RawAssignment),
    EvaluationAnswered(RawSurvey),
    RolloutPlan(RawPlan),
    DecidedBy(RawDecidedBy),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAtLeast {
    n: u32,
    of: Vec<RawDemand>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDaysAttended {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    min: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    min_percent: Option<u32>,
    #[serde(default = "every_way")]
    accept: BTreeSet<Counted>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDaysRequired {
    days: BTreeSet<DayNumber>,
    #[serde(default = "every_way")]
    accept: BTreeSet<Counted>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMinutes {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    min: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    min_percent: Option<u32>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAssignment {
    key: String,
    state: AssignmentState,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSurvey {
    survey: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPlan {
    state: PlanState,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDecidedBy {
    role: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

fn every_way() -> BTreeSet<Counted> {
    BTreeSet::from(Counted::ALL)
}

impl CompletionRule {
    /// Ties a demand and its terms into a rule, or says what is wrong with them.
    ///
    /// A rule with more ways to end than can be looked at is refused here, before anybody is promised anything by it; one that
    /// is kept already is still read.
    ///
    /// # Errors
    /// The first [`Refusal`] met on the way down the tree.
    pub fn new(demand: &Demand, partial_percent: u8, make_up: Option<MakeUp>) -> Result<Self, Refusal> {
        let rule = from_raw(raw(demand), u32::from(partial_percent), make_up)?;
        can_be_weighed(&rule)?;
        Ok(rule)
    }

    /// Reads a rule from its JSON form `{"rule":…,"partial_percent":…,"make_up":…}`.
    ///
    /// Unknown fields are refused, so that a misspelt demand cannot pass as no demand. `partial_percent` is 75 and
    /// `make_up` none where absent; a demand that does not say what it accepts accepts every kind of day.
    ///
    /// # Errors
    /// The first [`Refusal`] met.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let RawRule { rule, partial_percent, make_up } = read(text)?;
        from_raw(rule, partial_percent, make_up)
    }

    /// The one text of this rule: keys sorted, no white space, lists of kinds and days sorted, nothing left out.
    ///
    /// Two rules that differ only in spelling have the same text; the order of parts is kept, since paths name it.
    #[must_use]
    pub fn canonical_json(&self) -> String {
        let whole = RawRule {
            rule: raw(&self.demand),
            partial_percent: u32::from(self.partial_percent),
            make_up: self.make_up.clone(),
        };
        let mut text = String::new();
        write_sorted(&serde_json::to_value(whole).unwrap_or_default(), &mut text);
        text
    }

    /// SHA-256 of the canonical text as lower-case hex: what a cohort pins and a decision stores.
    #[must_use]
    pub fn hash(&self) -> String {
        HEXLOWER.encode(&Sha256::digest(self.canonical_json().as_bytes()))
    }
}

/// Reads strict JSON; what is wrong is told with its place.
pub(super) fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Refusal> {
    serde_json::from_str(text).map_err(|error| {
        let said = error.to_string();
        let detail = said.rsplit_once(" at line ").map_or(said.as_str(), |(detail, _)| detail).to_owned();
        Refusal::Unreadable { line: error.line(), column: error.column(), detail }
    })
}

/// Writes JSON with the keys of every object in order, whatever order the map keeps them in.
fn write_sorted(value: &Value, text: &mut String) {
    match value {
        Value::Object(fields) => {
            text.push('{');
            for (index, (key, value)) in fields.iter().collect::<BTreeMap<_, _>>().into_iter().enumerate() {
                text.push_str(if index == 0 { "" } else { "," });
                text.push_str(&Value::from(key.as_str()).to_string());
                text.push(':');
                write_sorted(value, text);
            }
            text.push('}');
        }
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                text.push_str(if index == 0 { "" } else { "," });
                write_sorted(item, text);
            }
            text.push(']');
        }
        plain => text.push_str(&plain.to_string()),
    }
}

/// Checks a rule and its terms.
pub(super) fn from_raw(
    rule: RawDemand,
    partial_percent: u32,
    make_up: Option<MakeUp>,
) -> Result<CompletionRule, Refusal> {
    let path = word(&rule).to_owned();
    let demand = demand(rule, &path, &path)?;
    let rule = CompletionRule { demand, partial_percent: percent(partial_percent, "partial_percent")?, make_up };
    decides_on_one_ground(&rule)?;
    Ok(rule)
}

/// A decision that is recorded names its role and no ground: it answers every demand for one of that role.
fn decides_on_one_ground(of: &CompletionRule) -> Result<(), Refusal> {
    let mut asked: Vec<(&str, Option<&str>)> = Vec::new();
    for (path, demand) in of.places() {
        let Demand::DecidedBy { role, reason } = demand else { continue };
        let ground = reason.as_deref();
        if asked.iter().any(|(other, on)| other == role && *on != ground) {
            return Err(Refusal::TwoGrounds { path });
        }
        asked.push((role, ground));
    }
    Ok(())
}

fn word(raw: &RawDemand) -> &'static str {
    match raw {
        RawDemand::All(_) => "all",
        RawDemand::Any(_) => "any",
        RawDemand::AtLeast(_) => "at_least",
        RawDemand::DaysAttended(_) => "days_attended",
        RawDemand::DaysRequired(_) => "days_required",
        RawDemand::Minutes(_) => "minutes",
        RawDemand::Assignment(_) => "assignment",
        RawDemand::EvaluationAnswered(_) => "evaluation_answered",
        RawDemand::RolloutPlan(_) => "rollout_plan",
        RawDemand::DecidedBy(_) => "decided_by",
    }
}

/// Checks one demand; `path` names it, `under` is what the paths of its parts begin with.
fn demand(raw: RawDemand, path: &str, under: &str) -> Result<Demand, Refusal> {
    let parts = |parts: Vec<RawDemand>| -> Result<Vec<Demand>, Refusal> {
        if parts.is_empty() {
            return Err(Refusal::NoParts { path: path.to_owned() });
        }
        let numbered = parts.into_iter().enumerate();
        numbered
            .map(|(index, part)| {
                let path = format!("{under}/{index}");
                let under = format!("{path}/{}", word(&part));
                demand(part, &path, &under)
            })
            .collect()
    };
    Ok(match raw {
        RawDemand::All(list) => Demand::All(parts(list)?),
        RawDemand::Any(list) => Demand::Any(parts(list)?),
        RawDemand::AtLeast(RawAtLeast { n, of }) => {
            let of = parts(of)?;
            if n == 0 || usize::try_from(n).is_ok_and(|n| n > of.len()) {
                return Err(Refusal::WrongNumber { path: path.to_owned(), n, of: of.len() });
            }
            Demand::AtLeast { n, of }
        }
        RawDemand::DaysAttended(RawDaysAttended { min, min_percent, accept }) => {
            Demand::DaysAttended { need: need(min, min_percent, path)?, accept: accepted(accept, path)? }
        }
        RawDemand::DaysRequired(RawDaysRequired { days, accept }) => {
            if days.is_empty() {
                return Err(Refusal::NoDays { path: path.to_owned() });
            }
            Demand::DaysRequired { days, accept: accepted(accept, path)? }
        }
        RawDemand::Minutes(RawMinutes { min, min_percent }) => Demand::Minutes { need: need(min, min_percent, path)? },
        RawDemand::Assignment(RawAssignment { key, state }) => Demand::Assignment { key: named(key, path)?, state },
        RawDemand::EvaluationAnswered(RawSurvey { survey }) => {
            Demand::EvaluationAnswered { survey: named(survey, path)? }
        }
        RawDemand::RolloutPlan(RawPlan { state: PlanState::Resting }) => {
            return Err(Refusal::RestingPlan { path: path.to_owned() });
        }
        RawDemand::RolloutPlan(RawPlan { state }) => Demand::RolloutPlan { state },
        RawDemand::DecidedBy(RawDecidedBy { role, reason }) => Demand::DecidedBy { role: named(role, path)?, reason },
    })
}

fn need(min: Option<u32>, min_percent: Option<u32>, path: &str) -> Result<Need, Refusal> {
    match (min, min_percent) {
        (Some(count), None) => Ok(Need::Count(count)),
        (None, Some(share)) => Ok(Need::Percent(percent(share, path)?)),
        _ => Err(Refusal::MinOrPercent { path: path.to_owned() }),
    }
}

fn percent(share: u32, path: &str) -> Result<u8, Refusal> {
    let small = u8::try_from(share).ok().filter(|percent| *percent <= 100);
    small.ok_or_else(|| Refusal::OverHundred { path: path.to_owned(), percent: share })
}

fn accepted(accept: BTreeSet<Counted>, path: &str) -> Result<BTreeSet<Counted>, Refusal> {
    if accept.is_empty() { Err(Refusal::NothingAccepted { path: path.to_owned() }) } else { Ok(accept) }
}

fn named(name: String, path: &str) -> Result<String, Refusal> {
    if name.trim().is_empty() { Err(Refusal::NoName { path: path.to_owned() }) } else { Ok(name) }
}

fn raw(demand: &Demand) -> RawDemand {
    let list = |parts: &[Demand]| parts.iter().map(raw).collect();
    let split = |need: Need| match need {
        Need::Count(count) => (Some(count), None),
        Need::Percent(percent) => (None, Some(u32::from(percent))),
    };
    match demand {
        Demand::All(parts) => RawDemand::All(list(parts)),
        Demand::Any(parts) => RawDemand::Any(list(parts)),
        Demand::AtLeast { n, of } => RawDemand::AtLeast(RawAtLeast { n: *n, of: list(of) }),
        Demand::DaysAttended { need, accept } => {
            let (min, min_percent) = split(*need);
            RawDemand::DaysAttended(RawDaysAttended { min, min_percent, accept: accept.clone() })
        }
        Demand::DaysRequired { days, accept } => {
            RawDemand::DaysRequired(RawDaysRequired { days: days.clone(), accept: accept.clone() })
        }
        Demand::Minutes { need } => {
            let (min, min_percent) = split(*need);
            RawDemand::Minutes(RawMinutes { min, min_percent })
        }
        Demand::Assignment { key, state } => RawDemand::Assignment(RawAssignment { key: key.clone(), state: *state }),
        Demand::EvaluationAnswered { survey } => RawDemand::EvaluationAnswered(RawSurvey { survey: survey.clone() }),
        Demand::RolloutPlan { state } => RawDemand::RolloutPlan(RawPlan { state: *state }),
        Demand::DecidedBy { role, reason } => {
            RawDemand::DecidedBy(RawDecidedBy { role: role.clone(), reason: reason.clone() })
        }
    }
}
