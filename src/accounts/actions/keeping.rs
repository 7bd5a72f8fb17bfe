//! What administrators change: roles, states, second factors, who may unmask. What takes rights away ends every session.

use super::telling::{send_invitation, tell};
use crate::access::links::{self, Purpose};
use crate::access::{Letterhead, second_factor, sessions};
use crate::accounts::letters::News;
use crate::accounts::model::Refusal;
use crate::accounts::{queries, rules};
use crate::journal::{self, Event};
use crate::kernel::{AccountId, Failure, Instant, OrganisationId};
use crate::people::entity::account;
use crate::people::{Account, AccountState, Administrator, Role};
use crate::storage::{Db, WriteTx};
use sea_orm::ActiveValue::Set;

/// The account opened with `version`, held; with the active administrators, held before it.
async fn open(
    tx: &WriteTx,
    (id, version): (AccountId, i64),
    expected: &[AccountState],
) -> Result<(Account, Vec<AccountId>), Failure<Refusal>> {
    let administrators = queries::lock_administrators(tx).await?;
    let account = queries::lock(tx, id).await?.ok_or(Failure::Missing("account"))?;
    if account.version != version {
        return Err(Failure::Stale);
    }
    let fits = expected.contains(&account.state);
    if fits { Ok((account, administrators)) } else { Err(Failure::Refused(Refusal::WrongState)) }
}

/// Writes `row` on top of `account`, which is held and therefore as it was read.
async fn save(tx: &WriteTx, account: &Account, row: account::ActiveModel) -> Result<(), Failure<Refusal>> {
    if queries::write(tx, account.id, account.version, row).await? { Ok(()) } else { Err(Failure::Stale) }
}

/// Saves, ends every session, and tells the owner and the journal.
async fn carry_out(
    tx: WriteTx,
    by: &Administrator,
    (account, row): (&Account, account::ActiveModel),
    (news, event): (News, &'static str),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    save(&tx, account, row).await?;
    sessions::close_all(&tx, account.id).await?;
    tell(&tx, account, news, now).await?;
    journal::record(&tx, &by.actor(), Event::new(event, "account", account.id.0), now).await?;
    tx.commit().await?;
    Ok(())
}

/// Gives an account another role, and the organisations that go with it.
///
/// Whoever comes to need a password and has none is invited to choose one, and who was invited is invited anew, as what they
/// are now; a delegate's password and factor are dropped.
///
/// # Errors
/// Stale when somebody saved after `version`; refused for oneself, the last administrator, and a role without organisation.
pub async fn change_role(
    db: &Db,
    head: &Letterhead<'_>,
    by: &Administrator,
    (opened, role, organisations): ((AccountId, i64), Role, &[OrganisationId]),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    rules::may_have(role, organisations.len()).map_err(Failure::Refused)?;
    let tx = db.begin_write().await?;
    let (account, administrators) = open(&tx, opened, &[AccountState::Active, AccountState::Invited]).await?;
    if role != Role::Administrator || account.id == by.account {
        rules::may_step_down(by.account, &account, &administrators).map_err(Failure::Refused)?;
    }
    let mut row = account::ActiveModel { role: Set(role), ..account::ActiveModel::default() };
    let must_choose = role.has_password() && account.password_hash.is_none();
    if must_choose {
        row.state = Set(AccountState::Invited);
    }
    if !matches!(role, Role::Coordinator | Role::Administrator) {
        row.may_unmask = Set(false);
    }
    if !role.has_password() {
        row.password_hash = Set(None);
        second_factor::reset(&tx, account.id).await?;
    }
    save(&tx, &account, row).await?;
    queries::bind_to(&tx, account.id, if role.has_organisations() { organisations } else { &[] }).await?;
    sessions::close_all(&tx, account.id).await?;
    links::end_all(&tx, Purpose::PasswordReset, account.id.0, now).await?;
    if must_choose || account.state == AccountState::Invited {
        send_invitation(&tx, head, &Account { role, ..account.clone() }, now).await?;
    } else {
        tell(&tx, &account, News::Role(role), now).await?;
    }
    let event =
        Event::new("account.role_changed", "account", account.id.0).changed("role", account.role.key(), role.key());
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Disables an account: it is out at its next request.
///
/// # Errors
/// Stale when somebody saved after `version`; refused for oneself and the last administrator.
pub async fn disable(
    db: &Db,
    by: &Administrator,
    opened: (AccountId, i64),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let (account, administrators) = open(&tx, opened, &[AccountState::Active]).await?;
    rules::may_step_down(by.account, &account, &administrators).map_err(Failure::Refused)?;
    let row = account::ActiveModel { state: Set(AccountState::Disabled), ..account::ActiveModel::default() };
    links::end_all(&tx, Purpose::PasswordReset, account.id.0, now).await?;
    carry_out(tx, by, (&account, row), (News::Disabled, "account.disabled"), now).await
}

/// Enables a disabled account; one that never had a password is invited instead (`invite_again`).
///
/// # Errors
/// Stale when somebody saved after `version`; refused when it is not disabled or was never taken.
pub async fn enable(
    db: &Db,
    by: &Administrator,
    opened: (AccountId, i64),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let (account, _) = open(&tx, opened, &[AccountState::Disabled]).await?;
    if account.role.has_password() && account.password_hash.is_none() {
        return Err(Failure::Refused(Refusal::WrongState));
    }
    let row = account::ActiveModel { state: Set(AccountState::Active), ..account::ActiveModel::default() };
    carry_out(tx, by, (&account, row), (News::Enabled, "account.enabled"), now).await
}

/// Takes the second factor away, for somebody who lost their phone and their recovery codes. One's own goes by one's own page.
///
/// # Errors
/// Stale when somebody saved after `version`; refused for oneself.
pub async fn reset_factor(
    db: &Db,
    by: &Administrator,
    opened: (AccountId, i64),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let (account, _) = open(&tx, opened, &[AccountState::Active, AccountState::Disabled]).await?;
    if account.id == by.account {
        return Err(Failure::Refused(Refusal::Oneself));
    }
    second_factor::reset(&tx, account.id).await?;
    let row = account::ActiveModel::default();
    carry_out(tx, by, (&account, row), (News::FactorReset, "account.factor_reset"), now).await
}

/// Says whether an account may see who protected persons are.
///
/// # Errors
/// Stale when somebody saved after `version`.
pub async fn allow_unmasking(
    db: &Db,
    by: &Administrator,
    (opened, may): ((AccountId, i64), Unmasking),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let (account, _) = open(&tx, opened, &[AccountState::Active, AccountState::Invited]).await?;
    let may = may == Unmasking::Allowed;
    let row = account::ActiveModel { may_unmask: Set(may), ..account::ActiveModel::default() };
    save(&tx, &account, row).await?;
    let event =
        Event::new("account.unmasking_set", "account", account.id.0).changed("may_unmask", account.may_unmask, may);
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether protected persons may be unmasked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unmasking {
    /// They may.
    Allowed,
    /// They may not.
    Denied,
}
