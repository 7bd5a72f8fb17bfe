//! The table `seat_offers`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use super::super::model::SeatOfferState;
use crate::kernel::{AccountId, ApplicationId, CohortId, Instant, OfferId, PersonId, SeatOfferId};
use sea_orm::entity::prelude::*;

/// A seat offered or taken. Holding (offered, accepted) is unique per seat and per person of an offer: overbooking is refused here, whatever the code above believes.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "seat_offers")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: SeatOfferId,
    pub offer_id: OfferId,
    pub cohort_id: CohortId,
    pub seat_number: i64,
    pub application_id: ApplicationId,
    pub person_id: PersonId,
    pub state: SeatOfferState,
    pub offered_at: Instant,
    pub reply_by: Instant,
    pub answered_at: Option<Instant>,
    pub recorded_by: Option<AccountId>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
