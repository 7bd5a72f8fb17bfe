//! Offers, what they offer and to whom.

use super::entity::{offer, offer_cohort, offer_organisation};
use super::model::{OfferState, Terms};
use crate::cohorts::{self, Cohort, CourseDay};
use crate::kernel::{CohortId, Failure, Instant, OfferId, OrganisationId};
use crate::storage::WriteTx;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};

/// One offer.
///
/// # Errors
/// When the database does not answer.
pub async fn find(db: &impl ConnectionTrait, id: OfferId) -> Result<Option<offer::Model>, DbErr> {
    offer::Entity::find_by_id(id).one(db).await
}

/// The offer with this code; drafts too, which the public must not see.
///
/// # Errors
/// When the database does not answer.
pub async fn find_by_code(db: &impl ConnectionTrait, code: &str) -> Result<Option<offer::Model>, DbErr> {
    offer::Entity::find().filter(offer::Column::Code.eq(code)).one(db).await
}

/// The offers among `ids`, in no particular order.
///
/// # Errors
/// When the database does not answer.
pub async fn among(db: &impl ConnectionTrait, ids: &[OfferId]) -> Result<Vec<offer::Model>, DbErr> {
    offer::Entity::find().filter(offer::Column::Id.is_in(ids.iter().copied())).all(db).await
}

/// One offer, held until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub async fn lock(tx: &WriteTx, id: OfferId) -> Result<Option<offer::Model>, DbErr> {
    offer::Entity::find_by_id(id).lock_exclusive().one(tx).await
}

/// Every offer, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<offer::Model>, DbErr> {
    offer::Entity::find().order_by_desc(offer::Column::Id).all(db).await
}

/// The offers in `state`, in the order they were made.
///
/// # Errors
/// When the database does not answer.
pub async fn in_state(db: &impl ConnectionTrait, state: OfferState) -> Result<Vec<offer::Model>, DbErr> {
    offer::Entity::find().filter(offer::Column::State.eq(state)).order_by_asc(offer::Column::Id).all(db).await
}

/// The offers that take applications at `now`, the nearest deadline first.
///
/// # Errors
/// When the database does not answer.
pub async fn open(db: &impl ConnectionTrait, now: Instant) -> Result<Vec<offer::Model>, DbErr> {
    offer::Entity::find()
        .filter(offer::Column::State.eq(OfferState::Published))
        .filter(offer::Column::DeadlineAt.gte(now))
        .order_by_asc(offer::Column::DeadlineAt)
        .order_by_asc(offer::Column::Id)
        .all(db)
        .await
}

/// Moves an offer that is held by the transaction to `state`.
///
/// # Errors
/// When the database refuses.
pub async fn set_state(tx: &WriteTx, offer: &offer::Model, state: OfferState) -> Result<(), DbErr> {
    offer::Entity::update_many()
        .col_expr(offer::Column::State, Expr::value(state))
        .col_expr(offer::Column::Version, Expr::value(offer.version + 1))
        .filter(offer::Column::Id.eq(offer.id))
        .exec(tx)
        .await
        .map(|_| ())
}

/// The cohorts of an offer, in the offer's order.
///
/// # Errors
/// When the database does not answer.
pub async fn cohorts_of(db: &impl ConnectionTrait, id: OfferId) -> Result<Vec<Cohort>, DbErr> {
    Ok(cohorts_among(db, &[id]).await?.into_iter().map(|(_, cohort)| cohort).collect())
}

/// The cohorts of an offer, in the offer's order, each with its days by number.
///
/// # Errors
/// When the database does not answer.
pub async fn cohorts_with_days(db: &impl ConnectionTrait, id: OfferId) -> Result<Vec<(Cohort, Vec<CourseDay>)>, DbErr> {
    let cohorts = cohorts_of(db, id).await?;
    let ids: Vec<CohortId> = cohorts.iter().map(|cohort| cohort.id).collect();
    let days = cohorts::queries::days_among(db, &ids).await?;
    let with_days = cohorts.into_iter().map(|cohort| {
        let own = days.iter().filter(|day| day.cohort_id == cohort.id).cloned().collect();
        (cohort, own)
    });
    Ok(with_days.collect())
}

/// The cohorts of several offers, each with its offer, in the offers' order.
///
/// # Errors
/// When the database does not answer.
pub async fn cohorts_among(db: &impl ConnectionTrait, ids: &[OfferId]) -> Result<Vec<(OfferId, Cohort)>, DbErr> {
    let links = offer_cohort::Entity::find()
        .filter(offer_cohort::Column::OfferId.is_in(ids.iter().copied()))
        .order_by_asc(offer_cohort::Column::OfferId)
        .order_by_asc(offer_cohort::Column::Position)
        .all(db)
        .await?;
    let chosen: Vec<CohortId> = links.iter().map(|link| link.cohort_id).collect();
    let cohorts = cohorts::queries::among(db, &chosen).await?;
    let joined = links.into_iter().filter_map(|link| {
        let cohort = cohorts.iter().find(|cohort| cohort.id == link.cohort_id)?;
        Some((link.offer_id, cohort.clone()))
    });
    Ok(joined.collect())
}

/// The offer a cohort stands in.
///
/// # Errors
/// When the database does not answer.
pub async fn offer_of(db: &impl ConnectionTrait, cohort: CohortId) -> Result<Option<offer::Model>, DbErr> {
    match offer_cohort::Entity::find_by_id(cohort).one(db).await? {
        Some(link) => find(db, link.offer_id).await,
        None => Ok(None),
    }
}

