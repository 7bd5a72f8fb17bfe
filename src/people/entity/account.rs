//! The table `accounts`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use super::super::model::{AccountState, Role};
use crate::kernel::{AccountId, Instant, PersonId};
use sea_orm::entity::prelude::*;

/// An account.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "accounts")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: AccountId,
    pub person_id: PersonId,
    pub email: String,
    pub role: Role,
    pub state: AccountState,
    pub password_hash: Option<String>,
    pub totp_secret: Option<String>,
    pub totp_confirmed_at: Option<Instant>,
    pub totp_last_step: i64,
    pub may_unmask: bool,
    pub merged_into: Option<AccountId>,
    pub language: String,
    pub created_at: Instant,
    pub last_sign_in_at: Option<Instant>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
