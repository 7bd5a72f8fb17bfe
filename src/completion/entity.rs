//! The table `completion_decisions`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use super::model::Outcome;
use crate::kernel::{AccountId, Day, DecisionId, Instant, ParticipantId, RuleId};
use sea_orm::entity::prelude::*;

/// Completion is a decision: it keeps the rule's hash and the facts it was made on.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "completion_decisions")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: DecisionId,
    pub participant_id: ParticipantId,
    pub rule_id: RuleId,
    pub rule_hash: String,
    pub facts: String,
    pub verdict: Outcome,
    pub decided_on: Day,
    pub decided_at: Instant,
    pub decided_by: AccountId,
    pub is_current: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
