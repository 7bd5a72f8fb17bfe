//! Signing in with address, password and second factor. Which accounts exist, neither answer nor time tells.

use super::attempts::{self, Admitted};
use super::entity::session;
use super::model::{Holder, NewSession, Stage};
use super::networks;
use super::second_factor::{self, Offered};
use super::sessions;
use super::token::{Token, TokenKey};
use super::vault::Vault;
use super::whence::Whence;
use crate::journal::{self, Event};
use crate::kernel::{Actor, Failure, Instant, Lang, SessionId};
use crate::people::{Account, AccountState, Refusal, password, queries};
use crate::storage::{Db, WriteTx};
use sea_orm::{ConnectionTrait, DbErr};

/// How long the second factor may be waited for.
const HALFWAY_MINUTES: i64 = 10;

/// What signing in works with.
#[derive(Clone, Copy)]
pub struct Door<'a> {
    /// The database.
    pub db: &'a Db,
    /// Digests tokens and addresses.
    pub keys: &'a TokenKey,
    /// Opens the secrets of second factors.
    pub vault: &'a Vault,
}

/// What was typed.
#[derive(Clone, Copy)]
pub struct Credentials<'a> {
    /// The address.
    pub email: &'a str,
    /// The password.
    pub password: &'a str,
}

/// Somebody whose password was right and whose second factor is still asked for. Proves nothing else.
#[derive(Debug, Clone)]
pub struct Halfway {
    /// The session at stage `password`.
    pub session: SessionId,
    /// The account, active when it was read.
    pub account: Account,
    /// The name of the person behind it.
    pub name: String,
}

/// Somebody who has just signed in.
#[derive(Debug, Clone)]
pub struct Entered {
    /// The token for the cookie; the half session's works no longer.
    pub token: Token,
    /// New recovery codes, when this sign-in enrolled the factor; shown once.
    pub recovery_codes: Vec<String>,
}

/// Opens half a session for whoever owns `typed`: the second factor opens the rest.
///
/// The attempt is counted before the password is looked at and taken back when it was right, so that of many at once no more
/// are answered than the limits say ([`Whence::password_limits`]).
///
/// # Errors
/// Refused, with the same words and after the same work, for an unknown address, a wrong password and an account that is not
/// active; refused with `TooManyAttempts` beyond the limits.
pub async fn sign_in(
    door: &Door<'_>,
    typed: &Credentials<'_>,
    whence: &Whence,
    now: Instant,
) -> Result<(Token, Account), Failure<Refusal>> {
    let email = typed.email.trim().to_lowercase();
    let account = queries::account_by_email(door.db.read(), &email).await?;
    let id = account.as_ref().map(|account| account.id);
    let nearness = networks::nearness(door.db.read(), id, &whence.network, now).await?;
    let limits = whence.password_limits(&door.keys.digest(&email), nearness);
    let tx = door.db.begin_write().await?;
    let Some(admitted) = attempts::admit(&tx, &limits, now).await? else {
        return Err(Failure::Refused(Refusal::TooManyAttempts));
    };
    tx.commit().await?;
    let hash = account.as_ref().and_then(|account| account.password_hash.as_deref());
    let is_right = password::is_right(typed.password, hash).await;
    let may_enter = |account: &Account| account.state == AccountState::Active && account.role.has_password();
    let Some(account) = account.filter(|account| is_right && may_enter(account)) else {
        return Err(Failure::Refused(Refusal::NotSignedIn));
    };
    let half = NewSession {
        holder: Holder::Account(account.id),
        stage: Stage::Password,
        device: &whence.device,
        expires_at: now.plus_minutes(HALFWAY_MINUTES),
        awake_until: None,
    };
    let tx = door.db.begin_write().await?;
    // Hashing takes long: a password changed or an account closed meanwhile lets nobody in.
    let stands = queries::hold_account(&tx, account.id).await?;
    if !stands.is_some_and(|stands| stands.password_hash == account.password_hash && may_enter(&stands)) {
        return Err(Failure::Refused(Refusal::NotSignedIn));
    }
    attempts::take_back(&tx, admitted).await?;
    let token = sessions::open(&tx, door.keys, &half, now).await?;
    tx.commit().await?;
    Ok((token, account))
}

