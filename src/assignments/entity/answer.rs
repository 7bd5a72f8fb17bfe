//! The table `hand_in_answers`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use super::super::model::Verdict;
use crate::kernel::{AccountId, HandInAnswerId, HandInId, Instant, ParticipantId};
use sea_orm::entity::prelude::*;

/// What was answered to something handed in.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "hand_in_answers")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: HandInAnswerId,
    pub hand_in_id: HandInId,
    pub participant_id: ParticipantId,
    pub verdict: Verdict,
    pub comment: String,
    pub answered_at: Instant,
    pub answered_by: AccountId,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
