//! New passwords: by a link for who has forgotten theirs, with the old one for who has not.

use super::telling::tell;
use crate::access::attempts::{self, Limit};
use crate::access::links::{self, Purpose};
use crate::access::one_time::{self, Unused};
use crate::access::{Letterhead, sessions};
use crate::accounts::letters::{self, News};
use crate::accounts::model::Refusal;
use crate::accounts::{queries, rules};
use crate::journal::{self, Event};
use crate::kernel::{AccountId, Actor, EmailAddress, Failure, Instant, SessionId};
use crate::outbox;
use crate::people::entity::account;
use crate::people::{self, Account, AccountState, Password, SignedIn, password};
use crate::storage::{Db, WriteTx};
use sea_orm::{ActiveValue::Set, DbErr};

const DAY_MINUTES: i64 = 24 * 60;
/// Letters to one address in a day, whatever they are about; and for this one purpose.
const MOST_LETTERS: (u64, u64) = (10, 3);
/// Wrong old passwords on one's own page within a quarter of an hour.
const MOST_OLD_PASSWORDS: u64 = 10;

/// Sends a link to a new password, if `email` has an active account with a password; tells nobody whether it has.
///
/// The same is counted and written for an address without an account; beyond three letters a day nothing is sent.
///
/// # Errors
/// When the database refuses.
pub async fn forgotten(
    db: &Db,
    head: &Letterhead<'_>,
    email: &EmailAddress,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let account = people::queries::account_by_email(db.read(), &email.normalised()).await?;
    let usable = |one: &Account| one.state == AccountState::Active && one.role.has_password();
    let account = account.filter(usable);
    let digest = head.keys.digest(&email.normalised());
    let limit = |subject: String, most: u64| Limit { subject, most, minutes: DAY_MINUTES };
    let limits =
        [limit(format!("letter {digest}"), MOST_LETTERS.0), limit(format!("letter {digest} password"), MOST_LETTERS.1)];
    let tx = db.begin_write().await?;
    if attempts::admit(&tx, &limits, now).await?.is_none() {
        return Ok(());
    }
    // A link that is over already costs as much as one that is not.
    let (object, until) = match &account {
        Some(account) => (account.id.0, now.plus_minutes(rules::RESET_MINUTES)),
        None => (0, now),
    };
    let token = links::make(&tx, head.keys, (Purpose::PasswordReset, object), now, until).await?;
    if let Some(account) = account
        && let Some(owner) = queries::owner(&tx, &account).await?
    {
        let link = head.links.new_password(token.as_str(), owner.lang);
        outbox::put(&tx, letters::new_password(&owner, link), now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Sets the password the holder of a link has chosen. Every session ends; the second factor is still asked for.
///
/// # Errors
/// Missing when the link has been used or is over, or the account is not active.
pub async fn reset(db: &Db, link: Unused, chosen: &Password, now: Instant) -> Result<(), Failure<Refusal>> {
    let hash = hashed(chosen).await?;
    let tx = db.begin_write().await?;
    let missing = || Failure::Missing("link to a new password");
    let account = queries::lock(&tx, AccountId(link.object)).await?.ok_or_else(missing)?;
    if account.state != AccountState::Active || !one_time::take(&tx, link, now).await? {
        return Err(missing());
    }
    set(&tx, &account, hash, now).await?;
    sessions::close_all(&tx, account.id).await?;
    let event = Event::new("account.password_reset", "account", account.id.0);
    let name = people::queries::find_person(&tx, account.person_id).await?.map(|person| person.name);
    journal::record(&tx, &Actor::Account(account.id, name.unwrap_or_default()), event, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Changes one's own password. Every other session ends.
///
/// # Errors
/// Refused when the old password is wrong, or was wrong too often.
pub async fn change(
    db: &Db,
    (who, here): (&SignedIn, SessionId),
    old: &str,
    chosen: &Password,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let subject = format!("own password {}", who.account);
    let tx = db.begin_write().await?;
    let limit = Limit { subject, most: MOST_OLD_PASSWORDS, minutes: 15 };
    let Some(admitted) = attempts::admit(&tx, &[limit], now).await? else {
        return Err(Failure::Refused(Refusal::Entry(people::Refusal::TooManyAttempts)));
    };
    tx.commit().await?;
    let account = people::queries::find_account(db.read(), who.account).await?.ok_or(Failure::Missing("account"))?;
    if !password::is_right(old, account.password_hash.as_deref()).await {
        return Err(Failure::Refused(Refusal::WrongOldPassword));
    }
    let hash = hashed(chosen).await?;
    let tx = db.begin_write().await?;
    attempts::take_back(&tx, admitted).await?;
    let held = queries::lock(&tx, who.account).await?.ok_or(Failure::Missing("account"))?;
    if held.password_hash != account.password_hash {
        return Err(Failure::Stale);
    }
    set(&tx, &held, hash, now).await?;
    sessions::close_others(&tx, who.account, here).await?;
    let event = Event::new("account.password_changed", "account", who.account.0);
    journal::record(&tx, &who.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

async fn hashed(chosen: &Password) -> Result<String, Failure<Refusal>> {
    password::hash(chosen).await.map_err(|error| Failure::Storage(DbErr::Custom(error)))
}

/// Writes the password, ends every link to another one, and tells the owner.
async fn set(tx: &WriteTx, account: &Account, hash: String, now: Instant) -> Result<(), Failure<Refusal>> {
    let row = account::ActiveModel { password_hash: Set(Some(hash)), ..account::ActiveModel::default() };
    if !queries::write(tx, account.id, account.version, row).await? {
        return Err(Failure::Stale);
    }
    links::end_all(tx, Purpose::PasswordReset, account.id.0, now).await?;
    tell(tx, account, News::PasswordChanged, now).await?;
    Ok(())
}
