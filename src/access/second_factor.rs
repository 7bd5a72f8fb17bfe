//! The second factor of an account: enrolling an app, taking its codes, and the recovery codes that stand in for it.

use super::entity::recovery_code;
use super::token::TokenKey;
use super::totp::{self, Secret};
use super::vault::{Unopened, Vault};
use crate::kernel::{AccountId, Instant};
use crate::people::Account;
use crate::people::entity::account;
use crate::people::queries;
use crate::storage::WriteTx;
use data_encoding::BASE32_NOPAD;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};

/// How many recovery codes an account gets.
pub const RECOVERY_CODES: usize = 10;
/// How long a page that shows a secret can be confirmed.
const ENROLMENT_MINUTES: i64 = 60;

/// A secret shown on a page, and the same sealed for the page's form: nothing is stored until its first code comes back.
#[derive(Debug, Clone)]
pub struct Offered {
    /// What the app is told.
    pub secret: Secret,
    /// What the form carries; opens for this account only, and for an hour.
    pub sealed: String,
}

/// Offers `account` a new secret.
///
/// # Errors
/// When the machine has no randomness to give.
pub fn offer(vault: &Vault, account: AccountId, now: Instant) -> Result<Offered, Unopened> {
    let secret = Secret::random().map_err(|_| Unopened)?;
    let sealed = vault.seal(&place_of_offer(account), &format!("{} {}", secret.base32(), now.millis()))?;
    Ok(Offered { secret, sealed })
}

/// The offer that a form brought back; `None` when it is another account's, too old or made up.
#[must_use]
pub fn offered(vault: &Vault, account: AccountId, sealed: &str, now: Instant) -> Option<Offered> {
    let opened = vault.open(&place_of_offer(account), sealed).ok()?;
    let (secret, millis) = opened.split_once(' ')?;
    let since = Instant::from_millis(millis.parse().ok()?);
    let is_fresh = since <= now && now < since.plus_minutes(ENROLMENT_MINUTES);
    Secret::parse(secret).filter(|_| is_fresh).map(|secret| Offered { secret, sealed: sealed.to_owned() })
}

fn place_of_offer(account: AccountId) -> String {
    format!("enrolment {account}")
}

fn place(account: AccountId) -> String {
    format!("accounts.totp_secret {account}")
}

/// Makes `secret` the account's second factor if `typed` is a code of it; says whether it was.
///
/// The account must still have the factor it was read with: of two enrolments at once one wins.
///
/// # Errors
/// When the database refuses, or the secret cannot be sealed.
pub async fn confirm(
    tx: &WriteTx,
    vault: &Vault,
    (account, secret): (&Account, &Secret),
    typed: &str,
    now: Instant,
) -> Result<bool, DbErr> {
    let Some(step) = secret.step_of(&digits(typed), now) else { return Ok(false) };
    let sealed = vault.seal(&place(account.id), &secret.base32()).map_err(|error| DbErr::Custom(error.to_string()))?;
    let as_read = match &account.totp_secret {
        Some(old) => account::Column::TotpSecret.eq(old),
        None => account::Column::TotpSecret.is_null(),
    };
    let changed = account::Entity::update_many()
        .col_expr(account::Column::TotpSecret, Expr::value(sealed))
        .col_expr(account::Column::TotpConfirmedAt, Expr::value(now))
        .col_expr(account::Column::TotpLastStep, Expr::value(step))
        .filter(account::Column::Id.eq(account.id))
        .filter(as_read)
        .exec(tx)
        .await?;
    Ok(changed.rows_affected == 1)
}

/// Takes a code of the app or a recovery code, each once; says whether it was right.
///
/// # Errors
/// When the database refuses.
pub async fn take(
    tx: &WriteTx,
    (vault, keys): (&Vault, &TokenKey),
    account: &Account,
    typed: &str,
    now: Instant,
) -> Result<bool, DbErr> {
    let code = digits(typed);
    if code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()) {
        let Some(step) = secret_of(vault, account).and_then(|secret| secret.step_of(&code, now)) else {
            return Ok(false);
        };
        let taken = account::Entity::update_many()
            .col_expr(account::Column::TotpLastStep, Expr::value(step))
            .filter(account::Column::Id.eq(account.id))
            .filter(account::Column::TotpLastStep.lt(step))
            .exec(tx)
            .await?;
        return Ok(taken.rows_affected == 1);
    }
    // The account before its codes and sessions, as whoever disables it or resets its factor does.
    queries::hold_account(tx, account.id).await?;
    let taken = recovery_code::Entity::update_many()
        .col_expr(recovery_code::Column::UsedAt, Expr::value(now))
        .filter(recovery_code::Column::AccountId.eq(account.id))
        .filter(recovery_code::Column::CodeDigest.eq(digest(keys, account.id, &code)))
        .filter(recovery_code::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(taken.rows_affected == 1)
}

