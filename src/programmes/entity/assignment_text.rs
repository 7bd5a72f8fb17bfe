//! The table `assignment_texts`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use crate::kernel::ProgrammeVersionId;
use sea_orm::entity::prelude::*;

/// What an assignment is called, and how it is done.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assignment_texts")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub programme_version_id: ProgrammeVersionId,
    pub assignment: String,
    pub title_sv: String,
    pub title_en: String,
    pub instruction_sv: String,
    pub instruction_en: String,
    pub days_after: Option<i64>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
