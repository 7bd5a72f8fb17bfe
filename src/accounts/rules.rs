//! What may be done to which account.

use super::model::Refusal;
use crate::kernel::AccountId;
use crate::people::{Account, AccountState, Role};

/// How long an invitation can be taken.
pub const INVITATION_DAYS: i64 = 7;
/// How long a link to a new password opens.
pub const RESET_MINUTES: i64 = 30;
/// How long the first administrator can be made by the link the server prints.
pub const FIRST_HOURS: i64 = 24;

/// Whether `account` can be invited (again): it never had a password and is not merged away.
#[must_use]
pub fn can_be_invited(account: &Account) -> bool {
    match account.state {
        AccountState::Invited => true,
        AccountState::Disabled => account.password_hash.is_none(),
        AccountState::Active | AccountState::Merged => false,
    }
}

/// Whether a new password can be chosen for `account` by a link: it is active and of a role that has one.
#[must_use]
pub fn can_have_new_password(account: &Account) -> bool {
    account.state == AccountState::Active && account.role.has_password()
}

/// Whether the only one of the `active` administrators left is `account`.
#[must_use]
pub fn is_last_administrator(account: &Account, active: &[AccountId]) -> bool {
    active == [account.id]
}

/// Whether `account` may stop being an active administrator, asked by `by` while `active` administrators there are.
///
/// # Errors
/// Refused for one's own account and for the last active administrator.
pub fn may_step_down(by: AccountId, account: &Account, active: &[AccountId]) -> Result<(), Refusal> {
    if account.id == by {
        return Err(Refusal::Oneself);
    }
    if is_last_administrator(account, active) { Err(Refusal::LastAdministrator) } else { Ok(()) }
}

/// Whether `from` may become part of `into`.
///
/// # Errors
/// Refused for the same account, one merged away already, into one that nobody can sign in to, and as [`may_step_down`].
pub fn may_merge(by: AccountId, from: &Account, into: &Account, active: &[AccountId]) -> Result<(), Refusal> {
    let is_gone = |account: &Account| account.state == AccountState::Merged;
    if from.id == into.id || is_gone(from) || into.state != AccountState::Active {
        return Err(Refusal::NotMergeable);
    }
    // Organisations mean something else to each role: what a researcher reads is not what a delegate speaks for.
    if from.role != into.role && (from.role.has_organisations() || into.role.has_organisations()) {
        return Err(Refusal::NotMergeable);
    }
    may_step_down(by, from, active)
}

/// Whether `role` can be had with so many organisations.
///
/// # Errors
/// Refused for a delegate or researcher without one.
pub fn may_have(role: Role, organisations: usize) -> Result<(), Refusal> {
    if role.has_organisations() && organisations == 0 { Err(Refusal::NoOrganisation) } else { Ok(()) }
}
