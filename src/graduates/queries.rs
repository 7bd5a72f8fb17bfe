//! Who has been trained, counted and listed. A graduation whose certificate was revoked does not count.

use super::entity::graduate::{Column, Entity, Model};
use crate::kernel::{Day, OrganisationId, PersonId};
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

/// How many persons of each organisation had completed before `day`, that day not included.
///
/// Persons, not graduations: who took two programmes counts once. Organisations without anybody are not listed.
pub async fn trained_before(db: &impl ConnectionTrait, day: Day) -> Result<Vec<(OrganisationId, i64)>, DbErr> {
    persons_by_organisation(db, standing().filter(Column::CompletedOn.lt(day))).await
}

/// How many persons of each organisation completed from `from` to `to`, both days included.
pub async fn trained_in(db: &impl ConnectionTrait, from: Day, to: Day) -> Result<Vec<(OrganisationId, i64)>, DbErr> {
    persons_by_organisation(db, standing().filter(Column::CompletedOn.between(from, to))).await
}

/// What one person has completed, oldest first.
pub async fn of_person(db: &impl ConnectionTrait, person: PersonId) -> Result<Vec<Model>, DbErr> {
    in_order(standing().filter(Column::PersonId.eq(person))).all(db).await
}

/// Who has completed from one organisation, oldest first.
pub async fn of_organisation(db: &impl ConnectionTrait, organisation: OrganisationId) -> Result<Vec<Model>, DbErr> {
    in_order(standing().filter(Column::OrganisationId.eq(organisation))).all(db).await
}

/// The first day somebody completed, for each organisation that has anybody, up to and including `to`.
pub async fn first_trained(db: &impl ConnectionTrait, to: Day) -> Result<Vec<(OrganisationId, Day)>, DbErr> {
    standing()
        .filter(Column::CompletedOn.lte(to))
        .select_only()
        .column(Column::OrganisationId)
        .column_as(Column::CompletedOn.min(), "first")
        .group_by(Column::OrganisationId)
        .into_tuple()
        .all(db)
        .await
}

fn standing() -> Select<Entity> {
    Entity::find().filter(Column::RevokedAt.is_null())
}

fn in_order(rows: Select<Entity>) -> Select<Entity> {
    rows.order_by_asc(Column::CompletedOn).order_by_asc(Column::Id)
}

async fn persons_by_organisation(
    db: &impl ConnectionTrait,
    rows: Select<Entity>,
) -> Result<Vec<(OrganisationId, i64)>, DbErr> {
    rows.select_only()
        .column(Column::OrganisationId)
        .column_as(Column::PersonId.into_expr().count_distinct(), "persons")
        .group_by(Column::OrganisationId)
        .into_tuple()
        .all(db)
        .await
}