/// Who `token` has brought half the way; `None` when it is over or the account is not active.
///
/// # Errors
/// When the database does not answer.
pub async fn halfway(
    db: &impl ConnectionTrait,
    key: &TokenKey,
    token: &str,
    now: Instant,
) -> Result<Option<Halfway>, DbErr> {
    let found: Option<session::Model> = sessions::find_live(db, key, (token, Stage::Password), now).await?;
    let Some((session, account)) = found.and_then(|session| Some((session.id, session.account_id?))) else {
        return Ok(None);
    };
    let account = queries::find_account(db, account).await?.filter(|one| one.state == AccountState::Active);
    let Some(account) = account else { return Ok(None) };
    let person = queries::find_person(db, account.person_id).await?;
    Ok(person.map(|person| Halfway { session, account, name: person.shown_name(Lang::Sv) }))
}

/// Lets somebody in with a code of their app or a recovery code.
///
/// # Errors
/// Refused for a wrong code; after five the half session is over, and after twenty in a day even a right one from a network
/// this account is not known in. Missing when the half session is over already.
pub async fn give_code(
    door: &Door<'_>,
    half: &Halfway,
    typed: &str,
    whence: &Whence,
    now: Instant,
) -> Result<Entered, Failure<Refusal>> {
    let tx = door.db.begin_write().await?;
    let Some(admitted) = admit_code(&tx, half, whence, now).await? else {
        return too_many(tx, half).await;
    };
    if !second_factor::take(&tx, (door.vault, door.keys), &half.account, typed, now).await? {
        tx.commit().await?;
        return Err(Failure::Refused(Refusal::WrongCode));
    }
    attempts::take_back(&tx, admitted).await?;
    let token = enter(&tx, door, half, whence, now).await?;
    tx.commit().await?;
    Ok(Entered { token, recovery_codes: Vec::new() })
}

/// Enrols the second factor with the first code of the app, and lets in.
///
/// # Errors
/// As [`give_code`]; also missing when the account has a factor by now.
pub async fn enrol(
    door: &Door<'_>,
    half: &Halfway,
    (offered, typed): (&Offered, &str),
    whence: &Whence,
    now: Instant,
) -> Result<Entered, Failure<Refusal>> {
    if half.account.totp_confirmed_at.is_some() {
        return Err(Failure::Missing("account without a second factor"));
    }
    let tx = door.db.begin_write().await?;
    let Some(admitted) = admit_code(&tx, half, whence, now).await? else {
        return too_many(tx, half).await;
    };
    let held = queries::hold_account(&tx, half.account.id).await?;
    if held.is_none_or(|held| held.totp_confirmed_at.is_some()) {
        return Err(Failure::Missing("account without a second factor"));
    }
    if !second_factor::confirm(&tx, door.vault, (&half.account, &offered.secret), typed, now).await? {
        tx.commit().await?;
        return Err(Failure::Refused(Refusal::WrongCode));
    }
    attempts::take_back(&tx, admitted).await?;
    let recovery_codes = second_factor::new_recovery_codes(&tx, door.keys, half.account.id, now).await?;
    let event = Event::new("account.factor_enrolled", "account", half.account.id.0);
    journal::record(&tx, &actor(half), event, now).await?;
    let token = enter(&tx, door, half, whence, now).await?;
    tx.commit().await?;
    Ok(Entered { token, recovery_codes })
}

async fn admit_code(tx: &WriteTx, half: &Halfway, whence: &Whence, now: Instant) -> Result<Option<Admitted>, DbErr> {
    let account = half.account.id;
    let nearness = networks::nearness(tx, Some(account), &whence.network, now).await?;
    attempts::admit(tx, &whence.code_limits(half.session.0, account.0, nearness), now).await
}

async fn too_many<T>(tx: WriteTx, half: &Halfway) -> Result<T, Failure<Refusal>> {
    sessions::close_one(&tx, half.account.id, half.session).await?;
    tx.commit().await?;
    Err(Failure::Refused(Refusal::TooManyCodes))
}

/// Ends the half session and opens a whole one under a new token.
async fn enter(
    tx: &WriteTx,
    door: &Door<'_>,
    half: &Halfway,
    whence: &Whence,
    now: Instant,
) -> Result<Token, Failure<Refusal>> {
    // A password or role changed meanwhile has ended it: then the way in begins anew.
    if !sessions::close_one(tx, half.account.id, half.session).await? {
        return Err(Failure::Missing("half session"));
    }
    let new = NewSession::of_account(half.account.id, &whence.device, now);
    let token = sessions::open(tx, door.keys, &new, now).await?;
    queries::note_sign_in(tx, half.account.id, now).await?;
    networks::remember(tx, half.account.id, whence, now).await?;
    journal::record(tx, &actor(half), Event::new("session.opened", "account", half.account.id.0), now).await?;
    Ok(token)
}

fn actor(half: &Halfway) -> Actor {
    Actor::Account(half.account.id, half.name.clone())
}
