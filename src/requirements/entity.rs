//! The table `completion_rules`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use crate::kernel::{Instant, RuleId};
use sea_orm::entity::prelude::*;

/// Rules never change: a new rule is a new row with the next number.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "completion_rules")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: RuleId,
    pub number: i64,
    pub hash: String,
    pub rule: String,
    pub created_at: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