/// The account's secret; `None` when it has none or the sealing key is another one now.
fn secret_of(vault: &Vault, account: &Account) -> Option<Secret> {
    let sealed = account.totp_secret.as_deref().filter(|_| account.totp_confirmed_at.is_some())?;
    Secret::parse(&vault.open(&place(account.id), sealed).ok()?)
}

/// The next code of `account` that works, for the throw-away example, which shows it; `None` for the rest of half a minute
/// after it was used ahead of time.
#[must_use]
pub fn code_to_show(vault: &Vault, account: &Account, now: Instant) -> Option<String> {
    let (secret, here) = (secret_of(vault, account)?, totp::step_at(now));
    (here..=here + 1).find(|step| *step > account.totp_last_step).map(|step| secret.code(step))
}

/// Gives `account` a known secret, confirmed; only the example does so.
///
/// # Errors
/// When the database refuses, or the secret cannot be sealed.
pub async fn set_known(
    tx: &WriteTx,
    vault: &Vault,
    account: AccountId,
    secret: &Secret,
    now: Instant,
) -> Result<(), DbErr> {
    let sealed = vault.seal(&place(account), &secret.base32()).map_err(|error| DbErr::Custom(error.to_string()))?;
    account::Entity::update_many()
        .col_expr(account::Column::TotpSecret, Expr::value(sealed))
        .col_expr(account::Column::TotpConfirmedAt, Expr::value(now))
        .filter(account::Column::Id.eq(account))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Takes the second factor away, with its recovery codes: the next sign-in enrols anew.
///
/// # Errors
/// When the database refuses.
pub async fn reset(tx: &WriteTx, account: AccountId) -> Result<(), DbErr> {
    account::Entity::update_many()
        .col_expr(account::Column::TotpSecret, Expr::value(None::<String>))
        .col_expr(account::Column::TotpConfirmedAt, Expr::value(None::<Instant>))
        .filter(account::Column::Id.eq(account))
        .exec(tx)
        .await?;
    drop_recovery_codes(tx, account).await
}

async fn drop_recovery_codes(tx: &WriteTx, account: AccountId) -> Result<(), DbErr> {
    recovery_code::Entity::delete_many().filter(recovery_code::Column::AccountId.eq(account)).exec(tx).await.map(|_| ())
}

/// Makes ten new recovery codes, of 50 random bits each; the former ones are over. Only digests are stored.
///
/// # Errors
/// When the database refuses, or the machine has no randomness to give.
pub async fn new_recovery_codes(
    tx: &WriteTx,
    keys: &TokenKey,
    account: AccountId,
    now: Instant,
) -> Result<Vec<String>, DbErr> {
    drop_recovery_codes(tx, account).await?;
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let mut random = [0_u8; 10];
        getrandom::fill(&mut random).map_err(|error| DbErr::Custom(error.to_string()))?;
        codes.push(BASE32_NOPAD.encode(&random).to_lowercase().chars().take(10).collect::<String>());
    }
    let rows = codes.iter().map(|code| recovery_code::ActiveModel {
        account_id: Set(account),
        code_digest: Set(digest(keys, account, code)),
        made_at: Set(now),
        ..recovery_code::ActiveModel::default()
    });
    recovery_code::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(codes.iter().map(|code| format!("{}-{}", &code[..5], &code[5..])).collect())
}

/// How many recovery codes of `account` are left.
///
/// # Errors
/// When the database does not answer.
pub async fn recovery_codes_left(db: &impl ConnectionTrait, account: AccountId) -> Result<u64, DbErr> {
    recovery_code::Entity::find()
        .filter(recovery_code::Column::AccountId.eq(account))
        .filter(recovery_code::Column::UsedAt.is_null())
        .count(db)
        .await
}

fn digest(keys: &TokenKey, account: AccountId, code: &str) -> String {
    keys.digest(&format!("recovery {account} {code}"))
}

/// A code without the spaces and hyphens it is shown with.
fn digits(typed: &str) -> String {
    typed.chars().filter(|letter| letter.is_alphanumeric()).take(40).flat_map(char::to_lowercase).collect()
}
