//! Making accounts.

use super::model::{Refusal, Role};
use super::password::{self, Password};
use super::queries::{self, NewRow};
use crate::journal::{self, Event};
use crate::kernel::{AccountId, Actor, EmailAddress, Failure, Instant, Lang, PersonName};
use crate::storage::{Db, is_taken};
use sea_orm::DbErr;

/// A person and the account to be made for them.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// The person's name.
    pub name: PersonName,
    /// What they sign in with.
    pub email: EmailAddress,
    /// What they may do.
    pub role: Role,
}

/// Makes an account with a password.
///
/// # Errors
/// Refused when the address has an account already.
pub async fn create_account(
    db: &Db,
    by: &Actor,
    new: &NewAccount,
    password: &Password,
    now: Instant,
) -> Result<AccountId, Failure<Refusal>> {
    let hash = password::hash(password).await.map_err(|error| Failure::Storage(DbErr::Custom(error)))?;
    let tx = db.begin_write().await?;
    let person = queries::add_person(&tx, &new.name, Some(&new.email), None, now).await?;
    let row = NewRow { person, email: &new.email, role: new.role, password_hash: Some(hash), lang: Lang::Sv };
    let made = queries::add_account(&tx, row, now).await;
    let account =
        made.map_err(
            |error| {
                if is_taken(&error) { Failure::Refused(Refusal::AddressTaken) } else { Failure::Storage(error) }
            },
        )?;
    let event = Event::new("account.created", "account", account.0).with("role", new.role.key());
    journal::record(&tx, by, event, now).await?;
    tx.commit().await?;
    Ok(account)
}
