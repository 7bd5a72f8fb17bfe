//! Conferences and who came.

use super::entity::{conference, conference_place};
use crate::kernel::ConferenceId;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

/// Every conference, newest first.
pub async fn conferences(db: &impl ConnectionTrait) -> Result<Vec<conference::Model>, DbErr> {
    conference::Entity::find()
        .order_by_desc(conference::Column::Day)
        .order_by_desc(conference::Column::Id)
        .all(db)
        .await
}

/// How many came from each organisation to these conferences, in no particular order.
pub async fn places_of(
    db: &impl ConnectionTrait,
    conferences: &[ConferenceId],
) -> Result<Vec<conference_place::Model>, DbErr> {
    conference_place::Entity::find()
        .filter(conference_place::Column::ConferenceId.is_in(conferences.iter().copied()))
        .all(db)
        .await
}
