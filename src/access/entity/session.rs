//! The table `sessions`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use super::super::model::Stage;
use crate::kernel::{AccountId, Instant, LinkId, PersonId, SessionId};
use sea_orm::entity::prelude::*;

/// A session is a row: what is deleted here is signed out everywhere at once.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: SessionId,
    pub token_digest: String,
    pub account_id: Option<AccountId>,
    pub person_id: Option<PersonId>,
    pub link_id: Option<LinkId>,
    pub guest_name: String,
    pub stage: Stage,
    pub device: String,
    pub created_at: Instant,
    pub last_seen_at: Instant,
    pub expires_at: Instant,
    pub awake_until: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
