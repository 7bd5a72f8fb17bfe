//! The table `dispensations`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use crate::kernel::{AccountId, CohortId, DispensationId, Instant, ParticipantId};
use sea_orm::entity::prelude::*;

/// What one participant is dispensed from, and why.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dispensations")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: DispensationId,
    pub participant_id: ParticipantId,
    pub cohort_id: CohortId,
    pub demand: String,
    pub reason: String,
    pub given_at: Instant,
    pub given_by: AccountId,
    pub withdrawn_at: Option<Instant>,
    pub withdrawn_by: Option<AccountId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
