//! Signing in with address and password. Which accounts exist, neither answer nor time tells.

use super::NewSession;
use super::token::{Token, TokenKey};
use super::{attempts, sessions};
use crate::journal::{self, Event};
use crate::kernel::{Actor, Failure, Instant};
use crate::people::{Account, AccountState, Refusal, password, queries};
use crate::storage::Db;

/// What was typed.
#[derive(Clone, Copy)]
pub struct Credentials<'a> {
    /// The address.
    pub email: &'a str,
    /// The password.
    pub password: &'a str,
}

const MOST_FAILURES: u64 = 10;
const WINDOW_MINUTES: i64 = 15;

/// Opens a session for whoever owns `typed`.
///
/// Only failures are counted, per address, known or not; ten within a quarter of an hour are enough.
///
/// # Errors
/// Refused, with the same words, for an unknown address, a wrong password and a disabled account.
pub async fn sign_in(
    db: &Db,
    key: &TokenKey,
    typed: &Credentials<'_>,
    now: Instant,
) -> Result<(Token, Account), Failure<Refusal>> {
    let subject = format!("sign-in {}", key.digest(&typed.email.trim().to_lowercase()));
    if attempts::counted_since(db.read(), &subject, now.plus_minutes(-WINDOW_MINUTES)).await? >= MOST_FAILURES {
        return Err(Failure::Refused(Refusal::TooManyAttempts));
    }
    let account = queries::account_by_email(db.read(), typed.email.trim()).await?;
    let hash = account.as_ref().and_then(|account| account.password_hash.as_deref());
    let is_right = password::is_right(typed.password, hash).await;
    let tx = db.begin_write().await?;
    let Some(account) = account.filter(|account| is_right && account.state == AccountState::Active) else {
        attempts::count(&tx, &subject, now).await?;
        tx.commit().await?;
        return Err(Failure::Refused(Refusal::NotSignedIn));
    };
    let token = sessions::open(&tx, key, &NewSession::of_account(account.id, "", now), now).await?;
    queries::note_sign_in(&tx, account.id, now).await?;
    let who = Actor::Account(account.id, account.email.clone());
    journal::record(&tx, &who, Event::new("session.opened", "account", account.id.0), now).await?;
    tx.commit().await?;
    Ok((token, account))
}
