//! What owners change about their own accounts, besides the password.

use super::telling::tell;
use crate::access::attempts::{self, Limit};
use crate::access::second_factor::{self, Offered};
use crate::access::sessions;
use crate::access::sign_in::Door;
use crate::accounts::letters::News;
use crate::accounts::model::Refusal;
use crate::journal::{self, Event};
use crate::kernel::{Failure, Instant, Lang, SessionId};
use crate::locale::stockholm;
use crate::people::entity::account;
use crate::people::{self, Account, SignedIn};
use crate::storage::{Db, WriteTx};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

/// How many codes may be tried in a day by somebody who is signed in already.
const MOST_OWN_CODES: u64 = 20;

/// Another app for one's own second factor, as its form says it.
#[derive(Debug, Clone, Copy)]
pub struct NewFactor<'a> {
    /// The secret the page showed.
    pub offered: &'a Offered,
    /// The first code of the new app.
    pub code: &'a str,
    /// A code of the present app, or a recovery code.
    pub present_code: &'a str,
}

/// Chooses the language of one's pages and letters.
///
/// # Errors
/// When the database refuses.
pub async fn set_language(db: &Db, who: &SignedIn, lang: Lang) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    account::Entity::update_many()
        .col_expr(account::Column::Language, Expr::value(lang.tag()))
        .filter(account::Column::Id.eq(who.account))
        .exec(&tx)
        .await?;
    tx.commit().await
}

/// Signs one's account out on every device but this one.
///
/// # Errors
/// When the database refuses.
pub async fn sign_out_others(db: &Db, who: &SignedIn, here: SessionId, now: Instant) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    if sessions::close_others(&tx, who.account, here).await? > 0 {
        journal::record(&tx, &who.actor(), Event::new("session.closed", "account", who.account.0), now).await?;
    }
    tx.commit().await
}

/// Keeps this device signed in until midnight in Stockholm, however long nobody asks for anything; twelve hours remain the
/// most.
///
/// # Errors
/// When the database refuses.
pub async fn stay_signed_in(db: &Db, here: SessionId, now: Instant) -> Result<(), DbErr> {
    let midnight = stockholm::today(now).succ_opt().map_or(now, stockholm::start_of_day);
    let tx = db.begin_write().await?;
    sessions::keep_awake(&tx, here, midnight).await?;
    tx.commit().await
}

/// Makes new recovery codes, for who types a code of the present factor.
///
/// # Errors
/// Refused for a wrong code, and after too many of them.
pub async fn new_recovery_codes(
    door: &Door<'_>,
    who: &SignedIn,
    typed: &str,
    now: Instant,
) -> Result<Vec<String>, Failure<Refusal>> {
    let account = own(door.db, who).await?;
    let tx = prove(door, &account, typed, now).await?;
    let codes = second_factor::new_recovery_codes(&tx, door.keys, account.id, now).await?;
    let event = Event::new("account.recovery_codes_made", "account", account.id.0);
    journal::record(&tx, &who.actor(), event, now).await?;
    tx.commit().await?;
    Ok(codes)
}

/// Replaces the app of one's second factor, for who types a code of the present one. Every other session ends.
///
/// # Errors
/// Refused for a wrong code of either app, and after too many of them.
pub async fn change_factor(
    door: &Door<'_>,
    (who, here): (&SignedIn, SessionId),
    new: NewFactor<'_>,
    now: Instant,
) -> Result<Vec<String>, Failure<Refusal>> {
    let account = own(door.db, who).await?;
    // The new app first: a slip there must not use up the code of the present one.
    if new.offered.secret.step_of(new.code.trim(), now).is_none() {
        return Err(Failure::Refused(Refusal::Entry(people::Refusal::WrongCode)));
    }
    let tx = prove(door, &account, new.present_code, now).await?;
    if !second_factor::confirm(&tx, door.vault, (&account, &new.offered.secret), new.code, now).await? {
        return Err(Failure::Stale);
    }
    let codes = second_factor::new_recovery_codes(&tx, door.keys, account.id, now).await?;
    sessions::close_others(&tx, account.id, here).await?;
    tell(&tx, &account, News::FactorChanged, now).await?;
    let event = Event::new("account.factor_changed", "account", account.id.0);
    journal::record(&tx, &who.actor(), event, now).await?;
    tx.commit().await?;
    Ok(codes)
}

async fn own(db: &Db, who: &SignedIn) -> Result<Account, Failure<Refusal>> {
    people::queries::find_account(db.read(), who.account).await?.ok_or(Failure::Missing("account"))
}

/// Takes a code of the present factor, counted like those of a sign-in; gives the transaction it was taken in.
async fn prove(door: &Door<'_>, account: &Account, typed: &str, now: Instant) -> Result<WriteTx, Failure<Refusal>> {
    // Counted by itself, whatever the network: who guesses on a stolen device bars nobody from signing in.
    let limits = [Limit::in_a_day(format!("own code {}", account.id), MOST_OWN_CODES)];
    let tx = door.db.begin_write().await?;
    let Some(admitted) = attempts::admit(&tx, &limits, now).await? else {
        return Err(Failure::Refused(Refusal::Entry(people::Refusal::TooManyCodes)));
    };
    if !second_factor::take(&tx, (door.vault, door.keys), account, typed, now).await? {
        tx.commit().await?;
        return Err(Failure::Refused(Refusal::Entry(people::Refusal::WrongCode)));
    }
    attempts::take_back(&tx, admitted).await?;
    Ok(tx)
}
