//! Accounts as their lists and pages show them, and the statements that change them.

use super::letters::Owner;
use crate::access::sessions;
use crate::kernel::{AccountId, EmailAddress, Instant, Lang, OrganisationId};
use crate::people::entity::{account, account_organisation};
use crate::people::{self, Account, AccountState, Role};
use crate::storage::WriteTx;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::HashMap;

/// One line of the list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The account.
    pub account: Account,
    /// The name of its owner.
    pub name: String,
    /// The address it signs in with, as others may see it.
    pub email: String,
    /// How many devices it is signed in on.
    pub sessions: u64,
}

/// Every account, those that work first, by name.
///
/// # Errors
/// When the database does not answer.
pub async fn all(db: &impl ConnectionTrait, lang: Lang, now: Instant) -> Result<Vec<Listed>, DbErr> {
    let accounts = account::Entity::find().order_by_asc(account::Column::Id).all(db).await?;
    let persons: Vec<_> = accounts.iter().map(|account| account.person_id).collect();
    let persons = people::queries::persons_among(db, &persons).await?;
    let names: HashMap<_, people::Person> = persons.into_iter().map(|person| (person.id, person)).collect();
    let counts = sessions::live_counts(db, now).await?;
    let mut listed: Vec<Listed> = accounts
        .into_iter()
        .map(|account| Listed {
            name: names.get(&account.person_id).map(|person| person.shown_name(lang)).unwrap_or_default(),
            email: names.get(&account.person_id).map(|person| person.shown(lang, &account.email)).unwrap_or_default(),
            sessions: counts.get(&account.id).copied().unwrap_or_default(),
            account,
        })
        .collect();
    let place = |state: AccountState| match state {
        AccountState::Active => 0,
        AccountState::Invited => 1,
        AccountState::Disabled => 2,
        AccountState::Merged => 3,
    };
    listed.sort_by_cached_key(|one| (place(one.account.state), one.name.to_lowercase(), one.account.id));
    Ok(listed)
}

/// Binds an account to exactly these organisations.
///
/// # Errors
/// When the database refuses.
pub async fn bind_to(tx: &WriteTx, id: AccountId, organisations: &[OrganisationId]) -> Result<(), DbErr> {
    account_organisation::Entity::delete_many().filter(account_organisation::Column::AccountId.eq(id)).exec(tx).await?;
    if organisations.is_empty() {
        return Ok(());
    }
    let rows = organisations.iter().map(|organisation| account_organisation::ActiveModel {
        account_id: Set(id),
        organisation_id: Set(*organisation),
    });
    account_organisation::Entity::insert_many(rows).exec_without_returning(tx).await.map(|_| ())
}

/// One account, held until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub async fn lock(tx: &WriteTx, id: AccountId) -> Result<Option<Account>, DbErr> {
    people::queries::hold_account(tx, id).await
}

/// The active administrators, all held: of two who disable each other at once, one finds the other gone.
///
/// # Errors
/// When the database does not answer.
pub async fn lock_administrators(tx: &WriteTx) -> Result<Vec<AccountId>, DbErr> {
    let rows = account::Entity::find()
        .filter(account::Column::Role.eq(Role::Administrator))
        .filter(account::Column::State.eq(AccountState::Active))
        .order_by_asc(account::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Writes what is set in `row` into the account opened with `version`; `false` when somebody saved in between.
///
/// # Errors
/// When the database refuses.
pub async fn write(tx: &WriteTx, id: AccountId, version: i64, row: account::ActiveModel) -> Result<bool, DbErr> {
    let row = account::ActiveModel { version: Set(version + 1), ..row };
    let changed = account::Entity::update_many()
        .set(row)
        .filter(account::Column::Id.eq(id))
        .filter(account::Column::Version.eq(version))
        .exec(tx)
        .await?;
    Ok(changed.rows_affected == 1)
}

/// Who owns `account`, as letters name them; `None` when its address cannot be written to.
///
/// # Errors
/// When the database does not answer.
pub async fn owner(db: &impl ConnectionTrait, account: &Account) -> Result<Option<Owner>, DbErr> {
    let person = people::queries::find_person(db, account.person_id).await?;
    let lang = Lang::from_tag(&account.language).unwrap_or_default();
    Ok(person.zip(EmailAddress::parse(&account.email)).map(|(person, email)| Owner {
        account: account.id,
        name: person.true_name,
        email,
        lang,
    }))
}
