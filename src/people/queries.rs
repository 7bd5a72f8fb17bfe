//! Persons and accounts, found and added.

use super::entity::{account, person};
use super::model::{AccountState, Protection, Role};
use crate::kernel::{AccountId, EmailAddress, Instant, Lang, OrganisationId, PersonId, PersonName};
use crate::storage::WriteTx;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait as _},
};

/// One person.
///
/// # Errors
/// When the database does not answer.
pub async fn find_person(db: &impl ConnectionTrait, id: PersonId) -> Result<Option<person::Model>, DbErr> {
    person::Entity::find_by_id(id).one(db).await
}

/// The persons among `ids`, in no particular order.
///
/// # Errors
/// When the database does not answer.
pub async fn persons_among(db: &impl ConnectionTrait, ids: &[PersonId]) -> Result<Vec<person::Model>, DbErr> {
    person::Entity::find().filter(person::Column::Id.is_in(ids.iter().copied())).all(db).await
}

/// The person known by this address and name, if there is exactly such a one.
///
/// Two colleagues may share a mailbox, so the address alone does not say who it is.
///
/// # Errors
/// When the database does not answer.
pub async fn person_known_as(
    db: &impl ConnectionTrait,
    email: &EmailAddress,
    name: &PersonName,
) -> Result<Option<person::Model>, DbErr> {
    person::Entity::find()
        .filter(person::Column::Email.eq(email.normalised()))
        .filter(person::Column::TrueName.eq(name.as_str()))
        .order_by_asc(person::Column::Id)
        .one(db)
        .await
}

/// Adds a person.
///
/// # Errors
/// When the database refuses.
pub async fn add_person(
    tx: &WriteTx,
    name: &PersonName,
    email: Option<&EmailAddress>,
    organisation: Option<OrganisationId>,
    now: Instant,
) -> Result<PersonId, DbErr> {
    let row = person::ActiveModel {
        true_name: Set(name.to_string()),
        email: Set(email.map(EmailAddress::normalised)),
        organisation_id: Set(organisation),
        language: Set(Lang::Sv.tag().to_owned()),
        is_protected: Set(false),
        created_at: Set(now),
        version: Set(1),
        ..person::ActiveModel::default()
    };
    Ok(person::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// One account.
///
/// # Errors
/// When the database does not answer.
pub async fn find_account(db: &impl ConnectionTrait, id: AccountId) -> Result<Option<account::Model>, DbErr> {
    account::Entity::find_by_id(id).one(db).await
}

/// The account that signs in with this address.
///
/// # Errors
/// When the database does not answer.
pub async fn account_by_email(db: &impl ConnectionTrait, email: &str) -> Result<Option<account::Model>, DbErr> {
    account::Entity::find().filter(account::Column::Email.eq(email.to_lowercase())).one(db).await
}

/// Active accounts that may stand in front of a course, with their persons.
///
/// # Errors
/// When the database does not answer.
pub async fn trainers(db: &impl ConnectionTrait) -> Result<Vec<(AccountId, person::Model)>, DbErr> {
    let accounts = account::Entity::find()
        .filter(account::Column::Role.eq(Role::Trainer))
        .filter(account::Column::State.eq(AccountState::Active))
        .all(db)
        .await?;
    let persons = persons_among(db, &accounts.iter().map(|account| account.person_id).collect::<Vec<_>>()).await?;
    let with_person = accounts.iter().filter_map(|account| {
        let person = persons.iter().find(|person| person.id == account.person_id)?;
        Some((account.id, person.clone()))
    });
    Ok(with_person.collect())
}

/// The names behind the accounts among `ids`, as they may be shown.
///
/// # Errors
/// When the database does not answer.
pub async fn names_of(
    db: &impl ConnectionTrait,
    ids: &[AccountId],
    lang: Lang,
) -> Result<Vec<(AccountId, String)>, DbErr> {
    let accounts = account::Entity::find().filter(account::Column::Id.is_in(ids.iter().copied())).all(db).await?;
    let persons = persons_among(db, &accounts.iter().map(|account| account.person_id).collect::<Vec<_>>()).await?;
    let named = accounts.iter().filter_map(|account| {
        let person = persons.iter().find(|person| person.id == account.person_id)?;
        Some((account.id, person.shown_name(lang)))
    });
    Ok(named.collect())
}

/// How many accounts there are; zero means that nobody can sign in yet.
///
/// # Errors
/// When the database does not answer.
pub async fn accounts_in_all(db: &impl ConnectionTrait) -> Result<u64, DbErr> {
    account::Entity::find().count(db).await
}

/// Adds an account for `person`.
///
/// # Errors
/// When the database refuses; a taken address is a unique violation.
pub(super) async fn add_account(
    tx: &WriteTx,
    person: PersonId,
    email: &EmailAddress,
    role: Role,
    password_hash: (String, Instant),
) -> Result<AccountId, DbErr> {
    let row = account::ActiveModel {
        person_id: Set(person),
        email: Set(email.normalised()),
        role: Set(role),
        state: Set(AccountState::Active),
        password_hash: Set(Some(password_hash.0)),
        language: Set(Lang::Sv.tag().to_owned()),
        created_at: Set(password_hash.1),
        version: Set(1),
        ..account::ActiveModel::default()
    };
    Ok(account::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// Notes when somebody signed in last.
///
/// # Errors
/// When the database refuses.
pub async fn note_sign_in(tx: &WriteTx, account: AccountId, now: Instant) -> Result<(), DbErr> {
    account::Entity::update_many()
        .col_expr(account::Column::LastSignInAt, Expr::value(now))
        .filter(account::Column::Id.eq(account))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Sets or takes away the protection of a person.
///
/// # Errors
/// When the database refuses.
pub async fn set_protected(tx: &WriteTx, person: PersonId, how: Protection) -> Result<(), DbErr> {
    person::Entity::update_many()
        .col_expr(person::Column::IsProtected, Expr::value(how == Protection::On))
        .col_expr(person::Column::Version, Expr::col(person::Column::Version).add(1))
        .filter(person::Column::Id.eq(person))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Protected persons, all of them; they are few.
///
/// # Errors
/// When the database does not answer.
pub async fn protected(db: &impl ConnectionTrait) -> Result<Vec<person::Model>, DbErr> {
    person::Entity::find().filter(person::Column::IsProtected.eq(true)).all(db).await
}
