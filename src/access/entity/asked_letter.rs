//! The table `asked_letters`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use crate::kernel::Instant;
use sea_orm::entity::prelude::*;

/// A letter somebody asked for, until the job has looked whom it is for.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "asked_letters")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub sealed: String,
    pub asked_at: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
