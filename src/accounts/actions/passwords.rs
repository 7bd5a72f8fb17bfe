//! New passwords: by a link for who has forgotten theirs, with the old one for who has not.

use super::telling::tell;
use crate::access::asked::{self, Waiting};
use crate::access::attempts::{self, Limit};
use crate::access::links::{self, Purpose};
use crate::access::one_time::{self, Unused};
use crate::access::whence::Nearness;
use crate::access::{Letterhead, Whence, networks, sessions};
use crate::accounts::letters::{self, Asker, News};
use crate::accounts::model::Refusal;
use crate::accounts::{queries, rules};
use crate::journal::{self, Event};
use crate::kernel::{AccountId, Actor, Failure, Instant, Lang, SessionId};
use crate::outbox;
use crate::people::entity::account;
use crate::people::{self, Account, Administrator, Password, SignedIn, password};
use crate::storage::{Db, WriteTx};
use sea_orm::{ActiveValue::Set, DbErr};

/// Letters to one address in a day, whatever they are about.
const MOST_LETTERS: u64 = 10;
/// Those of them about a new password; as many from each network the account is known in.
const MOST_PASSWORD_LETTERS: u64 = 3;
/// Wrong old passwords on one's own page within a quarter of an hour.
const MOST_OLD_PASSWORDS: u64 = 10;

/// Sends a link to a new password, if the address that was typed has an active account with a password.
///
/// Beyond three letters a day nothing is sent. Who asks from a network the account has signed in from is counted apart, so
/// that strangers never use up the owner's.
///
/// # Errors
/// When the database refuses; then it is asked for still.
pub async fn forgotten(db: &Db, head: &Letterhead<'_>, asked: &Waiting, now: Instant) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    if asked::take(&tx, asked).await? {
        send_forgotten(&tx, head, asked, now).await?;
    }
    tx.commit().await
}

async fn send_forgotten(tx: &WriteTx, head: &Letterhead<'_>, asked: &Waiting, now: Instant) -> Result<(), DbErr> {
    let email = asked.ask.email.normalised();
    let Some(found) = people::queries::account_by_email(tx, &email).await? else { return Ok(()) };
    let (digest, network) = (head.keys.digest(&email), &asked.ask.network);
    let limits = match networks::nearness(tx, Some(found.id), network, now).await? {
        Nearness::Known => {
            vec![Limit::in_a_day(format!("letter {digest} password {network}"), MOST_PASSWORD_LETTERS)]
        }
        Nearness::Strange => vec![
            Limit::in_a_day(format!("letter {digest}"), MOST_LETTERS),
            Limit::in_a_day(format!("letter {digest} password"), MOST_PASSWORD_LETTERS),
        ],
    };
    if attempts::admit(tx, &limits, now).await?.is_none() {
        return Ok(());
    }
    let account = queries::lock(tx, found.id).await?.filter(rules::can_have_new_password);
    let Some(account) = account else { return Ok(()) };
    send_link(tx, head, (&account, Asker::Somebody), now).await
}

/// Sends a link to a new password to the owner of an account, for an administrator who was asked to.
///
/// # Errors
/// Stale when somebody saved after `version`; refused when the account is not active or has no password.
pub async fn send_reset(
    db: &Db,
    head: &Letterhead<'_>,
    by: &Administrator,
    (id, version): (AccountId, i64),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let account = queries::lock(&tx, id).await?.ok_or(Failure::Missing("account"))?;
    if !queries::write(&tx, id, version, account::ActiveModel::default()).await? {
        return Err(Failure::Stale);
    }
    if !rules::can_have_new_password(&account) {
        return Err(Failure::Refused(Refusal::WrongState));
    }
    send_link(&tx, head, (&account, Asker::Administrator), now).await?;
    journal::record(&tx, &by.actor(), Event::new("account.reset_sent", "account", id.0), now).await?;
    tx.commit().await?;
    Ok(())
}

/// Sends the link; the former ones are over.
async fn send_link(
    tx: &WriteTx,
    head: &Letterhead<'_>,
    (account, asker): (&Account, Asker),
    now: Instant,
) -> Result<(), DbErr> {
    links::end_all(tx, Purpose::PasswordReset, account.id.0, now).await?;
    let Some(owner) = queries::owner(tx, account).await? else { return Ok(()) };
    let what = (Purpose::PasswordReset, account.id.0);
    let token = links::make(tx, head.keys, what, now, now.plus_minutes(rules::RESET_MINUTES)).await?;
    let link = head.links.new_password(token.as_str(), owner.lang);
    outbox::put(tx, letters::new_password(&owner, asker, link), now).await
}

/// Sets the password the holder of a link has chosen. Every session ends; the second factor is still asked for, and strangers'
/// guesses do not bar the way from this network.
///
/// # Errors
/// Missing when the link has been used or is over, or the account is not active.
pub async fn reset(
    db: &Db,
    link: Unused,
    chosen: &Password,
    whence: &Whence,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let hash = hashed(chosen).await?;
    let tx = db.begin_write().await?;
    let missing = || Failure::Missing("link to a new password");
    let account = queries::lock(&tx, AccountId(link.object)).await?.ok_or_else(missing)?;
    if !rules::can_have_new_password(&account) || !one_time::take(&tx, link, now).await? {
        return Err(missing());
    }
    set(&tx, &account, hash, now).await?;
    sessions::close_all(&tx, account.id).await?;
    networks::remember(&tx, account.id, whence, now).await?;
    let event = Event::new("account.password_reset", "account", account.id.0);
    let name = people::queries::find_person(&tx, account.person_id).await?.map(|person| person.shown_name(Lang::Sv));
    journal::record(&tx, &Actor::Account(account.id, name.unwrap_or_default()), event, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Changes one's own password. Every other session ends. The same form sent twice changes it once and is no wrong password.
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
        if !is_done(db, who, (&account, chosen)).await? {
            return Err(Failure::Refused(Refusal::WrongOldPassword));
        }
        let tx = db.begin_write().await?;
        attempts::take_back(&tx, admitted).await?;
        tx.commit().await?;
        return Ok(());
    }
    let hash = hashed(chosen).await?;
    let tx = db.begin_write().await?;
    attempts::take_back(&tx, admitted).await?;
    let held = queries::lock(&tx, who.account).await?.ok_or(Failure::Missing("account"))?;
    if held.password_hash != account.password_hash {
        drop(tx);
        return if is_done(db, who, (&held, chosen)).await? { Ok(()) } else { Err(Failure::Stale) };
    }
    set(&tx, &held, hash, now).await?;
    sessions::close_others(&tx, who.account, here).await?;
    journal::record(&tx, &who.actor(), changed(who), now).await?;
    tx.commit().await?;
    Ok(())
}

fn changed(who: &SignedIn) -> Event {
    Event::new("account.password_changed", "account", who.account.0)
}

/// Whether the last thing that was done to the account is that `who` chose just this password.
async fn is_done(db: &Db, who: &SignedIn, (account, chosen): (&Account, &Password)) -> Result<bool, DbErr> {
    let was_changed = journal::was_last(db.read(), &who.actor(), &changed(who)).await?;
    Ok(was_changed && chosen.is_behind(account.password_hash.as_deref()).await)
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
