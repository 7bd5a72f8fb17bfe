//! The table `links`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use crate::kernel::{Instant, LinkId};
use sea_orm::entity::prelude::*;

/// Private links in letters. Only a digest is kept; the object is named by purpose and id.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "links")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: LinkId,
    pub token_digest: String,
    pub purpose: String,
    pub object_id: i64,
    pub code_digest: Option<String>,
    pub asked_digest: Option<String>,
    pub wrong_codes: i64,
    pub created_at: Instant,
    pub expires_at: Instant,
    pub opened_at: Option<Instant>,
    pub used_at: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
