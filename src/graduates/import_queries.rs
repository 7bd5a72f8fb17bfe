//! What an import reads and writes.

use super::entity::{graduate, import};
use super::import_check::{Register, Sound};
use super::model::Source;
use crate::kernel::{AccountId, Day, ImportId, Instant, Lang, OrganisationId, PersonId, ProgrammeId};
use crate::organisations;
use crate::people::entity::person;
use crate::programmes::entity::programme;
use crate::storage::WriteTx;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};

/// Rows that one statement inserts; a statement takes 32 766 values at most on SQLite.
const AT_ONCE: usize = 500;

/// The programmes that graduates can have completed, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn programmes(db: &impl ConnectionTrait) -> Result<Vec<programme::Model>, DbErr> {
    programme::Entity::find().order_by_asc(programme::Column::Id).all(db).await
}

/// Locks the programme while graduates are added to it, so that two imports of one file cannot cross.
pub(super) async fn lock_programme(tx: &WriteTx, id: ProgrammeId) -> Result<Option<programme::Model>, DbErr> {
    programme::Entity::find_by_id(id).lock_exclusive().one(tx).await
}

/// What the register knows, for a check on `today`.
///
/// # Errors
/// When the database does not answer.
pub async fn register(db: &impl ConnectionTrait, of: ProgrammeId, today: Day) -> Result<Register, DbErr> {
    use chrono::Datelike;
    let organisations = organisations::queries::all(db).await?;
    let organisations: Vec<_> = organisations.into_iter().map(|one| (one.id, one.code, one.name)).collect();
    let graduates: Vec<(PersonId, OrganisationId, Day)> = graduate::Entity::find()
        .select_only()
        .columns([graduate::Column::PersonId, graduate::Column::OrganisationId, graduate::Column::CompletedOn])
        .filter(graduate::Column::ProgrammeId.eq(of))
        .into_tuple()
        .all(db)
        .await?;
    let names: Vec<(PersonId, String)> = person::Entity::find()
        .select_only()
        .columns([person::Column::Id, person::Column::TrueName])
        .filter(
            person::Column::Id.in_subquery(
                sea_orm::sea_query::Query::select()
                    .column(graduate::Column::PersonId)
                    .from(graduate::Entity)
                    .and_where(graduate::Column::ProgrammeId.eq(of))
                    .take(),
            ),
        )
        .into_tuple()
        .all(db)
        .await?;
    let names: std::collections::HashMap<PersonId, String> = names.into_iter().collect();
    let registered = graduates.into_iter().filter_map(|(person, at, day)| {
        let name = names.get(&person)?;
        Some((name.clone(), at, day.year()))
    });
    Ok(Register::new(&organisations, registered, today.year()))
}

/// Persons with one of the names of `rows`, the oldest first.
pub(super) async fn namesakes(tx: &WriteTx, rows: &[Sound]) -> Result<Vec<person::Model>, DbErr> {
    person::Entity::find()
        .filter(person::Column::TrueName.is_in(rows.iter().map(|one| one.row.name.as_str())))
        .order_by_asc(person::Column::Id)
        .all(tx)
        .await
}

/// Adds persons and gives them back with their ids.
pub(super) async fn add_persons(tx: &WriteTx, rows: &[&Sound], now: Instant) -> Result<Vec<person::Model>, DbErr> {
    let mut added = Vec::with_capacity(rows.len());
    for some in rows.chunks(AT_ONCE) {
        let new = some.iter().map(|one| person::ActiveModel {
            true_name: Set(one.row.name.to_string()),
            email: Set(one.row.email.as_ref().map(crate::kernel::EmailAddress::normalised)),
            organisation_id: Set(Some(one.organisation)),
            language: Set(Lang::Sv.tag().to_owned()),
            is_protected: Set(false),
            created_at: Set(now),
            version: Set(1),
            ..Default::default()
        });
        added.extend(person::Entity::insert_many(new).exec_with_returning(tx).await?);
    }
    Ok(added)
}

