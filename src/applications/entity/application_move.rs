//! The table `application_moves`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use super::super::model::ApplicationState;
use crate::kernel::{ApplicationId, Instant};
use sea_orm::entity::prelude::*;

/// Every move of an application with its reason, as the applicant reads it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "application_moves")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub application_id: ApplicationId,
    pub at: Instant,
    pub state: ApplicationState,
    pub reason_sv: String,
    pub reason_en: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
