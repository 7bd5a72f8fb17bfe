//! What the coach does: confirms what was told, comments; and who the coach is.

use super::{Sending, held};
use crate::access::submissions::spend;
use crate::journal::{self, Event};
use crate::kernel::{AccountId, CouncilDecisionId, Failure, Instant, LocalTrainingId, PlanId};
use crate::people::{self, Coordinator, Trainer};
use crate::rollouts::entity::{coach_comment, council_decision, local_training, rollout_plan};
use crate::rollouts::model::{Refusal, Told};
use crate::rollouts::proof::Hand;
use crate::rollouts::queries;
use crate::storage::Db;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// Verifies a local training, so that its heads count; verifying it again changes nothing.
pub async fn verify_training(
    db: &Db,
    by: &Trainer,
    (plan, training): (PlanId, LocalTrainingId),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let plan = held(&tx, &Hand::Coach(by.clone()), plan).await?;
    let row = queries::find_training(&tx, plan.id, training).await?.ok_or(Failure::Missing("local training"))?;
    if row.removed_at.is_some() {
        return Err(Failure::Missing("local training"));
    }
    if row.verified_at.is_some() {
        return Ok(());
    }
    local_training::Entity::update_many()
        .col_expr(local_training::Column::VerifiedBy, Expr::value(by.account))
        .col_expr(local_training::Column::VerifiedAt, Expr::value(now))
        .filter(local_training::Column::Id.eq(training))
        .exec(&tx)
        .await?;
    let event = Event::new("rollout.verified", "rollout_plan", plan.id.0).with("what", Told::Training(training).code());
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Notes that a decision's record has been seen, so that it counts as evidenced; doing so again changes nothing.
pub async fn evidence_decision(
    db: &Db,
    by: &Trainer,
    (plan, decision): (PlanId, CouncilDecisionId),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let plan = held(&tx, &Hand::Coach(by.clone()), plan).await?;
    let row = queries::find_decision(&tx, plan.id, decision).await?.ok_or(Failure::Missing("council decision"))?;
    if row.removed_at.is_some() {
        return Err(Failure::Missing("council decision"));
    }
    if row.evidenced_at.is_some() {
        return Ok(());
    }
    council_decision::Entity::update_many()
        .col_expr(council_decision::Column::EvidencedBy, Expr::value(by.account))
        .col_expr(council_decision::Column::EvidencedAt, Expr::value(now))
        .filter(council_decision::Column::Id.eq(decision))
        .exec(&tx)
        .await?;
    let event =
        Event::new("rollout.evidenced", "rollout_plan", plan.id.0).with("what", Told::Decision(decision).code());
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Adds the coach's words to the plan; those at home read the last ones beside their next step.
pub async fn comment(
    db: &Db,
    by: &Trainer,
    (plan, words): (PlanId, &str),
    sending: Sending<'_>,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    spend(&tx, sending.key, sending.receipt, now).await?;
    let plan = held(&tx, &Hand::Coach(by.clone()), plan).await?;
    let row = coach_comment::ActiveModel {
        plan_id: Set(plan.id),
        account_id: Set(by.account),
        words: Set(words.to_owned()),
        at: Set(now),
        ..coach_comment::ActiveModel::default()
    };
    coach_comment::Entity::insert(row).exec_without_returning(&tx).await?;
    journal::record(&tx, &by.actor(), Event::new("rollout.commented", "rollout_plan", plan.id.0), now).await?;
    tx.commit().await?;
    Ok(())
}

/// Names the plan's coach, or nobody.
///
/// # Errors
/// `Stale` when somebody saved after the form was opened with `version`.
pub async fn set_coach(
    db: &Db,
    by: &Coordinator,
    (plan, version): (PlanId, i64),
    coach: Option<AccountId>,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let plan = queries::lock(&tx, plan).await?.ok_or(Failure::Missing("rollout plan"))?;
    if let Some(coach) = coach {
        let trainers = people::queries::trainers(&tx).await?;
        if !trainers.iter().any(|(account, _)| *account == coach) {
            return Err(Failure::Refused(Refusal::NoSuchCoach));
        }
    }
    let update = queries::bump(plan.id, version).col_expr(rollout_plan::Column::CoachId, Expr::value(coach));
    if update.exec(&tx).await?.rows_affected == 0 {
        return Err(Failure::Stale);
    }
    let event =
        Event::new("rollout_plan.coach_set", "rollout_plan", plan.id.0).with("coach", coach.map(|account| account.0));
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}
