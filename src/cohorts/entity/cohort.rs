//! The table `cohorts`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use super::super::model::CohortState;
use crate::kernel::{CohortId, Instant, ProgrammeVersionId, RuleId};
use sea_orm::entity::prelude::*;

/// A cohort.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cohorts")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CohortId,
    pub programme_version_id: ProgrammeVersionId,
    pub code: String,
    pub name: String,
    pub term: String,
    pub place: String,
    pub room: String,
    pub languages: String,
    pub capacity: i64,
    pub state: CohortState,
    pub rule_id: Option<RuleId>,
    pub created_at: Instant,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
