//! Programmes, their versions and days, and the titles they give.

use super::entity::{assignment_text, award_title, programme, programme_day, programme_version};
use super::model::CertificateLook;
use crate::kernel::{Day, Lang, ProgrammeId, ProgrammeVersionId, RuleId};
use crate::requirements::Titles;
use crate::storage::WriteTx;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::HashMap;

/// One version of a programme.
///
/// # Errors
/// When the database does not answer.
pub async fn find_version(
    db: &impl ConnectionTrait,
    id: ProgrammeVersionId,
) -> Result<Option<programme_version::Model>, DbErr> {
    programme_version::Entity::find_by_id(id).one(db).await
}

/// The versions among `ids`, in no particular order.
///
/// # Errors
/// When the database does not answer.
pub async fn versions_among(
    db: &impl ConnectionTrait,
    ids: &[ProgrammeVersionId],
) -> Result<Vec<programme_version::Model>, DbErr> {
    let chosen = programme_version::Column::Id.is_in(ids.iter().copied());
    programme_version::Entity::find().filter(chosen).all(db).await
}

/// One programme.
///
/// # Errors
/// When the database does not answer.
pub async fn find(db: &impl ConnectionTrait, id: ProgrammeId) -> Result<Option<programme::Model>, DbErr> {
    programme::Entity::find_by_id(id).one(db).await
}

/// The programme a version belongs to.
///
/// # Errors
/// When the database does not answer.
pub async fn programme_of(
    db: &impl ConnectionTrait,
    version: ProgrammeVersionId,
) -> Result<Option<programme::Model>, DbErr> {
    match find_version(db, version).await? {
        Some(version) => find(db, version.programme_id).await,
        None => Ok(None),
    }
}

/// The days of a version, by number.
///
/// # Errors
/// When the database does not answer.
pub async fn days_of(
    db: &impl ConnectionTrait,
    version: ProgrammeVersionId,
) -> Result<Vec<programme_day::Model>, DbErr> {
    programme_day::Entity::find()
        .filter(programme_day::Column::ProgrammeVersionId.eq(version))
        .order_by_asc(programme_day::Column::Number)
        .all(db)
        .await
}

/// What the assignments of a version are called, for words about its rule in this language.
///
/// # Errors
/// When the database does not answer.
pub async fn titles_of(db: &impl ConnectionTrait, version: ProgrammeVersionId, lang: Lang) -> Result<Titles, DbErr> {
    let texts = assignment_texts_of(db, version).await?;
    Ok(texts.into_iter().map(|text| (text.assignment.clone(), text.title(lang).to_owned())).collect())
}

/// The texts of a version's assignments, in the order they were written.
///
/// # Errors
/// When the database does not answer.
pub async fn assignment_texts_of(
    db: &impl ConnectionTrait,
    version: ProgrammeVersionId,
) -> Result<Vec<assignment_text::Model>, DbErr> {
    assignment_text::Entity::find()
        .filter(assignment_text::Column::ProgrammeVersionId.eq(version))
        .order_by_asc(assignment_text::Column::Id)
        .all(db)
        .await
}

/// The text of one assignment of a version.
///
/// # Errors
/// When the database does not answer.
pub async fn assignment_text(
    db: &impl ConnectionTrait,
    version: ProgrammeVersionId,
    assignment: &str,
) -> Result<Option<assignment_text::Model>, DbErr> {
    assignment_text::Entity::find()
        .filter(assignment_text::Column::ProgrammeVersionId.eq(version))
        .filter(assignment_text::Column::Assignment.eq(assignment))
        .one(db)
        .await
}

