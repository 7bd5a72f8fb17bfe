//! The table `applications`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use super::super::model::{ApplicationState, Channel};
use crate::kernel::{AccountId, ApplicationId, Instant, OfferId, OrganisationId, PersonId};
use sea_orm::entity::prelude::*;

/// An application.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "applications")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ApplicationId,
    pub offer_id: OfferId,
    pub reference: String,
    pub person_id: PersonId,
    pub organisation_id: OrganisationId,
    pub unit: String,
    pub role: String,
    pub mandate_words: String,
    pub email: String,
    pub language: String,
    pub rank: i64,
    pub state: ApplicationState,
    pub arrived_by: Channel,
    pub registered_by: Option<AccountId>,
    pub duplicate_of: Option<ApplicationId>,
    pub submitted_at: Instant,
    pub letter_held_at: Option<Instant>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
