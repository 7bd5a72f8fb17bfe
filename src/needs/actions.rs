//! Giving needs, opening them, erasing them.

use super::model::{Needs, Refusal};
use super::{queries, rules};
use crate::access::{Unopened, Vault};
use crate::journal::{self, Event};
use crate::kernel::{Actor, ApplicationId, Failure, Instant};
use crate::people::Coordinator;
use crate::seats::{self, ParticipantState};
use crate::storage::{Db, WriteTx, is_taken};
use sea_orm::DbErr;

impl From<Unopened> for Failure<Refusal> {
    fn from(unopened: Unopened) -> Self {
        Self::Storage(DbErr::Custom(unopened.to_string()))
    }
}

/// Keeps what the participant behind `of` needs, in place of what was given before; nothing at all erases the row.
///
/// The journal says that something was given, never what.
///
/// # Errors
/// Missing when nobody takes part by this application; refused once the first day has begun; stale when it was changed
/// since version `seen` (0 where there was none).
pub async fn give(
    (db, vault): (&Db, &Vault),
    by: &Actor,
    of: ApplicationId,
    (needs, seen): (&Needs, i64),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let participant = seats::queries::participant_of(&tx, of).await?;
    let participant = participant.filter(|one| one.state == ParticipantState::Active);
    let participant = participant.ok_or(Failure::Missing("participant"))?;
    let span = queries::span_of(&tx, participant.cohort_id).await?;
    if !rules::may_give(span.map(|(first, _)| first), now) {
        return Err(Failure::Refused(Refusal::Begun));
    }
    let stands = queries::of(&tx, of).await?.map_or(0, |row| row.version);
    if stands != seen {
        return Err(Failure::Stale);
    }
    if needs.is_none() {
        if queries::erase(&tx, of).await? {
            journal::record(&tx, by, Event::new("needs.erased", "application", of.0), now).await?;
        }
        tx.commit().await?;
        return Ok(());
    }
    let sealed = needs.seal(vault, of)?;
    match queries::write(&tx, of, sealed, seen, now).await {
        Ok(true) => {}
        Ok(false) => return Err(Failure::Stale),
        Err(error) if is_taken(&error) => return Err(Failure::Stale),
        Err(error) => return Err(error.into()),
    }
    journal::record(&tx, by, Event::new("needs.given", "application", of.0), now).await?;
    tx.commit().await?;
    Ok(())
}

/// Opens one participant's words about access and writes down who did; the applicant sees it.
///
/// # Errors
/// Missing when there are none; a storage failure when they were sealed with another key.
pub async fn open(
    (db, vault): (&Db, &Vault),
    by: &Coordinator,
    of: ApplicationId,
    now: Instant,
) -> Result<String, Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let row = queries::of(&tx, of).await?.filter(|row| !row.access.is_empty()).ok_or(Failure::Missing("needs"))?;
    let needs = Needs::open(vault, &row)?;
    let role = serde_json::to_value(by.role).unwrap_or_default();
    let event = Event::new("needs.opened", "application", of.0).with("role", role);
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(needs.access)
}

/// Erases the needs of everybody who takes no part any longer or whose last day is more than seven days ago, and says how
/// many.
///
/// # Errors
/// When the database does not answer.
pub async fn erase_due(db: &Db, now: Instant) -> Result<usize, DbErr> {
    let (rows, last_days) = queries::all(db.read()).await?;
    let is_due = |participant: Option<&seats::Participant>| {
        let last = participant.and_then(|one| last_days.get(&one.cohort_id).copied());
        rules::must_go(participant.map(|one| one.state), last, now)
    };
    let mut erased = 0;
    for (of, _) in rows.iter().filter(|(_, participant)| is_due(participant.as_ref())) {
        let tx = db.begin_write().await?;
        if erase_one(&tx, *of, now).await? {
            tx.commit().await?;
            erased += 1;
        }
    }
    Ok(erased)
}

async fn erase_one(tx: &WriteTx, of: ApplicationId, now: Instant) -> Result<bool, DbErr> {
    let is_erased = queries::erase(tx, of).await?;
    if is_erased {
        journal::record(tx, &Actor::House, Event::new("needs.erased", "application", of.0), now).await?;
    }
    Ok(is_erased)
}
