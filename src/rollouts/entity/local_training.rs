//! The table `local_trainings`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use crate::kernel::{AccountId, Day, Instant, LocalTrainingId, PlanId};
use sea_orm::entity::prelude::*;

/// A local training.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "local_trainings")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: LocalTrainingId,
    pub plan_id: PlanId,
    pub day: Day,
    pub title: String,
    pub minutes: i64,
    pub politicians: i64,
    pub officials: i64,
    pub others: i64,
    pub link: String,
    pub told_by: String,
    pub told_at: Instant,
    pub verified_by: Option<AccountId>,
    pub verified_at: Option<Instant>,
    pub removed_at: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
