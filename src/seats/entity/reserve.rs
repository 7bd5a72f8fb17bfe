//! The table `reserves`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use super::super::model::ReserveState;
use crate::kernel::{ApplicationId, OfferId, ReserveId};
use sea_orm::entity::prelude::*;

/// A reserve.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reserves")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ReserveId,
    pub offer_id: OfferId,
    pub application_id: ApplicationId,
    pub number: i64,
    pub state: ReserveState,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
