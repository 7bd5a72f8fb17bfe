//! Who has been trained, counted and listed; what completion and certification write of it.
//!
//! A graduation counts while neither its decision has been taken back nor its certificate revoked.

use super::entity::graduate::{Column, Entity, Model};
use super::model::Source;
use crate::kernel::{CohortId, Day, Instant, OrganisationId, PersonId};
use crate::storage::WriteTx;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

/// How many persons of each organisation had completed before `day`, that day not included.
///
/// Persons, not graduations: who took two programmes counts once. Organisations without anybody are not listed.
pub async fn trained_before(db: &impl ConnectionTrait, day: Day) -> Result<Vec<(OrganisationId, i64)>, DbErr> {
    persons_by_organisation(db, standing().filter(Column::CompletedOn.lt(day))).await
}

/// How many persons are trained (K2) up to and including `to`; the sum of [`Model::is_trained`].
///
/// # Errors
/// When the database does not answer.
pub async fn trained_until(db: &impl ConnectionTrait, to: Day) -> Result<u64, DbErr> {
    trained().filter(Column::CompletedOn.lte(to)).select_only().column(Column::PersonId).distinct().count(db).await
}

/// What one person has completed, oldest first.
pub async fn of_person(db: &impl ConnectionTrait, person: PersonId) -> Result<Vec<Model>, DbErr> {
    in_order(standing().filter(Column::PersonId.eq(person))).all(db).await
}

/// Who has completed from one organisation, oldest first.
pub async fn of_organisation(db: &impl ConnectionTrait, organisation: OrganisationId) -> Result<Vec<Model>, DbErr> {
    in_order(standing().filter(Column::OrganisationId.eq(organisation))).all(db).await
}

/// The first day somebody was trained, for each organisation that has anybody, up to and including `to`.
pub async fn first_trained(db: &impl ConnectionTrait, to: Day) -> Result<Vec<(OrganisationId, Day)>, DbErr> {
    trained()
        .filter(Column::CompletedOn.lte(to))
        .select_only()
        .column(Column::OrganisationId)
        .column_as(Column::CompletedOn.min(), "first")
        .group_by(Column::OrganisationId)
        .into_tuple()
        .all(db)
        .await
}

/// Notes that a decision was taken back (`Some`), or that a new one stands (`None`).
///
/// # Errors
/// When the database refuses.
pub async fn set_withdrawn(
    tx: &WriteTx,
    (person, cohort): (PersonId, CohortId),
    at: Option<Instant>,
) -> Result<(), DbErr> {
    let update = Entity::update_many().col_expr(Column::WithdrawnAt, Expr::value(at));
    let update = update.filter(Column::PersonId.eq(person)).filter(Column::CohortId.eq(cohort));
    update.exec(tx).await.map(|_| ())
}

/// Notes that the certificates of these people in `cohort` were issued; one revoked before is made good.
///
/// # Errors
/// When the database refuses.
pub async fn certify(tx: &WriteTx, persons: &[PersonId], cohort: CohortId, at: Instant) -> Result<(), DbErr> {
    let update = Entity::update_many()
        .col_expr(Column::CertifiedAt, Expr::value(at))
        .col_expr(Column::RevokedAt, Expr::value(Option::<Instant>::None));
    let update = update.filter(Column::PersonId.is_in(persons.iter().copied())).filter(Column::CohortId.eq(cohort));
    update.exec(tx).await.map(|_| ())
}

/// Notes that the certificates of these people in `cohort` were revoked.
///
/// # Errors
/// When the database refuses.
pub async fn revoke(tx: &WriteTx, persons: &[PersonId], cohort: CohortId, at: Instant) -> Result<(), DbErr> {
    let update = Entity::update_many().col_expr(Column::RevokedAt, Expr::value(at));
    let update = update.filter(Column::PersonId.is_in(persons.iter().copied())).filter(Column::CohortId.eq(cohort));
    update.filter(Column::RevokedAt.is_null()).exec(tx).await.map(|_| ())
}

/// Who counts as trained (K2): with a certificate that stands, or taken over from the former register.
fn trained() -> Select<Entity> {
    standing().filter(Column::CertifiedAt.is_not_null().or(Column::Source.eq(Source::FormerRegister)))
}

fn standing() -> Select<Entity> {
    Entity::find().filter(Column::WithdrawnAt.is_null()).filter(Column::RevokedAt.is_null())
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
