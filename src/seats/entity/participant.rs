//! The table `participants`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use super::super::model::ParticipantState;
use crate::kernel::{ApplicationId, CohortId, Instant, OrganisationId, ParticipantId, PersonId};
use sea_orm::entity::prelude::*;

/// A participant.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "participants")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ParticipantId,
    pub cohort_id: CohortId,
    pub person_id: PersonId,
    pub organisation_id: OrganisationId,
    pub application_id: Option<ApplicationId>,
    pub seat_number: i64,
    pub state: ParticipantState,
    pub name_on_certificate: Option<String>,
    pub name_confirmed_at: Option<Instant>,
    pub joined_at: Instant,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
