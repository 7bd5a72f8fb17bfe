//! The table `hand_ins`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use super::super::model::{State, Way};
use crate::kernel::{HandInId, Instant, ParticipantId};
use sea_orm::entity::prelude::*;

/// Something handed in for an assignment.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "hand_ins")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: HandInId,
    pub participant_id: ParticipantId,
    pub assignment: String,
    pub way: Way,
    pub words: String,
    pub handed_in_at: Instant,
    pub state: State,
    pub is_current: bool,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
