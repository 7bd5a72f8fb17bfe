//! The writes that several actions share.

use super::plan::{decisions_of, happenings_of, trainings_of};
use crate::kernel::{Day, Instant, OrganisationId, PersonId, PlanId};
use crate::locale::text;
use crate::organisations::OrganisationKind;
use crate::rollouts::entity::{
    council_decision, happening, local_training, milestone, rollout_member, rollout_plan, rollout_state,
};
use crate::rollouts::model::{Heads, Milestone, PlanState};
use crate::rollouts::rules;
use crate::storage::WriteTx;
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter};

/// How much of what was told is repeated beside a milestone, in characters.
const LONGEST_EVIDENCE: usize = 160;

/// Opens a plan unless the organisation has one; says whether it did.
///
/// The unique index decides between two who open at once: the second waits for the first and opens nothing.
pub async fn insert_plan(
    tx: &WriteTx,
    organisation: OrganisationId,
    state: PlanState,
    now: Instant,
) -> Result<bool, DbErr> {
    let row = rollout_plan::ActiveModel {
        organisation_id: Set(organisation),
        state: Set(state),
        coach_id: Set(None),
        situation: Set(String::new()),
        aims: Set(String::new()),
        created_at: Set(now),
        version: Set(1),
        ..rollout_plan::ActiveModel::default()
    };
    let unless_open = OnConflict::column(rollout_plan::Column::OrganisationId).do_nothing().to_owned();
    inserted(rollout_plan::Entity::insert(row).on_conflict(unless_open).exec_without_returning(tx).await)
}

/// Makes `person` one of those who carry the plan, from `day` on; who already does stays as noted.
pub async fn join(tx: &WriteTx, plan: PlanId, person: PersonId, day: Day) -> Result<bool, DbErr> {
    let row = rollout_member::ActiveModel {
        plan_id: Set(plan),
        person_id: Set(person),
        from_day: Set(day),
        to_day: Set(None),
    };
    let unless_in =
        OnConflict::columns([rollout_member::Column::PlanId, rollout_member::Column::PersonId]).do_nothing().to_owned();
    inserted(rollout_member::Entity::insert(row).on_conflict(unless_in).exec_without_returning(tx).await)
}

fn inserted(outcome: Result<u64, DbErr>) -> Result<bool, DbErr> {
    match outcome {
        Ok(rows) => Ok(rows == 1),
        Err(DbErr::RecordNotInserted) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Notes that the plan is in `state` from `day` on; the plan's own column is written by the caller.
pub async fn write_state(
    tx: &WriteTx,
    plan: PlanId,
    state: PlanState,
    (day, now): (Day, Instant),
) -> Result<(), DbErr> {
    let row = rollout_state::ActiveModel {
        plan_id: Set(plan),
        state: Set(state),
        from_day: Set(day),
        recorded_at: Set(now),
        ..rollout_state::ActiveModel::default()
    };
    rollout_state::Entity::insert(row).exec_without_returning(tx).await.map(|_| ())
}

/// The update of a plan that still has `version`, which it raises by one; add columns, then `exec` and look at the count.
pub fn bump(plan: PlanId, version: i64) -> sea_orm::UpdateMany<rollout_plan::Entity> {
    rollout_plan::Entity::update_many()
        .col_expr(rollout_plan::Column::Version, Expr::col(rollout_plan::Column::Version).add(1))
        .filter(rollout_plan::Column::Id.eq(plan))
        .filter(rollout_plan::Column::Version.eq(version))
}

/// Writes when a milestone was reached and what shows it; `None` takes it back. A planned day is left alone.
pub async fn write_milestone(
    tx: &WriteTx,
    plan: PlanId,
    milestone: Milestone,
    reached: Option<(Day, &str)>,
) -> Result<(), DbErr> {
    let row = milestone::ActiveModel {
        plan_id: Set(plan),
        milestone: Set(milestone.code().to_owned()),
        planned_on: Set(None),
        reached_on: Set(reached.map(|(day, _)| day)),
        evidence: Set(reached.map(|(_, evidence)| evidence.to_owned()).unwrap_or_default()),
    };
    let overwrite = OnConflict::columns([milestone::Column::PlanId, milestone::Column::Milestone])
        .update_columns([milestone::Column::ReachedOn, milestone::Column::Evidence])
        .to_owned();
    milestone::Entity::insert(row).on_conflict(overwrite).exec_without_returning(tx).await.map(|_| ())
}

/// Writes those of `milestones` that follow from what is told as it now stands: the first day of each, or not reached.
pub async fn settle(tx: &WriteTx, plan: PlanId, kind: OrganisationKind, milestones: &[Milestone]) -> Result<(), DbErr> {
    if milestones.is_empty() {
        return Ok(());
    }
    let told = told(tx, plan, kind).await?;
    for milestone in milestones {
        let first = told.iter().filter(|(ticks, ..)| ticks.contains(milestone)).min_by_key(|(_, day, _)| *day);
        write_milestone(tx, plan, *milestone, first.map(|(_, day, evidence)| (*day, evidence.as_str()))).await?;
    }
    Ok(())
}

/// Everything told about a plan: what it ticks, its day, and the words that show it.
async fn told(tx: &WriteTx, plan: PlanId, kind: OrganisationKind) -> Result<Vec<(Vec<Milestone>, Day, String)>, DbErr> {
    let mut told = Vec::new();
    for row in trainings_of(tx, plan).await? {
        let heads = Heads { politicians: row.politicians, officials: row.officials, others: row.others };
        told.push((rules::training_ticks(heads), row.day, row.title));
    }
    for row in happenings_of(tx, plan).await? {
        let evidence = text::truncate(&row.words, LONGEST_EVIDENCE);
        told.push((rules::happening_ticks(row.kind, row.departments), row.day, evidence));
    }
    for row in decisions_of(tx, plan).await? {
        told.push((rules::decision_ticks(row.body, kind), row.decided_on, reference(&row)));
    }
    Ok(told)
}

/// A decision in one line: its title, paragraph and registry number, as far as they are known.
fn reference(row: &council_decision::Model) -> String {
    let parts = [row.title.clone(), rules::paragraph(&row.paragraph), row.registry_number.clone()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Forgets who told what, where the teller is called `name`; what was told stays.
///
/// # Errors
/// When the database refuses.
pub async fn forget_teller(tx: &WriteTx, name: &str) -> Result<(), DbErr> {
    let nobody = || Expr::value("");
    council_decision::Entity::update_many()
        .col_expr(council_decision::Column::ToldBy, nobody())
        .filter(council_decision::Column::ToldBy.eq(name))
        .exec(tx)
        .await?;
    local_training::Entity::update_many()
        .col_expr(local_training::Column::ToldBy, nobody())
        .filter(local_training::Column::ToldBy.eq(name))
        .exec(tx)
        .await?;
    happening::Entity::update_many()
        .col_expr(happening::Column::ToldBy, nobody())
        .filter(happening::Column::ToldBy.eq(name))
        .exec(tx)
        .await
        .map(|_| ())
}
