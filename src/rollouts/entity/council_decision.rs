//! The table `council_decisions`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use crate::kernel::{AccountId, CouncilDecisionId, Day, Instant, PlanId};
use crate::rollouts::model::Body;
use sea_orm::entity::prelude::*;

/// A council decision.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "council_decisions")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CouncilDecisionId,
    pub plan_id: PlanId,
    pub body: Body,
    pub decided_on: Day,
    pub title: String,
    pub paragraph: String,
    pub registry_number: String,
    pub link: String,
    pub in_force_from: Day,
    pub in_force_to: Option<Day>,
    pub told_by: String,
    pub told_at: Instant,
    pub evidenced_by: Option<AccountId>,
    pub evidenced_at: Option<Instant>,
    pub removed_at: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
