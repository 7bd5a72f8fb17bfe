//! The table `day_contents`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use crate::kernel::CourseDayId;
use sea_orm::entity::prelude::*;

/// What the day held: lecturers, literature and material, shown to participants.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "day_contents")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub course_day_id: CourseDayId,
    pub lecturers: String,
    pub literature: String,
    pub material: String,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
