//! The table `needs`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use crate::kernel::{ApplicationId, Instant};
use sea_orm::entity::prelude::*;

/// What somebody needs at the course, sealed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "needs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub application_id: ApplicationId,
    pub food: String,
    pub access: String,
    pub given_at: Instant,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
