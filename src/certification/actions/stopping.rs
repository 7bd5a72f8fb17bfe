//! The switch that stops all issuing, and lifting it again.

use super::super::entity::issuing_stop::{self, Column, Entity};
use super::super::{Press, Refusal, queries};
use crate::journal::{self, Event};
use crate::kernel::{Failure, Instant};
use crate::locale::stockholm;
use crate::people::Coordinator;
use crate::seals::{self, KeyRing, Published, Untimely};
use crate::storage::{Db, WriteTx, is_taken};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// Stops issuing: no number is given and no paper is written until the stop is lifted. What is out stays as it is.
///
/// `reason` is for colleagues: what is wrong, not about whom.
///
/// # Errors
/// Refused without a reason, or when issuing is stopped already.
pub async fn stop(db: &Db, by: &Coordinator, reason: &str, now: Instant) -> Result<(), Failure<Refusal>> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Failure::Refused(Refusal::NoReason));
    }
    let tx = db.begin_write().await?;
    let row = issuing_stop::ActiveModel {
        stopped_at: Set(now),
        stopped_by: Set(by.account),
        reason: Set(reason.to_owned()),
        is_standing: Set(Some(true)),
        ..issuing_stop::ActiveModel::default()
    };
    let inserted = Entity::insert(row)
        .exec(&tx)
        .await
        .map_err(|error| if is_taken(&error) { Failure::Refused(Refusal::Stopped) } else { Failure::Storage(error) })?;
    let event = Event::new("certificates.stopped", "issuing", inserted.last_insert_id).with_personal("reason", reason);
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Lifts the stop; nothing happens when none stands. What waited is written at the next turn of the jobs.
///
/// # Errors
/// When the database refuses.
pub async fn lift(db: &Db, by: &Coordinator, now: Instant) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let Some(stop) = queries::standing_stop(&tx).await? else { return Ok(()) };
    let lifted = Entity::update_many()
        .col_expr(Column::LiftedAt, Expr::value(now))
        .col_expr(Column::LiftedBy, Expr::value(by.account))
        .col_expr(Column::IsStanding, Expr::value(Option::<bool>::None))
        .filter(Column::Id.eq(stop.id))
        .filter(Column::IsStanding.eq(true))
        .exec(&tx)
        .await?;
    if lifted.rows_affected > 0 {
        journal::record(&tx, &by.actor(), Event::new("certificates.resumed", "issuing", stop.id), now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// As [`refuse_to_write`], and while the settings name another verification host than papers carry, or none ever was accepted.
///
/// A host that nobody has said yes to must not stand on a paper, which carries it for ever.
pub(super) async fn refuse_to_promise(tx: &WriteTx, press: &Press<'_>, now: Instant) -> Result<(), Failure<Refusal>> {
    refuse_to_write(tx, press, now).await?;
    let carried = seals::queries::hosts(tx).await?.into_iter().next().ok_or(Failure::Refused(Refusal::NoHost))?;
    if carried == press.letterhead.links.verification() {
        Ok(())
    } else {
        Err(Failure::Refused(Refusal::OtherHost(carried)))
    }
}

/// Refuses while a stop stands, while the key or the seal that signs here is retired, and out of the seal's time.
///
/// Both keys are held: none is retired between this look and the commit.
pub(super) async fn refuse_to_write(tx: &WriteTx, press: &Press<'_>, now: Instant) -> Result<(), Failure<Refusal>> {
    refuse_while_stopped(tx).await?;
    let kept = seals::queries::held(tx, &press.keys.in_use()).await?;
    may_seal(press.keys, &kept, now).map_err(Failure::Refused)
}

/// Refuses while the key that signs lists here is retired; a seal is not needed for them. The key is held.
pub(super) async fn refuse_to_mark(tx: &WriteTx, press: &Press<'_>) -> Result<(), Failure<Refusal>> {
    let [signing, _] = press.keys.in_use();
    let kept = seals::queries::held(tx, &[signing]).await?;
    may_sign(press.keys, &kept).map_err(Failure::Refused)
}

/// Whether papers may be sealed at `now` with the keys in use, by what is published of them.
///
/// # Errors
/// Refused while one of them is retired, and out of the seal's time.
pub fn may_seal(keys: &KeyRing, kept: &[Published], now: Instant) -> Result<(), Refusal> {
    may_sign(keys, kept)?;
    keys.seals_at(now).map_err(|why| match why {
        Untimely::Over(until) => Refusal::SealOver(stockholm::today(until)),
        Untimely::NotYet(from) => Refusal::SealNotYet(stockholm::today(from)),
    })
}

/// Whether lists and documents may be signed with the keys in use, by what is published of those among `kept`.
///
/// # Errors
/// Refused while one of them is retired.
pub fn may_sign(keys: &KeyRing, kept: &[Published]) -> Result<(), Refusal> {
    keys.retired_in(kept).into_iter().next().map_or(Ok(()), |id| Err(Refusal::Retired(id)))
}

/// Refuses while a stop stands.
async fn refuse_while_stopped(tx: &WriteTx) -> Result<(), Failure<Refusal>> {
    match queries::standing_stop(tx).await? {
        Some(_) => Err(Failure::Refused(Refusal::Stopped)),
        None => Ok(()),
    }
}
