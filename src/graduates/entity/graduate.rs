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
    pub withdrawn_at: Option<Instant>,
    pub certified_at: Option<Instant>,
    pub revoked_at: Option<Instant>,
    pub created_at: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl Model {
    /// Whether this graduation counts: neither the decision nor the certificate has been taken back.
    #[must_use]
    pub fn stands(&self) -> bool {
        self.withdrawn_at.is_none() && self.revoked_at.is_none()
    }

    /// Whether it counts as trained (K2): with a certificate that stands, or taken over from the former register.
    #[must_use]
    pub fn is_trained(&self) -> bool {
        self.stands() && (self.certified_at.is_some() || self.source == Source::FormerRegister)
    }
}

impl ActiveModelBehavior for ActiveModel {}
