//! The table `graduates`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use super::super::model::Source;
use crate::kernel::{CohortId, Day, GraduateId, ImportId, Instant, OrganisationId, PersonId, ProgrammeId};
use sea_orm::entity::prelude::*;

/// Who completed what, when, from which organisation (frozen at the event); written by completion and by import.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "graduates")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: GraduateId,
    pub person_id: PersonId,
    pub programme_id: ProgrammeId,
    pub organisation_id: OrganisationId,
    pub cohort_id: Option<CohortId>,
    pub course: String,
    pub completed_on: Day,
    pub source: Source,
    pub import_id: Option<ImportId>,
    pub revoked_at: Option<Instant>,
    pub created_at: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
