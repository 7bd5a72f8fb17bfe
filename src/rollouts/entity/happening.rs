//! The table `happenings`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use super::super::model::HappeningKind;
use crate::kernel::{Day, HappeningId, Instant, PlanId};
use sea_orm::entity::prelude::*;

/// Working groups, networks, meetings and whatever else was told in the box.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "happenings")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: HappeningId,
    pub plan_id: PlanId,
    pub kind: HappeningKind,
    pub day: Day,
    pub words: String,
    pub members: i64,
    pub departments: i64,
    pub link: String,
    pub told_by: String,
    pub told_at: Instant,
    pub removed_at: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
