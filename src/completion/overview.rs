//! The participants of several cohorts, weighed in as many statements as those of one.

use super::entity::{self, Model as CompletionDecision};
use super::facts;
use super::model::Outcome;
use super::queries;
use super::rules::Ground;
use crate::kernel::{CohortId, Day, ParticipantId};
use crate::requirements::{CompletionRule, TrainingRecord, weigh};
use crate::seats::Participant;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use std::collections::HashMap;

/// Several cohorts as they stand.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The rule each is weighed by; none where there is none or it cannot be read.
    pub rules: HashMap<CohortId, CompletionRule>,
    /// Everybody who is in one of them.
    pub people: Vec<Weighed>,
}

/// One participant as the record stands.
#[derive(Debug, Clone)]
pub struct Weighed {
    /// Who.
    pub participant: Participant,
    /// The record.
    pub record: TrainingRecord,
    /// What would be decided now; `None` while the rule can still be met, and where there is no rule.
    pub outcome: Option<Outcome>,
    /// The decision that stands.
    pub decision: Option<CompletionDecision>,
    /// The rule it was made by; none where it cannot be read.
    pub decided_by: Option<CompletionRule>,
    /// Whether its facts still stand.
    pub ground: Ground,
}

/// Weighs everybody in these cohorts as of `today`.
///
/// # Errors
/// When the database does not answer.
pub async fn overview(db: &impl ConnectionTrait, cohorts: &[CohortId], today: Day) -> Result<Overview, DbErr> {
    if cohorts.is_empty() {
        return Ok(Overview { rules: HashMap::new(), people: Vec::new() });
    }
    let rules = queries::rules_among(db, cohorts).await?;
    let records = facts::records_among(db, cohorts).await?;
    let decisions = entity::Entity::find()
        .filter(entity::Column::ParticipantId.is_in(records.iter().map(|(participant, _)| participant.id)))
        .filter(entity::Column::IsCurrent.eq(true))
        .all(db)
        .await?;
    let behind = queries::rules_behind(db, &decisions).await?;
    let mut decisions: HashMap<ParticipantId, _> =
        decisions.into_iter().map(|made| (made.participant_id, made)).collect();
    let weighed = |(participant, record): (Participant, TrainingRecord)| {
        let verdict = rules.get(&participant.cohort_id).map(|rule| weigh(rule, &record, today).outcome);
        let decision = decisions.remove(&participant.id);
        let ground = match (&decision, verdict) {
            (Some(made), Some(verdict)) => facts::ground_of(made, &record, verdict),
            _ => Ground::Firm,
        };
        let decided_by = decision.as_ref().and_then(|made| behind.get(&made.rule_id).cloned());
        Weighed { outcome: verdict.and_then(Outcome::of), participant, record, decision, decided_by, ground }
    };
    let people = records.into_iter().map(weighed).collect();
    Ok(Overview { rules, people })
}
