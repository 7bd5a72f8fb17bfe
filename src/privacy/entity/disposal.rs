//! Disposals that were proposed, and what became of them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use crate::kernel::{AccountId, DisposalId, Instant};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "disposals")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: DisposalId,
    pub what: String,
    pub until: Instant,
    pub counted: i64,
    pub proposed_by: AccountId,
    pub proposed_at: Instant,
    pub carried_out_by: Option<AccountId>,
    pub carried_out_at: Option<Instant>,
    pub disposed: Option<i64>,
    pub withdrawn_at: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
