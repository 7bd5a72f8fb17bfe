//! The table `layout_editions`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use crate::kernel::{AccountId, Instant};
use sea_orm::entity::prelude::*;

/// The operator's own colours, words and logo; never changed once written.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "layout_editions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub layout: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub design: String,
    pub created_by: AccountId,
    pub created_at: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
