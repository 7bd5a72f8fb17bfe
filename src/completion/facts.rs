//! The record of every participant of a cohort, as the rule sees it.

use super::entity::{self, Model as CompletionDecision};
use super::model::Outcome;
use super::queries;
use super::rules::{self, Ground};
use crate::assignments;
use crate::attendance::{self, Mark, MarkKind};
use crate::cohorts::{self, CourseDay};
use crate::kernel::{CohortId, CourseDayId, OrganisationId, ParticipantId};
use crate::requirements::{self, CompletionRule, DayFact, Decision, Demand, PlanState, TrainingRecord};
use crate::rollouts;
use crate::seats::{self, Participant};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use std::collections::HashMap;

/// Every participant of a cohort with the record the rule is weighed against.
///
/// Eight statements at most, however many participants there are; one more where minutes have been disposed of, and two where
/// the rule asks for the rollout plan. Answered surveys are not gathered: a rule that asks for one stays unmet.
///
/// # Errors
/// When the database does not answer.
pub async fn records_of(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<(Participant, TrainingRecord)>, DbErr> {
    records_among(db, &[cohort]).await
}

/// As [`records_of`], for several cohorts in as many statements.
///
/// # Errors
/// When the database does not answer.
pub async fn records_among(
    db: &impl ConnectionTrait,
    cohorts: &[CohortId],
) -> Result<Vec<(Participant, TrainingRecord)>, DbErr> {
    let participants = seats::queries::active_among(db, cohorts).await?;
    let days = cohorts::queries::days_among(db, cohorts).await?;
    let marks = attendance::queries::standing_on(db, &days.iter().map(|day| day.id).collect::<Vec<_>>()).await?;
    let kept = kept_minutes(db, &marks).await?;
    let ids: Vec<ParticipantId> = participants.iter().map(|participant| participant.id).collect();
    let rules = queries::rules_among(db, cohorts).await?;
    let decisions = decisions_given(db, &rules, &ids).await?;
    let assignments = assignments::queries::states_among(db, &ids).await?;
    let asks = |one: &&Participant| rules.get(&one.cohort_id).is_some_and(CompletionRule::asks_for_the_plan);
    let planning: Vec<Participant> = participants.iter().filter(asks).cloned().collect();
    let plans = if planning.is_empty() { HashMap::new() } else { plans_of(db, &planning).await? };
    let by_place: HashMap<(ParticipantId, CourseDayId), &Mark> =
        marks.iter().map(|mark| ((mark.participant_id, mark.course_day_id), mark)).collect();
    let record = |participant: &Participant| {
        let fact = |day: &CourseDay| {
            let number = u16::try_from(day.number).unwrap_or(u16::MAX);
            let mark = by_place.get(&(participant.id, day.id)).copied();
            let disposed = mark.is_some_and(has_lost_minutes);
            match kept.get(&participant.id).and_then(|then| then.days.get(&number)).filter(|_| disposed) {
                Some(then) if is_same_kind(mark, then) => (number, then.clone()),
                _ => (number, fact(day, mark)),
            }
        };
        TrainingRecord {
            days: days.iter().filter(|day| day.cohort_id == participant.cohort_id).map(fact).collect(),
            assignments: assignments.get(&participant.id).cloned().unwrap_or_default(),
            rollout_plan: plans.get(&participant.id).copied().unwrap_or_default(),
            decisions: decisions.get(&participant.id).cloned().unwrap_or_default(),
            ..TrainingRecord::default()
        }
    };
    Ok(participants
        .into_iter()
        .map(|participant| {
            let record = record(&participant);
            (participant, record)
        })
        .collect())
}

/// The dispensations of every participant as the rule sees them: a demand for a decision is answered by it, any other is
/// dispensed from.
async fn decisions_given(
    db: &impl ConnectionTrait,
    rules: &HashMap<CohortId, CompletionRule>,
    participants: &[ParticipantId],
) -> Result<HashMap<ParticipantId, Vec<Decision>>, DbErr> {
    let mut decisions: HashMap<ParticipantId, Vec<Decision>> = HashMap::new();
    let cohorts: Vec<CohortId> = rules.keys().copied().collect();
    for one in queries::dispensations_among(db, &cohorts, participants).await? {
        let Some(rule) = rules.get(&one.cohort_id) else { continue };
        decisions.entry(one.participant_id).or_default().push(decision(rule, one.demand, one.reason));
    }
    Ok(decisions)
}

/// How far the rollout plan of each participant's organisation has come.
///
/// What a decision was made on stays so for it: a plan that goes back or comes to rest afterwards is no correction of it
/// (rule C14).
async fn plans_of(
    db: &impl ConnectionTrait,
    participants: &[Participant],
) -> Result<HashMap<ParticipantId, PlanState>, DbErr> {
    let states: HashMap<OrganisationId, PlanState> = rollouts::queries::plans(db)
        .await?
        .into_iter()
        .map(|plan| (plan.organisation_id, in_rules(plan.state)))
        .collect();
    let decided: Vec<ParticipantId> = participants.iter().map(|participant| participant.id).collect();
    let decided = records_decided_on(db, decided).await?;
    let state = |participant: &Participant| {
        let now = states.get(&participant.organisation_id).copied().unwrap_or_default();
        let then = decided.get(&participant.id).map(|record| record.rollout_plan);
        (participant.id, then.map_or(now, |then| then.max(now)))
    };
    Ok(participants.iter().map(state).collect())
}

/// The state of a plan in the words of rules.
fn in_rules(state: rollouts::PlanState) -> PlanState {
    match state {
        rollouts::PlanState::NotStarted => PlanState::NotStarted,
        rollouts::PlanState::Draft => PlanState::Draft,
        rollouts::PlanState::Submitted => PlanState::Submitted,
        rollouts::PlanState::Feedback => PlanState::Feedback,
        rollouts::PlanState::Adopted => PlanState::Adopted,
        rollouts::PlanState::Running => PlanState::Running,
        rollouts::PlanState::FollowedUp => PlanState::FollowedUp,
        rollouts::PlanState::Closed => PlanState::Closed,
        rollouts::PlanState::Resting => PlanState::Resting,
    }
}

/// A dispensation as the rule sees it; a decision somebody else is to make is recorded by a coordinator, too.
fn decision(rule: &CompletionRule, demand: String, reason: String) -> Decision {
    match rule.demand_at(&demand) {
        Some(Demand::DecidedBy { role, .. }) => Decision { role: role.clone(), reason, dispenses: None },
        _ => Decision { role: "coordinator".to_owned(), reason, dispenses: Some(demand) },
    }
}

/// What decisions say of those whose marks have lost their minutes: disposal leaves the day's status only (rule G2), and
/// must change no decision.
async fn kept_minutes(
    db: &impl ConnectionTrait,
    marks: &[Mark],
) -> Result<HashMap<ParticipantId, TrainingRecord>, DbErr> {
    let lost: Vec<ParticipantId> =
        marks.iter().filter(|mark| has_lost_minutes(mark)).map(|mark| mark.participant_id).collect();
    if lost.is_empty() {
        return Ok(HashMap::new());
    }
    records_decided_on(db, lost).await
}

/// The facts of the current decisions about these participants.
async fn records_decided_on(
    db: &impl ConnectionTrait,
    participants: Vec<ParticipantId>,
) -> Result<HashMap<ParticipantId, TrainingRecord>, DbErr> {
    let decisions = entity::Entity::find()
        .filter(entity::Column::ParticipantId.is_in(participants))
        .filter(entity::Column::IsCurrent.eq(true))
        .all(db)
        .await?;
    let read = |made: CompletionDecision| Some((made.participant_id, serde_json::from_str(&made.facts).ok()?));
    Ok(decisions.into_iter().filter_map(read).collect())
}

/// Whether minutes belong to the mark and are no longer there.
fn has_lost_minutes(mark: &Mark) -> bool {
    mark.minutes.is_none() && matches!(mark.kind, MarkKind::Present | MarkKind::Partial)
}

/// Whether the day stood then as it is marked now, but for the minutes.
fn is_same_kind(mark: Option<&Mark>, then: &DayFact) -> bool {
    matches!(
        (mark.map(|mark| mark.kind), &then.mark),
        (Some(MarkKind::Present), Some(requirements::Mark::Present(_)))
            | (Some(MarkKind::Partial), Some(requirements::Mark::Partial(_)))
    )
}

/// Whether the facts `decision` was made on still stand, with the `record` and the verdict of now.
///
/// A decision whose facts cannot be read any more is as shaken as one whose facts have changed.
#[must_use]
pub fn ground_of(decision: &CompletionDecision, record: &TrainingRecord, verdict: requirements::Outcome) -> Ground {
    match serde_json::from_str::<TrainingRecord>(&decision.facts) {
        Ok(then) => rules::ground(&then, decision.verdict, record, verdict),
        Err(_) => Ground::Shaken(Outcome::of(verdict)),
    }
}

/// One day of one participant.
///
/// A cancelled day counts for nobody, whatever was marked. A day made up or credited was decided by a coordinator and
/// needs no attestation.
#[must_use]
pub fn fact(day: &CourseDay, mark: Option<&Mark>) -> DayFact {
    let minutes = u32::try_from(day.minutes).unwrap_or_default();
    let is_by_reference = mark.is_some_and(|mark| mark.kind.is_by_reference());
    DayFact {
        date: day.day,
        minutes,
        attested: day.attested_at.is_some() || day.is_cancelled || is_by_reference,
        mark: if day.is_cancelled {
            Some(requirements::Mark::Cancelled)
        } else {
            mark.and_then(|mark| counted(mark, minutes))
        },
    }
}

fn counted(mark: &Mark, of: u32) -> Option<requirements::Mark> {
    let attended = mark.minutes.and_then(|minutes| u32::try_from(minutes).ok());
    Some(match mark.kind {
        MarkKind::Present => requirements::Mark::Present(attended.unwrap_or(of)),
        MarkKind::Partial => requirements::Mark::Partial(attended.unwrap_or_default()),
        MarkKind::Notified => requirements::Mark::Notified,
        MarkKind::Absent => requirements::Mark::Absent,
        MarkKind::MadeUp => requirements::Mark::MadeUp(mark.reference.clone()),
        MarkKind::Credited => requirements::Mark::Credited(mark.reference.clone()),
        MarkKind::Open => return None,
    })
}
