//! The words of this room.

use crate::kernel::{AccountId, Instant, LinkId, PersonId};
use sea_orm::{DeriveActiveEnum, EnumIter};

/// How far a sign-in has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Stage {
    /// The password was right; the second factor is still asked for. Opens nothing.
    Password,
    /// Signed in.
    Open,
}

/// Whose a session is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    /// An account of somebody who works here.
    Account(AccountId),
    /// A person without an account: an applicant, a participant.
    Person(PersonId),
    /// A guest trainer, who came by this day link and said this name.
    Guest(LinkId, String),
}

/// Who can have several sessions and look after them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// An account.
    Account(AccountId),
    /// A person without an account.
    Person(PersonId),
}

impl From<AccountId> for Owner {
    fn from(account: AccountId) -> Self {
        Self::Account(account)
    }
}

impl From<PersonId> for Owner {
    fn from(person: PersonId) -> Self {
        Self::Person(person)
    }
}

/// A session about to be opened.
#[derive(Debug, Clone)]
pub struct NewSession<'a> {
    /// Whose it is.
    pub holder: Holder,
    /// How far the sign-in has come.
    pub stage: Stage,
    /// The device in words, as its browser tells.
    pub device: &'a str,
    /// When it ends at the latest.
    pub expires_at: Instant,
    /// Until when half an hour without a request does not end it.
    pub awake_until: Option<Instant>,
}
