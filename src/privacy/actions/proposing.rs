//! Disposing after a dry run: proposed by one, carried out at once or by another.

use super::disposing::dispose;
use crate::access::{SubmissionKey, submissions};
use crate::journal::{self, Event};
use crate::kernel::{DisposalId, Failure, Instant};
use crate::people::{self, Administrator};
use crate::privacy::due;
use crate::privacy::entity::disposal;
use crate::privacy::model::{Action, Refusal};
use crate::privacy::queries;
use crate::privacy::rules::{self, Rule, What};
use crate::storage::{Db, WriteTx};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};

/// What the dry run showed and the button sends back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposal {
    /// What is disposed of.
    pub what: What,
    /// The moment before which the triggers lie.
    pub until: Instant,
    /// How many records were shown.
    pub counted: u64,
}

/// What came of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It waits for a second administrator.
    Proposed(DisposalId),
    /// It is done.
    Done(DisposalId),
}

/// Proposes a disposal; where the rule asks for nobody else it is carried out in the same transaction.
///
/// # Errors
/// Refused when it is preserved, nothing is due, or what is due is not what was shown; repeated with its receipt.
pub async fn propose(
    db: &Db,
    by: &Administrator,
    (proposal, key): (Proposal, &SubmissionKey),
    now: Instant,
) -> Result<Outcome, Failure<Refusal>> {
    let tx = db.begin_write().await?;
    submissions::spend(&tx, key, "/retention", now).await?;
    let rule = queries::rule(&tx, proposal.what).await?;
    let done = if rule.needs_second { "proposed" } else { "disposed" };
    submissions::set_receipt(&tx, key, &format!("/retention?done={done}")).await?;
    still_due(&tx, &rule, proposal, now).await?;
    let row = disposal::ActiveModel {
        what: Set(proposal.what.key().to_owned()),
        until: Set(proposal.until),
        counted: Set(i64::try_from(proposal.counted).unwrap_or(i64::MAX)),
        proposed_by: Set(by.account),
        proposed_at: Set(now),
        ..Default::default()
    };
    let id = disposal::Entity::insert(row).exec(&tx).await?.last_insert_id;
    let event = Event::new("retention.proposed", "disposal", id.0)
        .with("what", proposal.what.key())
        .with("until", proposal.until.millis())
        .with("count", proposal.counted);
    journal::record(&tx, &by.actor(), event, now).await?;
    if rule.needs_second {
        tx.commit().await?;
        return Ok(Outcome::Proposed(id));
    }
    let row = queries::lock_disposal(&tx, id).await?.ok_or(Failure::Missing("disposal"))?;
    finish(&tx, by, (row, proposal), now).await?;
    tx.commit().await?;
    Ok(Outcome::Done(id))
}

/// Carries a proposed disposal out. Whoever proposed it cannot, by whichever account, nor by one it was merged into.
///
/// # Errors
/// Refused for the proposer, when it is no longer open, or when what is due is not what was proposed.
pub async fn carry_out(db: &Db, by: &Administrator, id: DisposalId, now: Instant) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let row = open(&tx, id).await?;
    let own = people::queries::accounts_of_same(&tx, by.account).await?;
    let what = What::parse(&row.what).ok_or(Failure::Missing("disposal"))?;
    let rule = queries::rule(&tx, what).await?;
    if own.contains(&row.proposed_by) {
        return Err(Failure::Refused(Refusal::SecondPerson));
    }
    let counted = u64::try_from(row.counted).unwrap_or_default();
    let proposal = Proposal { what, until: row.until, counted };
    still_due(&tx, &rule, proposal, now).await?;
    finish(&tx, by, (row, proposal), now).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a proposal back.
///
/// # Errors
/// Refused when it is no longer open.
pub async fn withdraw(db: &Db, by: &Administrator, id: DisposalId, now: Instant) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let mut row = open(&tx, id).await?.into_active_model();
    row.withdrawn_at = Set(Some(now));
    row.update(&tx).await?;
    journal::record(&tx, &by.actor(), Event::new("retention.withdrawn", "disposal", id.0), now).await?;
    tx.commit().await?;
    Ok(())
}

async fn open(tx: &WriteTx, id: DisposalId) -> Result<disposal::Model, Failure<Refusal>> {
    let row = queries::lock_disposal(tx, id).await?.ok_or(Failure::Missing("disposal"))?;
    let is_open = row.carried_out_at.is_none() && row.withdrawn_at.is_none();
    if is_open { Ok(row) } else { Err(Failure::Refused(Refusal::NotOpen)) }
}

/// What was shown is what is due, and it is due by the rule of now.
async fn still_due(tx: &WriteTx, rule: &Rule, shown: Proposal, now: Instant) -> Result<(), Failure<Refusal>> {
    if rule.is_fixed() {
        return Err(Failure::Refused(Refusal::Fixed));
    }
    if rule.action == Action::Preserve {
        return Err(Failure::Refused(Refusal::Preserved));
    }
    if shown.until > rules::until(rule.days, now) {
        return Err(Failure::Refused(Refusal::Changed));
    }
    let due = due::count(tx, shown.what, shown.until).await?.records;
    match due {
        0 => Err(Failure::Refused(Refusal::NothingDue)),
        due if due != shown.counted => Err(Failure::Refused(Refusal::Changed)),
        _ => Ok(()),
    }
}

async fn finish(
    tx: &WriteTx,
    by: &Administrator,
    (row, proposal): (disposal::Model, Proposal),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let (what, until) = (proposal.what, proposal.until);
    // One more than was shown, so that the last batch of the journal knows that it is the last.
    let most = proposal.counted.saturating_add(1);
    let disposed = dispose(tx, (&by.actor(), now), (what, until), most).await?;
    if disposed != proposal.counted {
        return Err(Failure::Refused(Refusal::Changed));
    }
    let id = row.id;
    let mut row = row.into_active_model();
    row.carried_out_by = Set(Some(by.account));
    row.carried_out_at = Set(Some(now));
    row.disposed = Set(Some(i64::try_from(disposed).unwrap_or(i64::MAX)));
    row.update(tx).await?;
    let event = Event::new("retention.disposed", "disposal", id.0)
        .with("what", what.key())
        .with("until", until.millis())
        .with("count", disposed);
    journal::record(tx, &by.actor(), event, now).await?;
    Ok(())
}
