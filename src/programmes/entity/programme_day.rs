//! The table `programme_days`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use crate::kernel::ProgrammeVersionId;
use sea_orm::entity::prelude::*;

/// A programme day.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "programme_days")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub programme_version_id: ProgrammeVersionId,
    pub number: i64,
    pub title_sv: String,
    pub title_en: String,
    pub topics_sv: String,
    pub topics_en: String,
    pub goals_sv: String,
    pub goals_en: String,
    pub starts_minute: i64,
    pub ends_minute: i64,
    pub minutes: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
