//! Opening a plan.

use super::Sending;
use crate::access::SubmissionKey;
use crate::access::submissions::{set_receipt, spend};
use crate::journal::{self, Event};
use crate::kernel::{Actor, Failure, Instant, OrganisationId, PlanId};
use crate::locale::stockholm;
use crate::organisations;
use crate::people::Coordinator;
use crate::rollouts::model::{PlanState, Refusal};
use crate::rollouts::proof::Owner;
use crate::rollouts::queries;
use crate::storage::{Db, WriteTx};

/// Opens the plan of the owner's organisation as a draft, or leads to the one that is open already.
pub async fn open_as_owner(
    db: &Db,
    by: &Owner,
    sending: Sending<'_>,
    now: Instant,
) -> Result<PlanId, Failure<Refusal>> {
    let tx = db.begin_write().await?;
    spend(&tx, sending.key, sending.receipt, now).await?;
    let actor = by.actor();
    let plan = open(&tx, &actor, (by.organisation(), PlanState::Draft), now).await?;
    queries::join(&tx, plan, by.person(), stockholm::today(now)).await?;
    tx.commit().await?;
    Ok(plan)
}

/// Opens a plan for an organisation whose people have not begun, or leads to the one that is open already.
pub async fn open_as_coordinator(
    db: &Db,
    by: &Coordinator,
    organisation: OrganisationId,
    (key, receipt): (&SubmissionKey, impl Fn(PlanId) -> String),
    now: Instant,
) -> Result<PlanId, Failure<Refusal>> {
    let tx = db.begin_write().await?;
    spend(&tx, key, "", now).await?;
    organisations::queries::find(&tx, organisation).await?.ok_or(Failure::Missing("organisation"))?;
    let plan = open(&tx, &by.actor(), (organisation, PlanState::NotStarted), now).await?;
    set_receipt(&tx, key, &receipt(plan)).await?;
    tx.commit().await?;
    Ok(plan)
}

async fn open(
    tx: &WriteTx,
    actor: &Actor,
    (organisation, state): (OrganisationId, PlanState),
    now: Instant,
) -> Result<PlanId, Failure<Refusal>> {
    let is_new = queries::insert_plan(tx, organisation, state, now).await?;
    let plan = queries::plan_of(tx, organisation).await?.ok_or(Failure::Missing("rollout plan"))?;
    if is_new {
        queries::write_state(tx, plan.id, state, (stockholm::today(now), now)).await?;
        let event = Event::new("rollout_plan.opened", "rollout_plan", plan.id.0).with("organisation", organisation.0);
        journal::record(tx, actor, event, now).await?;
    }
    Ok(plan.id)
}
