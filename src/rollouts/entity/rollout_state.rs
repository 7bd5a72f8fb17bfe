//! The table `rollout_states`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use super::super::model::PlanState;
use crate::kernel::{Day, Instant, PlanId};
use sea_orm::entity::prelude::*;

/// The state a plan has had from each day on: K10 asks for the state at the end of a period.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rollout_states")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub plan_id: PlanId,
    pub state: PlanState,
    pub from_day: Day,
    pub recorded_at: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
