//! The table `award_titles`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use crate::kernel::{Day, ProgrammeId};
use sea_orm::entity::prelude::*;

/// An award title.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "award_titles")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub programme_id: ProgrammeId,
    pub title_sv: String,
    pub title_en: String,
    pub from_day: Day,
    pub to_day: Option<Day>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