/// Which cohort stands in which offer.
///
/// # Errors
/// When the database does not answer.
pub async fn links(db: &impl ConnectionTrait) -> Result<Vec<(CohortId, OfferId)>, DbErr> {
    let links = offer_cohort::Entity::find().order_by_asc(offer_cohort::Column::CohortId).all(db).await?;
    Ok(links.into_iter().map(|link| (link.cohort_id, link.offer_id)).collect())
}

/// The organisations an offer is addressed to.
///
/// # Errors
/// When the database does not answer.
pub async fn addressed(db: &impl ConnectionTrait, id: OfferId) -> Result<Vec<OrganisationId>, DbErr> {
    let rows = offer_organisation::Entity::find()
        .filter(offer_organisation::Column::OfferId.eq(id))
        .order_by_asc(offer_organisation::Column::OrganisationId)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.organisation_id).collect())
}

/// The organisations that each of these offers is addressed to; one that names none stands in no pair.
///
/// # Errors
/// When the database does not answer.
pub async fn addressees_of(
    db: &impl ConnectionTrait,
    ids: &[OfferId],
) -> Result<Vec<(OfferId, OrganisationId)>, DbErr> {
    let rows = offer_organisation::Entity::find()
        .filter(offer_organisation::Column::OfferId.is_in(ids.iter().copied()))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.offer_id, row.organisation_id)).collect())
}

/// Notes that an addressed organisation was reminded at `now`; `false` when the offer is not addressed to it.
///
/// # Errors
/// When the database refuses.
pub async fn set_reminded(
    tx: &WriteTx,
    id: OfferId,
    organisation: OrganisationId,
    now: Instant,
) -> Result<bool, DbErr> {
    let noted = offer_organisation::Entity::update_many()
        .col_expr(offer_organisation::Column::RemindedAt, Expr::value(now))
        .filter(offer_organisation::Column::OfferId.eq(id))
        .filter(offer_organisation::Column::OrganisationId.eq(organisation))
        .exec(tx)
        .await?;
    Ok(noted.rows_affected == 1)
}

/// Takes a cohort out of the offer it stands in; only of a draft, since a published offer keeps what it offered.
///
/// # Errors
/// When the database refuses.
pub async fn take_out(tx: &WriteTx, cohort: CohortId) -> Result<(), DbErr> {
    offer_cohort::Entity::delete_many().filter(offer_cohort::Column::CohortId.eq(cohort)).exec(tx).await.map(|_| ())
}

/// Lets the offer offer exactly these cohorts to exactly these organisations.
///
/// # Errors
/// When the database refuses; a cohort of another offer is a unique violation.
pub(super) async fn set_reach(tx: &WriteTx, id: OfferId, terms: &Terms) -> Result<(), DbErr> {
    offer_cohort::Entity::delete_many().filter(offer_cohort::Column::OfferId.eq(id)).exec(tx).await?;
    let cohorts = (1..).zip(&terms.cohorts).map(|(position, cohort)| offer_cohort::ActiveModel {
        cohort_id: Set(*cohort),
        offer_id: Set(id),
        position: Set(position),
    });
    offer_cohort::Entity::insert_many(cohorts).exec_without_returning(tx).await?;
    offer_organisation::Entity::delete_many().filter(offer_organisation::Column::OfferId.eq(id)).exec(tx).await?;
    let organisations = terms.organisations.iter().map(|organisation| offer_organisation::ActiveModel {
        offer_id: Set(id),
        organisation_id: Set(*organisation),
        reminded_at: Set(None),
    });
    offer_organisation::Entity::insert_many(organisations).exec_without_returning(tx).await.map(|_| ())
}

/// Closes the offer and freezes the list of references the lot is drawn among, one a line, with the hash of it.
///
/// `references` come sorted, ineligible ones too; their hash is that of `allocation::list_hash`.
///
/// # Errors
/// Stale when the offer was changed since it was read.
pub async fn freeze<R>(
    tx: &WriteTx,
    offer: &offer::Model,
    references: &[String],
    list_hash: String,
    now: Instant,
) -> Result<(), Failure<R>> {
    let row = offer::ActiveModel {
        state: Set(OfferState::Closed),
        frozen_references: Set(Some(references.join("\n"))),
        list_hash: Set(Some(list_hash)),
        closed_at: Set(Some(now)),
        version: Set(offer.version + 1),
        ..offer::ActiveModel::default()
    };
    write(tx, (offer.id, offer.version), row).await
}

/// Notes that the offer's seats have been given.
///
/// # Errors
/// Stale when the offer was changed since it was read.
pub async fn set_allocated<R>(tx: &WriteTx, offer: &offer::Model) -> Result<(), Failure<R>> {
    let version = Set(offer.version + 1);
    let row = offer::ActiveModel { state: Set(OfferState::Allocated), version, ..offer::ActiveModel::default() };
    write(tx, (offer.id, offer.version), row).await
}

/// Writes what is set in `row`, if the offer still has `version`.
///
/// # Errors
/// Stale when it has another.
pub(super) async fn write<R>(
    tx: &WriteTx,
    (id, version): (OfferId, i64),
    row: offer::ActiveModel,
) -> Result<(), Failure<R>> {
    let changed = offer::Entity::update_many()
        .set(row)
        .filter(offer::Column::Id.eq(id))
        .filter(offer::Column::Version.eq(version))
        .exec(tx)
        .await?;
    if changed.rows_affected == 0 { Err(Failure::Stale) } else { Ok(()) }
}
