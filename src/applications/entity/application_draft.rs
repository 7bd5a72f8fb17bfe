//! The table `application_drafts`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use crate::kernel::{AccountId, ApplicationId, DraftId, Instant, OfferId, OrganisationId};
use sea_orm::entity::prelude::*;

/// A draft is a row reached by an unguessable address; nothing of it counts until it is sent.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "application_drafts")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: DraftId,
    pub token_digest: String,
    pub offer_id: OfferId,
    pub answers: String,
    pub application_id: Option<ApplicationId>,
    pub proposed_by: Option<AccountId>,
    pub organisation_id: Option<OrganisationId>,
    pub language: String,
    pub created_at: Instant,
    pub expires_at: Instant,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
