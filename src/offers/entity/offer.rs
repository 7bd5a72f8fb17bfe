//! The table `offers`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use super::super::model::OfferState;
use crate::kernel::{Instant, OfferId};
use sea_orm::entity::prelude::*;

/// An offer.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "offers")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: OfferId,
    pub code: String,
    pub title: String,
    pub audience_sv: String,
    pub audience_en: String,
    pub cost_sv: String,
    pub cost_en: String,
    pub duty_sv: String,
    pub duty_en: String,
    pub guarantee: i64,
    pub cap: i64,
    pub deadline_at: Instant,
    pub mandate_deadline_at: Instant,
    pub reply_days: i64,
    pub state: OfferState,
    pub lot_secret: String,
    pub lot_commitment: String,
    pub public_value_name: String,
    pub frozen_references: Option<String>,
    pub list_hash: Option<String>,
    pub published_at: Option<Instant>,
    pub closed_at: Option<Instant>,
    pub created_at: Instant,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
