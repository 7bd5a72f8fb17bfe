//! Organisations and the platform, read and written.

use super::entity::{organisation, platform};
use super::model::OrganisationKind;
use crate::kernel::{Instant, OrganisationId};
use crate::storage::WriteTx;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

/// Who runs this installation; `None` before it is set up.
///
/// # Errors
/// When the database does not answer.
pub async fn platform(db: &impl ConnectionTrait) -> Result<Option<platform::Model>, DbErr> {
    platform::Entity::find_by_id(1).one(db).await
}

/// One organisation.
///
/// # Errors
/// When the database does not answer.
pub async fn find(db: &impl ConnectionTrait, id: OrganisationId) -> Result<Option<organisation::Model>, DbErr> {
    organisation::Entity::find_by_id(id).one(db).await
}

/// The organisation with this code (a municipality's four digits, or one of our own).
///
/// # Errors
/// When the database does not answer.
pub async fn find_by_code(db: &impl ConnectionTrait, code: &str) -> Result<Option<organisation::Model>, DbErr> {
    organisation::Entity::find().filter(organisation::Column::Code.eq(code)).one(db).await
}

/// All municipalities, by code; sort by name with `locale`.
///
/// # Errors
/// When the database does not answer.
pub async fn municipalities(db: &impl ConnectionTrait) -> Result<Vec<organisation::Model>, DbErr> {
    organisation::Entity::find()
        .filter(organisation::Column::Kind.eq(OrganisationKind::Municipality))
        .order_by_asc(organisation::Column::Code)
        .all(db)
        .await
}

/// All organisations, by code; sort by name with `locale`.
///
/// # Errors
/// When the database does not answer.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<organisation::Model>, DbErr> {
    organisation::Entity::find().order_by_asc(organisation::Column::Code).all(db).await
}

/// The organisations among `ids`, in no particular order.
///
/// # Errors
/// When the database does not answer.
pub async fn among(db: &impl ConnectionTrait, ids: &[OrganisationId]) -> Result<Vec<organisation::Model>, DbErr> {
    organisation::Entity::find().filter(organisation::Column::Id.is_in(ids.iter().copied())).all(db).await
}

/// Adds an organisation that an applicant named in own words; whoever calls has looked for one of that name.
///
/// # Errors
/// When the database refuses, as when `code` is taken.
pub async fn add_other(tx: &WriteTx, (code, name): (String, &str), now: Instant) -> Result<OrganisationId, DbErr> {
    let row = organisation::ActiveModel {
        code: Set(code),
        name: Set(name.to_owned()),
        kind: Set(OrganisationKind::Other),
        weight: Set(0),
        is_pilot: Set(false),
        created_at: Set(now),
        version: Set(1),
        ..organisation::ActiveModel::default()
    };
    Ok(organisation::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// Writes down that this installation is the throw-away example.
///
/// # Errors
/// When the database refuses.
pub async fn mark_as_demo(tx: &WriteTx) -> Result<(), DbErr> {
    platform::Entity::update_many().col_expr(platform::Column::IsDemo, Expr::value(true)).exec(tx).await.map(|_| ())
}

/// Writes down which organisations, by code, are pilots.
///
/// # Errors
/// When the database refuses.
pub async fn mark_pilots(tx: &WriteTx, codes: &[String]) -> Result<(), DbErr> {
    organisation::Entity::update_many()
        .col_expr(organisation::Column::IsPilot, Expr::value(true))
        .filter(organisation::Column::Code.is_in(codes.iter().cloned()))
        .exec(tx)
        .await
        .map(|_| ())
}
