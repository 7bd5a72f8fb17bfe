//! Decisions, and the rule they are made by.

use super::dispensation;
use super::entity::{self, Model};
use crate::cohorts::{self, Cohort};
use crate::graduates::entity::graduate;
use crate::kernel::{AccountId, CohortId, DispensationId, Instant, ParticipantId, PersonId, RuleId};
use crate::programmes;
use crate::requirements::{CompletionRule, entity as completion_rule};
use crate::seats;
use crate::storage::WriteTx;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use std::collections::HashMap;

/// The current decisions about the participants of a cohort.
///
/// # Errors
/// When the database does not answer.
pub async fn decisions_of(db: &impl ConnectionTrait, cohort: CohortId) -> Result<Vec<Model>, DbErr> {
    let participants = seats::queries::active_among(db, &[cohort]).await?;
    entity::Entity::find()
        .filter(entity::Column::ParticipantId.is_in(participants.into_iter().map(|participant| participant.id)))
        .filter(entity::Column::IsCurrent.eq(true))
        .order_by_asc(entity::Column::Id)
        .all(db)
        .await
}

/// The current decision about one participant.
///
/// # Errors
/// When the database does not answer.
pub async fn decision_of(db: &impl ConnectionTrait, participant: ParticipantId) -> Result<Option<Model>, DbErr> {
    entity::Entity::find()
        .filter(entity::Column::ParticipantId.eq(participant))
        .filter(entity::Column::IsCurrent.eq(true))
        .one(db)
        .await
}

/// The rule a cohort is weighed by, with the row it stands in: its own once pinned, until then the programme's.
///
/// `None` when there is none, or when it cannot be read.
///
/// # Errors
/// When the database does not answer.
pub async fn rule_of(
    db: &impl ConnectionTrait,
    cohort: &Cohort,
) -> Result<Option<(completion_rule::Model, CompletionRule)>, DbErr> {
    let id = if cohort.rule_id.is_some() {
        cohort.rule_id
    } else {
        let version = programmes::queries::find_version(db, cohort.programme_version_id).await?;
        version.map(|version| version.rule_id)
    };
    let Some(id) = id else { return Ok(None) };
    let row = completion_rule::Entity::find_by_id(id).one(db).await?;
    Ok(row.and_then(|row| CompletionRule::parse(&row.rule).ok().map(|rule| (row, rule))))
}

/// The rules that decisions were made by; one that cannot be read is left out.
///
/// # Errors
/// When the database does not answer.
pub async fn rules_behind(
    db: &impl ConnectionTrait,
    decisions: &[Model],
) -> Result<HashMap<RuleId, CompletionRule>, DbErr> {
    read_rules(db, decisions.iter().map(|made| made.rule_id)).await
}

async fn read_rules(
    db: &impl ConnectionTrait,
    ids: impl Iterator<Item = RuleId>,
) -> Result<HashMap<RuleId, CompletionRule>, DbErr> {
    let rows = completion_rule::Entity::find().filter(completion_rule::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.id, CompletionRule::parse(&row.rule).ok()?))).collect())
}

/// The rules several cohorts are weighed by, as [`rule_of`] has it for one.
///
/// # Errors
/// When the database does not answer.
pub async fn rules_among(
    db: &impl ConnectionTrait,
    ids: &[CohortId],
) -> Result<HashMap<CohortId, CompletionRule>, DbErr> {
    let cohorts = cohorts::queries::among(db, ids).await?;
    let planned: Vec<_> =
        cohorts.iter().filter(|one| one.rule_id.is_none()).map(|one| one.programme_version_id).collect();
    let versions = programmes::queries::versions_among(db, &planned).await?;
    let rule_id = |cohort: &Cohort| {
        let version = || versions.iter().find(|version| version.id == cohort.programme_version_id);
        cohort.rule_id.or_else(|| version().map(|version| version.rule_id))
    };
    let rules = read_rules(db, cohorts.iter().filter_map(rule_id)).await?;
    Ok(cohorts.iter().filter_map(|one| Some((one.id, rules.get(&rule_id(one)?)?.clone()))).collect())
}

/// The graduation of a person in a cohort, whether it counts or not.
///
/// # Errors
/// When the database does not answer.
pub async fn graduation_of(
    db: &impl ConnectionTrait,
    person: PersonId,
    cohort: CohortId,
) -> Result<Option<graduate::Model>, DbErr> {
    graduate::Entity::find()
        .filter(graduate::Column::PersonId.eq(person))
        .filter(graduate::Column::CohortId.eq(cohort))
        .one(db)
        .await
}

/// Makes a decision one that once stood. Says whether it was still the current one.
///
/// # Errors
/// When the database refuses.
pub(super) async fn retire(tx: &WriteTx, decision: &Model) -> Result<bool, DbErr> {
    let retired = entity::Entity::update_many()
        .col_expr(entity::Column::IsCurrent, Expr::value(false))
        .filter(entity::Column::Id.eq(decision.id))
        .filter(entity::Column::IsCurrent.eq(true))
        .exec(tx)
        .await?;
    Ok(retired.rows_affected == 1)
}

/// The dispensations in force of these participants in a cohort, in the order they were given.
///
/// # Errors
/// When the database does not answer.
pub async fn dispensations_of(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    participants: &[ParticipantId],
) -> Result<Vec<dispensation::Model>, DbErr> {
    dispensations_among(db, &[cohort], participants).await
}

/// The dispensations in force of these participants in these cohorts, in the order they were given.
///
/// Those given in another cohort, from which a participant has moved on, are of that one's rule and do not count here.
///
/// # Errors
/// When the database does not answer.
pub async fn dispensations_among(
    db: &impl ConnectionTrait,
    cohorts: &[CohortId],
    participants: &[ParticipantId],
) -> Result<Vec<dispensation::Model>, DbErr> {
    dispensation::Entity::find()
        .filter(dispensation::Column::CohortId.is_in(cohorts.iter().copied()))
        .filter(dispensation::Column::ParticipantId.is_in(participants.iter().copied()))
        .filter(dispensation::Column::WithdrawnAt.is_null())
        .order_by_asc(dispensation::Column::Id)
        .all(db)
        .await
}

/// Notes that a dispensation is taken back.
///
/// # Errors
/// When the database refuses.
pub(super) async fn set_withdrawn(tx: &WriteTx, id: DispensationId, by: AccountId, now: Instant) -> Result<(), DbErr> {
    dispensation::Entity::update_many()
        .col_expr(dispensation::Column::WithdrawnAt, Expr::value(now))
        .col_expr(dispensation::Column::WithdrawnBy, Expr::value(by))
        .filter(dispensation::Column::Id.eq(id))
        .exec(tx)
        .await
        .map(|_| ())
}
