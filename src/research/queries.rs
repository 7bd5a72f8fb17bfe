//! What there is to read; a fixed number of statements for each pilot.

use super::model::{Decision, Happened, PlanFacts, Reached, Report, Since, Training, TrainingOf};
use super::pseudonym;
use crate::access::TokenKey;
use crate::attendance::{self, MarkKind};
use crate::cohorts::{self, Cohort};
use crate::graduates;
use crate::kernel::{AccountId, CohortId, CourseDayId, OrganisationId, ParticipantId};
use crate::organisations::{self, Organisation};
use crate::people::Researcher;
use crate::people::entity::account_organisation;
use crate::rollouts::queries as rollouts;
use crate::seats::ParticipantState;
use crate::seats::entity::participant;
use sea_orm::{ActiveEnum, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use std::collections::{HashMap, HashSet};

/// The pilots this researcher was given, by code; an organisation that is no pilot any longer is none of them.
///
/// # Errors
/// When the database does not answer.
pub async fn pilots_of(db: &impl ConnectionTrait, by: &Researcher) -> Result<Vec<Organisation>, DbErr> {
    let given = account_organisation::Entity::find()
        .filter(account_organisation::Column::AccountId.eq(by.account))
        .all(db)
        .await?;
    let ids: Vec<OrganisationId> = given.into_iter().map(|one| one.organisation_id).collect();
    let mut pilots = organisations::queries::among(db, &ids).await?;
    pilots.retain(|one| one.is_pilot);
    pilots.sort_by(|one, other| one.code.cmp(&other.code));
    Ok(pilots)
}

/// One pilot this researcher was given.
///
/// # Errors
/// When the database does not answer.
pub async fn pilot(db: &impl ConnectionTrait, by: &Researcher, code: &str) -> Result<Option<Organisation>, DbErr> {
    Ok(pilots_of(db, by).await?.into_iter().find(|one| one.code == code))
}

/// All a researcher may read of `pilot`.
///
/// # Errors
/// When the database does not answer.
pub async fn report(
    db: &impl ConnectionTrait,
    keys: &TokenKey,
    reader: AccountId,
    pilot: &Organisation,
) -> Result<Report, DbErr> {
    Ok(Report {
        organisation: pilot.code.clone(),
        name: pilot.name.clone(),
        plan: plan(db, pilot.id).await?,
        people: people(db, (keys, reader), pilot.id).await?,
    })
}

async fn plan(db: &impl ConnectionTrait, pilot: OrganisationId) -> Result<Option<PlanFacts>, DbErr> {
    let Some(plan) = rollouts::plan_of(db, pilot).await? else { return Ok(None) };
    let states = rollouts::states_of(db, plan.id).await?;
    let milestones = rollouts::milestones_of(db, &plan).await?;
    let trainings = rollouts::trainings_of(db, plan.id).await?;
    let activities = rollouts::happenings_of(db, plan.id).await?;
    let decisions = rollouts::decisions_of(db, plan.id).await?;
    Ok(Some(PlanFacts {
        states: states.iter().map(|one| Since { state: one.state.code(), from: one.from_day }).collect(),
        milestones: milestones
            .into_iter()
            .map(|one| Reached { milestone: one.milestone.code(), reached_on: one.on })
            .collect(),
        trainings: trainings
            .iter()
            .map(|one| Training {
                day: one.day,
                minutes: one.minutes,
                politicians: one.politicians,
                officials: one.officials,
                others: one.others,
                is_verified: one.verified_at.is_some(),
            })
            .collect(),
        activities: activities
            .iter()
            .map(|one| Happened {
                kind: one.kind.to_value(),
                day: one.day,
                members: one.members,
                departments: one.departments,
            })
            .collect(),
        decisions: decisions
            .iter()
            .map(|one| Decision {
                body: one.body.code(),
                decided_on: one.decided_on,
                in_force_from: one.in_force_from,
                in_force_to: one.in_force_to,
                is_evidenced: one.evidenced_at.is_some(),
            })
            .collect(),
    }))
}

async fn people(
    db: &impl ConnectionTrait,
    (keys, reader): (&TokenKey, AccountId),
    pilot: OrganisationId,
) -> Result<Vec<TrainingOf>, DbErr> {
    let participants = participant::Entity::find()
        .filter(participant::Column::OrganisationId.eq(pilot))
        .order_by_asc(participant::Column::Id)
        .all(db)
        .await?;
    let ids: Vec<CohortId> = participants.iter().map(|one| one.cohort_id).collect::<HashSet<_>>().into_iter().collect();
    let cohorts: HashMap<CohortId, Cohort> =
        cohorts::queries::among(db, &ids).await?.into_iter().map(|one| (one.id, one)).collect();
    let days = cohorts::queries::days_among(db, &ids).await?;
    let held: Vec<_> = days.iter().filter(|day| !day.is_cancelled).collect();
    let held_ids: Vec<CourseDayId> = held.iter().map(|day| day.id).collect();
    let mut attended: HashMap<ParticipantId, usize> = HashMap::new();
    for mark in attendance::queries::standing_on(db, &held_ids).await? {
        if matches!(mark.kind, MarkKind::Present | MarkKind::Partial | MarkKind::MadeUp | MarkKind::Credited) {
            *attended.entry(mark.participant_id).or_default() += 1;
        }
    }
    let graduates = graduates::queries::of_organisation(db, pilot).await?;
    let mut rows: Vec<TrainingOf> = participants
        .iter()
        .map(|one| TrainingOf {
            person: pseudonym::of(keys, reader, one.person_id),
            cohort: cohorts.get(&one.cohort_id).map(|cohort| cohort.code.clone()).unwrap_or_default(),
            days_attended: Some(attended.get(&one.id).copied().unwrap_or_default()),
            days_held: Some(held.iter().filter(|day| day.cohort_id == one.cohort_id).count()),
            is_active: one.state == ParticipantState::Active,
            completed_on: graduates
                .iter()
                .find(|done| done.person_id == one.person_id && done.cohort_id == Some(one.cohort_id))
                .map(|done| done.completed_on),
        })
        .collect();
    let elsewhere = graduates.iter().filter(|done| done.cohort_id.is_none());
    rows.extend(elsewhere.map(|done| TrainingOf {
        person: pseudonym::of(keys, reader, done.person_id),
        cohort: done.course.clone(),
        days_attended: None,
        days_held: None,
        is_active: true,
        completed_on: Some(done.completed_on),
    }));
    // By pseudonym: the order of the rows tells neither names nor who applied first.
    rows.sort_by(|one, other| (&one.cohort, &one.person).cmp(&(&other.cohort, &other.person)));
    Ok(rows)
}