/// How many days each version has.
///
/// # Errors
/// When the database does not answer.
pub async fn day_counts(db: &impl ConnectionTrait) -> Result<HashMap<ProgrammeVersionId, i64>, DbErr> {
    let counted: Vec<(ProgrammeVersionId, i64)> = programme_day::Entity::find()
        .select_only()
        .column(programme_day::Column::ProgrammeVersionId)
        .column_as(programme_day::Column::Id.count(), "days")
        .group_by(programme_day::Column::ProgrammeVersionId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(counted.into_iter().collect())
}

/// Every title that `programme` has given or gives.
///
/// # Errors
/// When the database does not answer.
pub async fn award_titles_of(
    db: &impl ConnectionTrait,
    programme: ProgrammeId,
) -> Result<Vec<award_title::Model>, DbErr> {
    award_title::Entity::find().filter(award_title::Column::ProgrammeId.eq(programme)).all(db).await
}

/// Every title of every programme, in the order they were added.
///
/// # Errors
/// When the database does not answer.
pub async fn award_titles(db: &impl ConnectionTrait) -> Result<Vec<award_title::Model>, DbErr> {
    award_title::Entity::find().order_by_asc(award_title::Column::Id).all(db).await
}

/// The title that `programme` gives on `day`; where periods overlap, the one that began last.
///
/// # Errors
/// When the database does not answer.
pub async fn award_title_on(
    db: &impl ConnectionTrait,
    programme: ProgrammeId,
    day: Day,
) -> Result<Option<award_title::Model>, DbErr> {
    let not_over = Condition::any().add(award_title::Column::ToDay.is_null()).add(award_title::Column::ToDay.gte(day));
    award_title::Entity::find()
        .filter(award_title::Column::ProgrammeId.eq(programme))
        .filter(award_title::Column::FromDay.lte(day))
        .filter(not_over)
        .order_by_desc(award_title::Column::FromDay)
        .one(db)
        .await
}

/// Every programme with its latest version, in the order they were added.
///
/// # Errors
/// When the database does not answer.
pub async fn latest_versions(
    db: &impl ConnectionTrait,
) -> Result<Vec<(programme::Model, programme_version::Model)>, DbErr> {
    let programmes = programme::Entity::find().order_by_asc(programme::Column::Id).all(db).await?;
    let versions = programme_version::Entity::find().order_by_desc(programme_version::Column::Number).all(db).await?;
    let latest = programmes.into_iter().filter_map(|programme| {
        let version = versions.iter().find(|version| version.programme_id == programme.id)?;
        Some((programme, version.clone()))
    });
    Ok(latest.collect())
}

/// How many programmes there are.
///
/// # Errors
/// When the database does not answer.
pub async fn in_all(db: &impl ConnectionTrait) -> Result<u64, DbErr> {
    programme::Entity::find().count(db).await
}

/// The latest version of a programme, held until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn lock_latest_version(
    tx: &WriteTx,
    programme: ProgrammeId,
) -> Result<Option<programme_version::Model>, DbErr> {
    programme_version::Entity::find()
        .filter(programme_version::Column::ProgrammeId.eq(programme))
        .order_by_desc(programme_version::Column::Number)
        .lock_exclusive()
        .one(tx)
        .await
}

/// Writes how the certificates of a version look and how long they hold; `seen` is the row as it was locked.
///
/// # Errors
/// When the database refuses.
pub(super) async fn set_certificate(
    tx: &WriteTx,
    seen: &programme_version::Model,
    look: CertificateLook<'_>,
) -> Result<(), DbErr> {
    programme_version::Entity::update_many()
        .col_expr(programme_version::Column::Layout, Expr::value(look.layout))
        .col_expr(programme_version::Column::ValidMonths, Expr::value(look.valid_months))
        .col_expr(programme_version::Column::CertificateLanguages, Expr::value(look.languages.key()))
        .col_expr(programme_version::Column::Version, Expr::value(seen.version + 1))
        .filter(programme_version::Column::Id.eq(seen.id))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Writes which rule a version asks for.
///
/// # Errors
/// When the database refuses.
pub(super) async fn set_rule(tx: &WriteTx, version: ProgrammeVersionId, rule: RuleId) -> Result<(), DbErr> {
    programme_version::Entity::update_many()
        .col_expr(programme_version::Column::RuleId, Expr::value(rule))
        .filter(programme_version::Column::Id.eq(version))
        .exec(tx)
        .await
        .map(|_| ())
}
