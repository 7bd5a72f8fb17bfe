//! The table `rollout_plans`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use super::super::model::PlanState;
use crate::kernel::{AccountId, Instant, OrganisationId, PlanId};
use sea_orm::entity::prelude::*;

/// A rollout plan.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rollout_plans")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: PlanId,
    pub organisation_id: OrganisationId,
    pub state: PlanState,
    pub coach_id: Option<AccountId>,
    pub situation: String,
    pub aims: String,
    pub created_at: Instant,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
