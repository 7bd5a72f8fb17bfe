//! The strict JSON form of a training record, as a completion decision keeps it.

use std::collections::BTreeMap;

use crate::kernel::Day;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::kernel::Lang;

use super::{
    facts::{DayFact, Decision, Mark, TrainingRecord},
    model::{AssignmentState, DayNumber, PlanState},
    refusal::Refusal,
};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRecord {
    days: Vec<RawDay>,
    #[serde(default)]
    assignments: BTreeMap<String, AssignmentState>,
    #[serde(default)]
    surveys: BTreeMap<String, RawAnswer>,
    #[serde(default)]
    rollout_plan: Option<PlanState>,
    #[serde(default)]
    decisions: Vec<Decision>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDay {
    day: DayNumber,
    date: Day,
    minutes: u32,
    attested: bool,
    #[serde(default)]
    mark: Option<Mark>,
}

/// Whether a survey was answered: `true` and `false`, or the words.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum RawAnswer {
    Flag(bool),
    Word(AnswerWord),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum AnswerWord {
    Answered,
    NotAnswered,
}

/// Checks a record.
pub(super) fn record(raw: RawRecord) -> Result<TrainingRecord, Refusal> {
    let mut days = BTreeMap::new();
    for RawDay { day, date, minutes, attested, mark } in raw.days {
        if days.insert(day, DayFact { date, minutes, attested, mark }).is_some() {
            return Err(Refusal::DayTwice { day });
        }
    }
    let answered = |answer: &RawAnswer| matches!(answer, RawAnswer::Flag(true) | RawAnswer::Word(AnswerWord::Answered));
    Ok(TrainingRecord {
        days,
        assignments: raw.assignments,
        surveys_answered: raw.surveys.into_iter().filter(|(_, answer)| answered(answer)).map(|(key, _)| key).collect(),
        rollout_plan: raw.rollout_plan.unwrap_or_default(),
        decisions: raw.decisions,
    })
}

impl Serialize for TrainingRecord {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let day = |(day, fact): (&DayNumber, &DayFact)| RawDay {
            day: *day,
            date: fact.date,
            minutes: fact.minutes,
            attested: fact.attested,
            mark: fact.mark.clone(),
        };
        let raw = RawRecord {
            days: self.days.iter().map(day).collect(),
            assignments: self.assignments.clone(),
            surveys: self.surveys_answered.iter().map(|key| (key.clone(), RawAnswer::Flag(true))).collect(),
            rollout_plan: Some(self.rollout_plan),
            decisions: self.decisions.clone(),
        };
        raw.serialize(to)
    }
}

impl<'de> Deserialize<'de> for TrainingRecord {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let raw = RawRecord::deserialize(from)?;
        record(raw).map_err(|refusal| D::Error::custom(refusal.say(Lang::En)))
    }
}
