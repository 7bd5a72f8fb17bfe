//! The table `hand_in_files`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use super::super::model::FileKind;
use crate::kernel::{HandInId, ParticipantId};
use sea_orm::entity::prelude::*;

/// A file that was handed in.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "hand_in_files")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub hand_in_id: HandInId,
    pub participant_id: ParticipantId,
    pub kind: FileKind,
    pub size: i64,
    pub bytes: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
