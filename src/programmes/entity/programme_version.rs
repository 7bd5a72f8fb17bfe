//! The table `programme_versions`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use crate::kernel::{Instant, ProgrammeId, ProgrammeVersionId, RuleId};
use sea_orm::entity::prelude::*;

/// A programme version.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "programme_versions")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ProgrammeVersionId,
    pub programme_id: ProgrammeId,
    pub number: i64,
    pub summary_sv: String,
    pub summary_en: String,
    pub rule_id: RuleId,
    pub layout: String,
    pub valid_months: Option<i64>,
    pub created_at: Instant,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
