//! Signing out: the session is gone at once, and the journal says whose it was.

use super::model::{Owner, Stage};
use super::sessions;
use super::token::TokenKey;
use crate::journal::{self, Event};
use crate::kernel::{Actor, Instant, Lang, SessionId};
use crate::people::queries;
use crate::storage::{Db, WriteTx};
use sea_orm::DbErr;

/// Ends the session of `token`, whoever holds it and at whatever stage; nothing happens when there is none.
///
/// # Errors
/// When the database refuses.
pub async fn sign_out(db: &Db, keys: &TokenKey, token: &str, now: Instant) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    let live = sessions::find_live(&tx, keys, (token, Stage::Open), now).await?;
    sessions::close(&tx, keys, token).await?;
    if let Some(owner) = live.as_ref().and_then(sessions::owner) {
        note(&tx, owner, now).await?;
    }
    tx.commit().await
}

/// Signs `owner` out on the device of session `there`; nothing happens when it is somebody else's or over.
///
/// # Errors
/// When the database refuses.
pub async fn sign_out_there(db: &Db, owner: Owner, there: SessionId, now: Instant) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    if sessions::close_one(&tx, owner, there).await? {
        note(&tx, owner, now).await?;
    }
    tx.commit().await
}

async fn note(tx: &WriteTx, owner: Owner, now: Instant) -> Result<(), DbErr> {
    let (actor, event) = match owner {
        Owner::Person(person) => (Actor::Person(person), Event::new("session.closed", "person", person.0)),
        Owner::Account(account) => {
            let names = queries::names_of(tx, &[account], Lang::Sv).await?;
            let name = names.into_iter().next().map(|(_, name)| name).unwrap_or_default();
            (Actor::Account(account, name), Event::new("session.closed", "account", account.0))
        }
    };
    journal::record(tx, &actor, event, now).await
}
