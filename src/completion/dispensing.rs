//! Dispensing one participant from one demand, and taking that back.

use super::dispensation::{self, ActiveModel};
use super::model::{Outcome, Refusal};
use super::queries;
use crate::access::{SubmissionKey, submissions};
use crate::cohorts;
use crate::journal::{self, Event};
use crate::kernel::{CohortId, DispensationId, Failure, Instant, ParticipantId};
use crate::people::Coordinator;
use crate::seats::{self, Participant};
use crate::storage::{Db, WriteTx, is_taken};
use sea_orm::{ActiveValue::Set, EntityTrait};

/// A dispensation to be given.
#[derive(Debug, Clone)]
pub struct NewDispensation {
    /// The place of the demand in the cohort's rule; for a demand of a decision this is that decision.
    pub demand: String,
    /// Why.
    pub reason: String,
    /// The form's key.
    pub key: SubmissionKey,
    /// Where a repeated sender is led.
    pub receipt: String,
}

/// Dispenses a participant from a demand of the cohort's rule.
///
/// # Errors
/// Missing when the participant is not in the cohort; refused where the rule has no such demand or it is the whole of a rule
/// with parts, where it is given already, or where it is decided that the rule is met.
pub async fn give(
    db: &Db,
    by: &Coordinator,
    (cohort, participant): (CohortId, ParticipantId),
    new: &NewDispensation,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    submissions::spend(&tx, &new.key, &new.receipt, now).await?;
    let participant = standing(&tx, cohort, participant).await?;
    let cohort = cohorts::queries::find(&tx, cohort).await?.ok_or(Failure::Missing("cohort"))?;
    let (_, rule) = queries::rule_of(&tx, &cohort).await?.ok_or(Failure::Refused(Refusal::NoRule))?;
    let is_everything = new.demand == rule.demand().word() && !rule.demand().parts().is_empty();
    if is_everything || rule.demand_at(&new.demand).is_none() {
        return Err(Failure::Refused(Refusal::NoSuchDemand));
    }
    let decided = queries::decision_of(&tx, participant.id).await?;
    if decided.is_some_and(|decision| decision.verdict == Outcome::Met) {
        return Err(Failure::Refused(Refusal::Decided));
    }
    let row = ActiveModel {
        participant_id: Set(participant.id),
        cohort_id: Set(cohort.id),
        demand: Set(new.demand.clone()),
        reason: Set(new.reason.clone()),
        given_at: Set(now),
        given_by: Set(by.account),
        withdrawn_at: Set(None),
        withdrawn_by: Set(None),
        ..ActiveModel::default()
    };
    dispensation::Entity::insert(row).exec_without_returning(&tx).await.map_err(|error| {
        if is_taken(&error) { Failure::Refused(Refusal::AlreadyDispensed) } else { Failure::Storage(error) }
    })?;
    let event = Event::new("completion.dispensed", "participant", participant.id.0)
        .with("demand", new.demand.as_str())
        .with_personal("reason", new.reason.as_str());
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

/// A dispensation to be taken back.
#[derive(Debug, Clone, Copy)]
pub struct Withdrawal<'a> {
    /// Which.
    pub dispensation: DispensationId,
    /// Why; told in the journal.
    pub reason: &'a str,
}

/// Takes a dispensation back, with a reason.
///
/// A decision that was made on it stands: where the verdict is another one now the decision is shaken, and somebody has to
/// review it. Nothing is taken from anybody in passing.
///
/// # Errors
/// Missing when there is none of this participant in the cohort, stale when it is taken back already.
pub async fn withdraw(
    db: &Db,
    by: &Coordinator,
    (cohort, participant): (CohortId, ParticipantId),
    Withdrawal { dispensation: id, reason }: Withdrawal<'_>,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let participant = standing(&tx, cohort, participant).await?;
    let given = dispensation::Entity::find_by_id(id).one(&tx).await?;
    let is_meant = |one: &dispensation::Model| one.participant_id == participant.id && one.cohort_id == cohort;
    let given = given.filter(is_meant).ok_or(Failure::Missing("dispensation"))?;
    if given.withdrawn_at.is_some() {
        return Err(Failure::Stale);
    }
    // A decision of this very moment was made on it, so it is taken back after that: the order is what a later check goes by.
    let decided = queries::decision_of(&tx, participant.id).await?;
    let after = decided.map(|decision| Instant::from_millis(decision.decided_at.millis() + 1));
    let at = after.map_or(now, |after| if now.millis() < after.millis() { after } else { now });
    queries::set_withdrawn(&tx, id, by.account, at).await?;
    let event = Event::new("completion.dispensation_withdrawn", "participant", participant.id.0)
        .with("demand", given.demand.as_str())
        .with_personal("reason", reason);
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

/// The participant, with the cohort held, so that deciding and dispensing cannot cross.
async fn standing(tx: &WriteTx, cohort: CohortId, id: ParticipantId) -> Result<Participant, Failure<Refusal>> {
    cohorts::queries::lock(tx, cohort).await?.ok_or(Failure::Missing("cohort"))?;
    let among = seats::queries::active_among(tx, &[cohort]).await?;
    among.into_iter().find(|one| one.id == id).ok_or(Failure::Missing("participant"))
}