/// Adds the import itself.
pub(super) async fn add_import(tx: &WriteTx, by: AccountId, rows: usize, now: Instant) -> Result<ImportId, DbErr> {
    let row = import::ActiveModel {
        at: Set(now),
        account_id: Set(by),
        row_count: Set(i64::try_from(rows).unwrap_or(i64::MAX)),
        undone_at: Set(None),
        ..Default::default()
    };
    Ok(import::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// Adds one graduation for each person and row.
pub(super) async fn add_graduates(
    tx: &WriteTx,
    import: ImportId,
    programme: &programme::Model,
    rows: &[(PersonId, &Sound)],
    now: Instant,
) -> Result<(), DbErr> {
    for some in rows.chunks(AT_ONCE) {
        let new = some.iter().map(|(person, one)| graduate::ActiveModel {
            person_id: Set(*person),
            programme_id: Set(programme.id),
            organisation_id: Set(one.organisation),
            cohort_id: Set(None),
            course: Set(one.row.course.clone()),
            completed_on: Set(Day::from_ymd_opt(one.row.year, 12, 31).unwrap_or_default()),
            source: Set(Source::FormerRegister),
            import_id: Set(Some(import)),
            withdrawn_at: Set(None),
            certified_at: Set(None),
            revoked_at: Set(None),
            created_at: Set(now),
            ..Default::default()
        });
        graduate::Entity::insert_many(new).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// One import.
///
/// # Errors
/// When the database does not answer.
pub async fn find_import(db: &impl ConnectionTrait, id: ImportId) -> Result<Option<import::Model>, DbErr> {
    import::Entity::find_by_id(id).one(db).await
}

/// Every import, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn imports(db: &impl ConnectionTrait) -> Result<Vec<import::Model>, DbErr> {
    import::Entity::find().order_by_desc(import::Column::Id).all(db).await
}

/// How many graduations an import has left.
///
/// # Errors
/// When the database does not answer.
pub async fn left_of(db: &impl ConnectionTrait, id: ImportId) -> Result<u64, DbErr> {
    graduate::Entity::find().filter(graduate::Column::ImportId.eq(id)).count(db).await
}

/// The persons an import registered.
///
/// # Errors
/// When the database does not answer.
pub async fn persons_of(db: &impl ConnectionTrait, id: ImportId) -> Result<Vec<PersonId>, DbErr> {
    graduate::Entity::find()
        .select_only()
        .column(graduate::Column::PersonId)
        .distinct()
        .filter(graduate::Column::ImportId.eq(id))
        .into_tuple()
        .all(db)
        .await
}

/// Marks the import as undone; `false` when it was already.
pub(super) async fn mark_undone(tx: &WriteTx, id: ImportId, now: Instant) -> Result<bool, DbErr> {
    let done = import::Entity::update_many()
        .col_expr(import::Column::UndoneAt, Expr::value(now))
        .filter(import::Column::Id.eq(id))
        .filter(import::Column::UndoneAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Removes what an import registered.
pub(super) async fn remove_graduates(tx: &WriteTx, id: ImportId) -> Result<(), DbErr> {
    graduate::Entity::delete_many().filter(graduate::Column::ImportId.eq(id)).exec(tx).await.map(|_| ())
}

/// Of `persons`, those that still stand among the graduates.
pub(super) async fn still_graduates(tx: &WriteTx, persons: &[PersonId]) -> Result<Vec<PersonId>, DbErr> {
    graduate::Entity::find()
        .select_only()
        .column(graduate::Column::PersonId)
        .distinct()
        .filter(graduate::Column::PersonId.is_in(persons.iter().copied()))
        .into_tuple()
        .all(tx)
        .await
}

/// Removes persons nothing refers to.
pub(super) async fn remove_persons(tx: &WriteTx, persons: &[PersonId]) -> Result<(), DbErr> {
    person::Entity::delete_many().filter(person::Column::Id.is_in(persons.iter().copied())).exec(tx).await.map(|_| ())
}
