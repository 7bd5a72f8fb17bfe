//! The table `marks`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use super::super::model::MarkKind;
use crate::kernel::{AccountId, CourseDayId, Instant, MarkId, ParticipantId};
use sea_orm::entity::prelude::*;

/// Append-only. The latest mark of a participant and day stands; an undone day gets the mark 'open'.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "marks")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: MarkId,
    pub participant_id: ParticipantId,
    pub course_day_id: CourseDayId,
    pub kind: MarkKind,
    pub minutes: Option<i64>,
    pub reference: String,
    pub reason: String,
    pub nonce: String,
    pub marked_at: Instant,
    pub account_id: Option<AccountId>,
    pub guest_name: String,
    pub device: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
