//! The table `course_days`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use crate::kernel::{AccountId, CohortId, CourseDayId, Day, Instant};
use sea_orm::entity::prelude::*;

/// A course day.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "course_days")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CourseDayId,
    pub cohort_id: CohortId,
    pub number: i64,
    pub day: Day,
    pub starts_minute: i64,
    pub ends_minute: i64,
    pub minutes: i64,
    pub room: String,
    pub is_cancelled: bool,
    pub attested_at: Option<Instant>,
    pub attested_by: Option<AccountId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
