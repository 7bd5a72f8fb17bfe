//! What the operator has decided otherwise than the defaults.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use super::super::model::Action;
use crate::kernel::{AccountId, Instant};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "retention_rules")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub what: String,
    pub action: Action,
    pub days: i64,
    pub basis: String,
    pub needs_second: bool,
    pub one_asked_by: Option<AccountId>,
    pub changed_at: Instant,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
