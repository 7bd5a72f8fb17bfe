//! Invitations: a letter with a link instead of a password set by somebody else.

use super::telling::send_invitation;
use crate::access::links::{self, Purpose};
use crate::access::one_time::{self, Unused};
use crate::access::{Letterhead, SubmissionKey, Whence, networks, sessions, submissions};
use crate::accounts::model::{Invitee, Refusal};
use crate::accounts::{queries, rules};
use crate::journal::{self, Event};
use crate::kernel::{AccountId, Actor, Failure, Instant, Lang};
use crate::people::entity::account;
use crate::people::queries::{self as people, NewRow};
use crate::people::{self as persons, Account, AccountState, Administrator, Password, password};
use crate::storage::{Db, WriteTx, is_taken};
use sea_orm::{ActiveValue::Set, DbErr};

/// Invites somebody to an account.
///
/// Somebody the house knows by this name and address becomes no second person.
///
/// # Errors
/// Refused when the address has an account, or the role needs an organisation; repeated when the form was sent before.
pub async fn invite(
    db: &Db,
    head: &Letterhead<'_>,
    by: &Administrator,
    (new, key): (&Invitee, &SubmissionKey),
    now: Instant,
) -> Result<AccountId, Failure<Refusal>> {
    rules::may_have(new.role, new.organisations.len()).map_err(Failure::Refused)?;
    let tx = db.begin_write().await?;
    submissions::spend(&tx, key, "/accounts", now).await?;
    let id = add(&tx, new, now).await?;
    submissions::set_receipt(&tx, key, &format!("/accounts/{id}?done=invited")).await?;
    let account = people::find_account(&tx, id).await?.ok_or(Failure::Missing("account"))?;
    send_invitation(&tx, head, &account, now).await?;
    let event = Event::new("account.invited", "account", id.0)
        .with("role", new.role.key())
        .with_personal("name", new.name.as_str())
        .with_personal("email", new.email.as_str());
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(id)
}

async fn add(tx: &WriteTx, new: &Invitee, now: Instant) -> Result<AccountId, Failure<Refusal>> {
    let person = match people::person_known_as(tx, &new.email, &new.name).await? {
        Some(known) => known.id,
        None => people::add_person(tx, &new.name, Some(&new.email), None, now).await?,
    };
    let row = NewRow { person, email: &new.email, role: new.role, password_hash: None, lang: new.lang };
    let taken = |error: DbErr| {
        let refusal = Refusal::Entry(persons::Refusal::AddressTaken);
        if is_taken(&error) { Failure::Refused(refusal) } else { Failure::Storage(error) }
    };
    let id = people::add_account(tx, row, now).await.map_err(taken)?;
    if new.role.has_organisations() {
        queries::bind_to(tx, id, &new.organisations).await?;
    }
    Ok(id)
}

/// Sends the invitation once more, with a new link; also to an account whose invitation was withdrawn.
///
/// # Errors
/// Stale when somebody saved after `version`; refused when the account has been taken.
pub async fn invite_again(
    db: &Db,
    head: &Letterhead<'_>,
    by: &Administrator,
    (id, version): (AccountId, i64),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let account = invitable(&tx, id).await?;
    let row = account::ActiveModel { state: Set(AccountState::Invited), ..account::ActiveModel::default() };
    if !queries::write(&tx, id, version, row).await? {
        return Err(Failure::Stale);
    }
    send_invitation(&tx, head, &account, now).await?;
    journal::record(&tx, &by.actor(), Event::new("account.invited_again", "account", id.0), now).await?;
    tx.commit().await?;
    Ok(())
}

/// Withdraws an invitation: its link opens nothing any longer.
///
/// # Errors
/// Stale when somebody saved after `version`; refused when the account has been taken.
pub async fn withdraw(
    db: &Db,
    by: &Administrator,
    (id, version): (AccountId, i64),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    invitable(&tx, id).await?;
    let row = account::ActiveModel { state: Set(AccountState::Disabled), ..account::ActiveModel::default() };
    if !queries::write(&tx, id, version, row).await? {
        return Err(Failure::Stale);
    }
    links::end_all(&tx, Purpose::Invitation, id.0, now).await?;
    journal::record(&tx, &by.actor(), Event::new("account.invitation_withdrawn", "account", id.0), now).await?;
    tx.commit().await?;
    Ok(())
}

async fn invitable(tx: &WriteTx, id: AccountId) -> Result<Account, Failure<Refusal>> {
    let account = queries::lock(tx, id).await?.ok_or(Failure::Missing("account"))?;
    if rules::can_be_invited(&account) { Ok(account) } else { Err(Failure::Refused(Refusal::WrongState)) }
}

/// Takes an invitation: the account is active from here on, with the password its owner chose (a delegate has none), and
/// strangers' guesses do not bar the way from this network.
///
/// # Errors
/// Missing when the link has been used or ended, or the account is not waiting to be taken.
pub async fn take_invitation(
    db: &Db,
    link: Unused,
    chosen: Option<&Password>,
    whence: &Whence,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let hash = match chosen {
        Some(chosen) => Some(password::hash(chosen).await.map_err(|error| Failure::Storage(DbErr::Custom(error)))?),
        None => None,
    };
    let tx = db.begin_write().await?;
    let missing = || Failure::Missing("invitation");
    let account = queries::lock(&tx, AccountId(link.object)).await?.ok_or_else(missing)?;
    let fits = account.state == AccountState::Invited && account.role.has_password() == hash.is_some();
    if !fits || !one_time::take(&tx, link, now).await? {
        return Err(missing());
    }
    let row = account::ActiveModel {
        state: Set(AccountState::Active),
        password_hash: Set(hash),
        ..account::ActiveModel::default()
    };
    queries::write(&tx, account.id, account.version, row).await?;
    let name = people::find_person(&tx, account.person_id)
        .await?
        .map(|person| person.shown_name(Lang::Sv))
        .unwrap_or_default();
    sessions::close_all(&tx, account.id).await?;
    networks::remember(&tx, account.id, whence, now).await?;
    let event = Event::new("account.invitation_taken", "account", account.id.0);
    journal::record(&tx, &Actor::Account(account.id, name), event, now).await?;
    tx.commit().await?;
    Ok(())
}
