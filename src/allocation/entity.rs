//! The table `allocations`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use super::method::Method;
use crate::kernel::{AccountId, AllocationId, Instant, OfferId};
use sea_orm::entity::prelude::*;

/// The protocol of how seats were given: the file anyone can recompute, as it was published.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "allocations")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: AllocationId,
    pub offer_id: OfferId,
    pub method: Method,
    pub public_value: String,
    pub seed: String,
    pub protocol: String,
    pub explanation: String,
    pub decided_by: AccountId,
    pub decided_at: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
