//! The table `issuing_stops`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use crate::kernel::{AccountId, Instant};
use sea_orm::entity::prelude::*;

/// A time in which nothing is issued; it stands until it is lifted.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "issuing_stops")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub stopped_at: Instant,
    pub stopped_by: AccountId,
    pub reason: String,
    pub lifted_at: Option<Instant>,
    pub lifted_by: Option<AccountId>,
    /// `true` while it stands, else null, so that a unique index allows one.
    pub is_standing: Option<bool>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
