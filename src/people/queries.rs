//! Persons and accounts, found and added.

use super::entity::{account, account_organisation, identity, person};
use super::model::{AccountState, Protection, Role};
use crate::kernel::{AccountId, EmailAddress, Instant, Lang, OrganisationId, PersonId, PersonName};
use crate::storage::WriteTx;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
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

/// One person, held until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub async fn hold_person(tx: &WriteTx, id: PersonId) -> Result<Option<person::Model>, DbErr> {
    person::Entity::find_by_id(id).lock_exclusive().one(tx).await
}

/// Several persons, held as they are until the transaction ends: others may read and refer to them, nobody may change them.
///
/// # Errors
/// When the database does not answer.
pub async fn hold_persons(tx: &WriteTx, ids: &[PersonId]) -> Result<Vec<person::Model>, DbErr> {
    let among = person::Entity::find().filter(person::Column::Id.is_in(ids.iter().copied()));
    among.order_by_asc(person::Column::Id).lock_shared().all(tx).await
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

/// One account, held until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub async fn hold_account(tx: &WriteTx, id: AccountId) -> Result<Option<account::Model>, DbErr> {
    account::Entity::find_by_id(id).lock_exclusive().one(tx).await
}

/// Every account of whoever `account` belongs to: of the same person, merged into one of them or into the same third.
///
/// Whoever asks for a second person asks here, so that nobody is two.
///
/// # Errors
/// When the database does not answer.
pub async fn accounts_of_same(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<AccountId>, DbErr> {
    let mut others = account::Entity::find().all(db).await?;
    let mut own: Vec<account::Model> = others.extract_if(.., |one| one.id == account).collect();
    loop {
        let is_same = |one: &account::Model| {
            let leads = |from: &account::Model, to: &account::Model| from.merged_into == Some(to.id);
            own.iter().any(|known| known.person_id == one.person_id || leads(known, one) || leads(one, known))
        };
        let more: Vec<account::Model> = others.extract_if(.., |one| is_same(one)).collect();
        if more.is_empty() {
            return Ok(own.into_iter().map(|one| one.id).collect());
        }
        own.extend(more);
    }
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

/// Which of these accounts are those of protected persons.
///
/// # Errors
/// When the database does not answer.
pub async fn protected_among(db: &impl ConnectionTrait, ids: &[AccountId]) -> Result<Vec<AccountId>, DbErr> {
    let accounts = account::Entity::find().filter(account::Column::Id.is_in(ids.iter().copied())).all(db).await?;
    let persons = persons_among(db, &accounts.iter().map(|account| account.person_id).collect::<Vec<_>>()).await?;
    let is_protected =
        |account: &&account::Model| persons.iter().any(|person| person.id == account.person_id && person.is_protected);
    Ok(accounts.iter().filter(is_protected).map(|account| account.id).collect())
}

/// Every account with its person, in no particular order.
///
/// # Errors
/// When the database does not answer.
pub async fn accounts_with_names(db: &impl ConnectionTrait) -> Result<Vec<(account::Model, person::Model)>, DbErr> {
    let accounts = account::Entity::find().all(db).await?;
    let ids: Vec<PersonId> = accounts.iter().map(|account| account.person_id).collect();
    let persons: std::collections::HashMap<PersonId, person::Model> =
        persons_among(db, &ids).await?.into_iter().map(|person| (person.id, person)).collect();
    Ok(accounts
        .into_iter()
        .filter_map(|account| persons.get(&account.person_id).cloned().map(|one| (account, one)))
        .collect())
}

/// How many accounts there are; zero means that nobody can sign in yet.
///
/// # Errors
/// When the database does not answer.
pub async fn accounts_in_all(db: &impl ConnectionTrait) -> Result<u64, DbErr> {
    account::Entity::find().count(db).await
}

/// An account about to be added.
#[derive(Debug, Clone)]
pub struct NewRow<'a> {
    /// Whose it is.
    pub person: PersonId,
    /// What it is known by.
    pub email: &'a EmailAddress,
    /// What it may do.
    pub role: Role,
    /// The digest of its password; without one it is only invited.
    pub password_hash: Option<String>,
    /// The language of its letters and pages.
    pub lang: Lang,
}

/// Adds an account: active with a password, invited without.
///
/// # Errors
/// When the database refuses; a taken address is a unique violation.
pub async fn add_account(tx: &WriteTx, new: NewRow<'_>, now: Instant) -> Result<AccountId, DbErr> {
    let state = if new.password_hash.is_some() { AccountState::Active } else { AccountState::Invited };
    let row = account::ActiveModel {
        person_id: Set(new.person),
        email: Set(new.email.normalised()),
        role: Set(new.role),
        state: Set(state),
        password_hash: Set(new.password_hash),
        language: Set(new.lang.tag().to_owned()),
        created_at: Set(now),
        version: Set(1),
        ..account::ActiveModel::default()
    };
    Ok(account::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// The account a provider (`issuer`) knows by `subject`.
///
/// # Errors
/// When the database does not answer.
pub async fn account_by_identity(
    db: &impl ConnectionTrait,
    issuer: &str,
    subject: &str,
) -> Result<Option<account::Model>, DbErr> {
    let known = identity::Entity::find()
        .filter(identity::Column::Issuer.eq(issuer))
        .filter(identity::Column::Subject.eq(subject))
        .one(db)
        .await?;
    match known {
        Some(known) => find_account(db, known.account_id).await,
        None => Ok(None),
    }
}

/// Notes that `issuer` knows the account as `subject`.
///
/// # Errors
/// When the database refuses; one identity leads to one account, a second is a unique violation.
pub async fn add_identity(
    tx: &WriteTx,
    account: AccountId,
    (issuer, subject): (&str, &str),
    now: Instant,
) -> Result<(), DbErr> {
    let row = identity::ActiveModel {
        account_id: Set(account),
        issuer: Set(issuer.to_owned()),
        subject: Set(subject.to_owned()),
        added_at: Set(now),
        ..identity::ActiveModel::default()
    };
    identity::Entity::insert(row).exec_without_returning(tx).await.map(|_| ())
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

/// The organisations an account speaks for.
///
/// # Errors
/// When the database does not answer.
pub async fn organisations_of(db: &impl ConnectionTrait, id: AccountId) -> Result<Vec<OrganisationId>, DbErr> {
    let rows = account_organisation::Entity::find()
        .filter(account_organisation::Column::AccountId.eq(id))
        .order_by_asc(account_organisation::Column::OrganisationId)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.organisation_id).collect())
}

/// Corrects a person's address, unless the person is known by another one meanwhile.
///
/// # Errors
/// When the database refuses.
pub async fn correct_address(tx: &WriteTx, id: PersonId, (before, after): (&str, &str)) -> Result<(), DbErr> {
    person::Entity::update_many()
        .col_expr(person::Column::Email, Expr::value(after))
        .col_expr(person::Column::Version, Expr::col(person::Column::Version).add(1))
        .filter(person::Column::Id.eq(id))
        .filter(person::Column::Email.eq(before))
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

/// The names of protected persons with an account.
///
/// For what has names of the staff frozen in it: no number leads from there to the person.
///
/// # Errors
/// When the database does not answer.
pub async fn protected_staff(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let persons = protected(db).await?;
    let ids = persons.iter().map(|person| person.id);
    let accounts = account::Entity::find().filter(account::Column::PersonId.is_in(ids)).all(db).await?;
    let is_staff = |person: &person::Model| accounts.iter().any(|account| account.person_id == person.id);
    Ok(persons.into_iter().filter(is_staff).map(|person| person.true_name).collect())
}

/// Protected persons, all of them; they are few.
///
/// # Errors
/// When the database does not answer.
pub async fn protected(db: &impl ConnectionTrait) -> Result<Vec<person::Model>, DbErr> {
    person::Entity::find().filter(person::Column::IsProtected.eq(true)).all(db).await
}
