//! Writing the plan itself: its words, its state, and the milestones ticked by hand.

use super::held;
use crate::journal::{self, Event};
use crate::kernel::{Day, Failure, Instant, PlanId};
use crate::locale::stockholm;
use crate::rollouts::entity::rollout_plan::Column;
use crate::rollouts::model::{Milestone, PlanState, Refusal, Situation};
use crate::rollouts::proof::Hand;
use crate::rollouts::{RolloutPlan, queries, rules};
use crate::storage::{Db, WriteTx};
use sea_orm::DbErr;
use sea_orm::sea_query::Expr;

/// Saves where things stand and what is to be reached; M2 is reached the first time anything is written.
///
/// The first words make a plan that was not started a draft.
///
/// # Errors
/// `Stale` when somebody saved after the form was opened with `version`.
pub async fn write_situation(
    db: &Db,
    by: &Hand,
    (plan, version): (PlanId, i64),
    words: &Situation,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let plan = held(&tx, by, plan).await?;
    let begins = plan.state == PlanState::NotStarted;
    let state = if begins { PlanState::Draft } else { plan.state };
    let update = queries::bump(plan.id, version)
        .col_expr(Column::Situation, Expr::value(words.situation.as_str()))
        .col_expr(Column::Aims, Expr::value(words.aims.as_str()))
        .col_expr(Column::State, Expr::value(state));
    if update.exec(&tx).await?.rows_affected == 0 {
        return Err(Failure::Stale);
    }
    let today = stockholm::today(now);
    if begins {
        queries::write_state(&tx, plan.id, state, (today, now)).await?;
    }
    match (plan.situation.is_empty(), words.situation.is_empty()) {
        (true, false) => note_described(&tx, &plan, today).await?,
        (false, true) => queries::write_milestone(&tx, plan.id, Milestone::SituationDescribed, None).await?,
        _ => {}
    }
    let event = Event::new("rollout_plan.written", "rollout_plan", plan.id.0)
        .changed_personal("situation", plan.situation.as_str(), words.situation.as_str())
        .changed_personal("aims", plan.aims.as_str(), words.aims.as_str());
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

/// M2 on `today`, unless an earlier day is known already.
async fn note_described(tx: &WriteTx, plan: &RolloutPlan, today: Day) -> Result<(), DbErr> {
    let reached = queries::milestones_of(tx, plan).await?;
    if reached.iter().any(|one| one.milestone == Milestone::SituationDescribed) {
        return Ok(());
    }
    queries::write_milestone(tx, plan.id, Milestone::SituationDescribed, Some((today, ""))).await
}

/// Moves the plan to another state from today on; adopting it reaches M3.
///
/// # Errors
/// `Stale` when somebody saved after the form was opened with `version`.
pub async fn change_state(
    db: &Db,
    by: &Hand,
    (plan, version): (PlanId, i64),
    to: PlanState,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let plan = held(&tx, by, plan).await?;
    if plan.version != version {
        return Err(Failure::Stale);
    }
    rules::may_move(plan.state, to, by.side()).map_err(Failure::Refused)?;
    let reached = queries::milestones_of(&tx, &plan).await?;
    let has = |milestone| reached.iter().any(|one| one.milestone == milestone);
    if to == PlanState::Submitted && !has(Milestone::SituationDescribed) {
        return Err(Failure::Refused(Refusal::NothingWritten));
    }
    queries::bump(plan.id, version).col_expr(Column::State, Expr::value(to)).exec(&tx).await?;
    let today = stockholm::today(now);
    queries::write_state(&tx, plan.id, to, (today, now)).await?;
    if to == PlanState::Adopted && !has(Milestone::PlanAdopted) {
        queries::write_milestone(&tx, plan.id, Milestone::PlanAdopted, Some((today, ""))).await?;
    }
    let event = Event::new("rollout_plan.moved", "rollout_plan", plan.id.0)
        .with("from", plan.state.code())
        .with("to", to.code());
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Ticks a milestone that nothing told in the box says, on `day`, with what shows it.
///
/// Ticking it again corrects the day and the evidence.
pub async fn reach(
    db: &Db,
    by: &Hand,
    (plan, milestone): (PlanId, Milestone),
    (day, evidence): (Day, &str),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let plan = held(&tx, by, plan).await?;
    if !milestone.is_by_hand() {
        return Err(Failure::Refused(Refusal::FollowsFromNews));
    }
    if day > stockholm::today(now) {
        return Err(Failure::Refused(Refusal::InTheFuture));
    }
    queries::write_milestone(&tx, plan.id, milestone, Some((day, evidence))).await?;
    let event = Event::new("rollout.milestone_reached", "rollout_plan", plan.id.0).with("milestone", milestone.code());
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}
