//! What people do with a plan. Every action holds the plan, judges who acts on it there, and writes the journal.

mod coach;
mod open;
mod plan;
mod tell;

pub use coach::{comment, evidence_decision, set_coach, verify_training};
pub use open::{open_as_coordinator, open_as_owner};
pub use plan::{change_state, reach, write_situation};
pub use tell::{remove, tell};

use super::RolloutPlan;
use super::model::Refusal;
use super::proof::Hand;
use super::queries;
use crate::access::SubmissionKey;
use crate::kernel::{Failure, PlanId};
use crate::storage::WriteTx;

/// A creating form on its way in: its one-time key, and where a repeated sender is led.
#[derive(Debug, Clone, Copy)]
pub struct Sending<'a> {
    /// The key the form carries.
    pub key: &'a SubmissionKey,
    /// The address of the receipt.
    pub receipt: &'a str,
}

/// Holds the plan until the commit; a plan that is not theirs looks like none.
async fn held(tx: &WriteTx, by: &Hand, plan: PlanId) -> Result<RolloutPlan, Failure<Refusal>> {
    let plan = queries::lock(tx, plan).await?.ok_or(Failure::Missing("rollout plan"))?;
    if by.reaches(&plan) { Ok(plan) } else { Err(Failure::Missing("rollout plan")) }
}
