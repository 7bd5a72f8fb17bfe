//! Filing and finding protocols.

use super::entity::{ActiveModel, Column, Entity, Model};
use super::method::Method;
use crate::kernel::{AccountId, Instant, OfferId};
use crate::storage::{self, WriteTx};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

/// A protocol about to be filed.
#[derive(Debug)]
pub struct Filing<'a> {
    /// The offer whose seats were given.
    pub offer: OfferId,
    /// How.
    pub method: Method,
    /// The public value, empty when none was named.
    pub public_value: &'a str,
    /// The seed in lower-case hexadecimal.
    pub seed: String,
    /// The file anybody can recompute.
    pub protocol: &'a str,
    /// The reasons in both languages, as JSON.
    pub explanation: String,
    /// Who decided.
    pub decided_by: AccountId,
}

/// Files a protocol; `false` when the offer has one already.
///
/// # Errors
/// When the database refuses for another reason.
pub async fn insert(tx: &WriteTx, filing: Filing<'_>, now: Instant) -> Result<bool, DbErr> {
    let row = ActiveModel {
        offer_id: Set(filing.offer),
        method: Set(filing.method),
        public_value: Set(filing.public_value.to_owned()),
        seed: Set(filing.seed),
        protocol: Set(filing.protocol.to_owned()),
        explanation: Set(filing.explanation),
        decided_by: Set(filing.decided_by),
        decided_at: Set(now),
        ..Default::default()
    };
    match Entity::insert(row).exec_without_returning(tx).await {
        Ok(_) => Ok(true),
        Err(error) if storage::is_taken(&error) => Ok(false),
        Err(error) => Err(error),
    }
}

/// The protocol of an offer.
///
/// # Errors
/// When the database does not answer.
pub async fn of_offer(db: &impl ConnectionTrait, offer: OfferId) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(Column::OfferId.eq(offer)).one(db).await
}
