//! Proofs of role. Whoever holds one has been checked; there is no other way to make one.

use super::entity::account;
use super::model::{AccountState, Role};
use crate::kernel::{AccountId, Actor, Lang, PersonId};

/// Somebody signed in with an active account.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The account.
    pub account: AccountId,
    /// The person behind it.
    pub person: PersonId,
    /// The person's name.
    pub name: String,
    /// The account's role.
    pub role: Role,
    /// Whether this account may see who protected persons are.
    pub may_unmask: bool,
    /// The language the account has chosen.
    pub lang: Lang,
}

impl SignedIn {
    /// Proves that the account may act; `None` when it is disabled.
    #[must_use]
    pub fn prove(account: &account::Model, name: String) -> Option<Self> {
        let lang = Lang::from_tag(&account.language).unwrap_or_default();
        (account.state == AccountState::Active).then_some(Self {
            account: account.id,
            person: account.person_id,
            name,
            role: account.role,
            may_unmask: account.may_unmask,
            lang,
        })
    }

    /// The actor the journal names.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Account(self.account, self.name.clone())
    }
}

/// A coordinator or administrator who may say who is a protected person, and see their names.
///
/// A right of its own: being a coordinator is not enough.
#[derive(Debug, Clone)]
pub struct Unmasker(SignedIn);

impl Unmasker {
    /// Proves the right; `None` when the account has not been given it.
    #[must_use]
    pub fn prove(who: SignedIn) -> Option<Self> {
        let is_staff = matches!(who.role, Role::Coordinator | Role::Administrator);
        (is_staff && who.may_unmask).then_some(Self(who))
    }
}

impl std::ops::Deref for Unmasker {
    type Target = SignedIn;

    fn deref(&self) -> &SignedIn {
        &self.0
    }
}

macro_rules! proofs {
    ($($(#[$doc:meta])* $name:ident: $($role:ident)|+;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name(SignedIn);

        impl $name {
            /// Proves the role; `None` when the account has another.
            #[must_use]
            pub fn prove(who: SignedIn) -> Option<Self> {
                matches!(who.role, $(Role::$role)|+).then_some(Self(who))
            }
        }

        impl std::ops::Deref for $name {
            type Target = SignedIn;

            fn deref(&self) -> &SignedIn {
                &self.0
            }
        }
    )*};
}

proofs! {
    /// A coordinator; an administrator may do a coordinator's work.
    Coordinator: Coordinator | Administrator;
    /// A trainer, or a coordinator standing in for one. Which cohorts are theirs, queries decide.
    Trainer: Trainer | Coordinator | Administrator;
    /// An administrator.
    Administrator: Administrator;
    /// A delegate. Which organisations are theirs, queries decide.
    Delegate: Delegate;
    /// A researcher. Which pilots they read about, queries decide.
    Researcher: Researcher;
}
