//! The first administrator of an installation nobody can sign in to yet.

use crate::access::Letterhead;
use crate::access::links::{self, Purpose};
use crate::access::one_time::{self, Unused};
use crate::accounts::model::Refusal;
use crate::accounts::rules;
use crate::journal::{self, Event};
use crate::kernel::{AccountId, Actor, Failure, Instant};
use crate::people::actions::NewAccount;
use crate::people::queries::{self as people, NewRow};
use crate::people::{Password, password};
use crate::storage::Db;
use sea_orm::DbErr;

/// A link to the page that makes the first administrator, if there is no account; former such links are over.
///
/// # Errors
/// When the database refuses.
pub async fn link_to_first(db: &Db, head: &Letterhead<'_>, now: Instant) -> Result<Option<String>, DbErr> {
    if people::accounts_in_all(db.read()).await? > 0 {
        return Ok(None);
    }
    let tx = db.begin_write().await?;
    links::end_all(&tx, Purpose::FirstAdministrator, 0, now).await?;
    let until = now.plus_minutes(rules::FIRST_HOURS * 60);
    let token = links::make(&tx, head.keys, (Purpose::FirstAdministrator, 0), now, until).await?;
    tx.commit().await?;
    Ok(Some(head.links.first_administrator(token.as_str())))
}

/// Makes the first administrator; the link opens nothing any longer.
///
/// # Errors
/// Missing when the link has been used or is over, or there is an account by now.
pub async fn make_first(
    db: &Db,
    link: Unused,
    new: &NewAccount,
    chosen: &Password,
    now: Instant,
) -> Result<AccountId, Failure<Refusal>> {
    let hash = password::hash(chosen).await.map_err(|error| Failure::Storage(DbErr::Custom(error)))?;
    let tx = db.begin_write().await?;
    if !one_time::take(&tx, link, now).await? || people::accounts_in_all(&tx).await? > 0 {
        return Err(Failure::Missing("link to the first administrator"));
    }
    let person = people::add_person(&tx, &new.name, Some(&new.email), None, now).await?;
    let lang = crate::kernel::Lang::default();
    let row = NewRow { person, email: &new.email, role: new.role, password_hash: Some(hash), lang };
    let id = people::add_account(&tx, row, now).await?;
    let event = Event::new("account.created", "account", id.0).with("role", new.role.key());
    journal::record(&tx, &Actor::House, event, now).await?;
    tx.commit().await?;
    Ok(id)
}
