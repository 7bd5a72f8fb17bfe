//! Sessions are rows: what is deleted is signed out at once, everywhere.

use super::entity::session;
use super::model::{Holder, NewSession, Owner, Stage};
use super::token::{Token, TokenKey};
use crate::kernel::{AccountId, Instant, LinkId, SessionId};
use crate::storage::WriteTx;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, SimpleExpr},
};
use std::collections::HashMap;

/// The cookie that carries the token. The prefix makes browsers insist on Secure, the whole host and the root path.
pub const COOKIE: &str = "__Host-stafett";

/// How long a session lasts without a request.
pub const IDLE_MINUTES: i64 = 30;
/// How long a session lasts at most, unless its device is remembered.
pub const ABSOLUTE_MINUTES: i64 = 12 * 60;
const FRESH_MILLIS: i64 = 60_000;
const LONGEST_DEVICE: usize = 200;

impl<'a> NewSession<'a> {
    /// The usual session of an account: twelve hours, and half an hour without a request.
    #[must_use]
    pub fn of_account(account: AccountId, device: &'a str, now: Instant) -> Self {
        let expires_at = now.plus_minutes(ABSOLUTE_MINUTES);
        Self { holder: Holder::Account(account), stage: Stage::Open, device, expires_at, awake_until: None }
    }
}

/// The sessions behind one link: those who came by a day link.
///
/// # Errors
/// When the database does not answer.
pub async fn guests_of(db: &impl ConnectionTrait, links: &[LinkId]) -> Result<Vec<session::Model>, DbErr> {
    session::Entity::find()
        .filter(session::Column::LinkId.is_in(links.iter().copied()))
        .order_by_asc(session::Column::Id)
        .all(db)
        .await
}

/// Ends the sessions of everybody who came by these links.
///
/// # Errors
/// When the database refuses.
pub async fn close_all_by(tx: &WriteTx, links: &[LinkId]) -> Result<(), DbErr> {
    session::Entity::delete_many()
        .filter(session::Column::LinkId.is_in(links.iter().copied()))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Opens a session and gives the token for the cookie.
///
/// # Errors
/// When the database refuses.
pub async fn open(tx: &WriteTx, key: &TokenKey, new: &NewSession<'_>, now: Instant) -> Result<Token, DbErr> {
    let token = Token::random().map_err(|error| DbErr::Custom(error.to_string()))?;
    let (account, person, link, guest) = match &new.holder {
        Holder::Account(account) => (Some(*account), None, None, ""),
        Holder::Person(person) => (None, Some(*person), None, ""),
        Holder::Guest(link, name) => (None, None, Some(*link), name.as_str()),
    };
    let row = session::ActiveModel {
        token_digest: Set(key.digest(token.as_str())),
        account_id: Set(account),
        person_id: Set(person),
        link_id: Set(link),
        guest_name: Set(guest.to_owned()),
        stage: Set(new.stage),
        device: Set(new.device.chars().take(LONGEST_DEVICE).collect()),
        created_at: Set(now),
        last_seen_at: Set(now),
        expires_at: Set(new.expires_at),
        awake_until: Set(new.awake_until),
        ..session::ActiveModel::default()
    };
    session::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(token)
}

/// The row's holder; the table's check leaves no fourth kind.
#[must_use]
pub fn holder(session: &session::Model) -> Option<Holder> {
    match (session.account_id, session.person_id, session.link_id) {
        (Some(account), ..) => Some(Holder::Account(account)),
        (_, Some(person), _) => Some(Holder::Person(person)),
        (_, _, Some(link)) => Some(Holder::Guest(link, session.guest_name.clone())),
        _ => None,
    }
}

/// Who looks after the session; nobody after a guest's.
#[must_use]
pub fn owner(session: &session::Model) -> Option<Owner> {
    session.account_id.map(Owner::Account).or(session.person_id.map(Owner::Person))
}

fn is_of(owner: Owner) -> SimpleExpr {
    match owner {
        Owner::Account(account) => session::Column::AccountId.eq(account),
        Owner::Person(person) => session::Column::PersonId.eq(person),
    }
}

/// What makes a session live at `now`: not over, and either used within half an hour or kept awake.
fn is_live(now: Instant) -> Condition {
    let awake = Condition::any()
        .add(session::Column::LastSeenAt.gt(now.plus_minutes(-IDLE_MINUTES)))
        .add(session::Column::AwakeUntil.gt(now));
    Condition::all().add(session::Column::ExpiresAt.gt(now)).add(awake)
}

/// The live session of `token` at `stage`.
///
/// # Errors
/// When the database does not answer.
pub async fn find_live(
    db: &impl ConnectionTrait,
    key: &TokenKey,
    (token, stage): (&str, Stage),
    now: Instant,
) -> Result<Option<session::Model>, DbErr> {
    session::Entity::find()
        .filter(session::Column::TokenDigest.eq(key.digest(token)))
        .filter(session::Column::Stage.eq(stage))
        .filter(is_live(now))
        .one(db)
        .await
}

/// The live sessions of an account or a person, the one used last first.
///
/// # Errors
/// When the database does not answer.
pub async fn live_of(
    db: &impl ConnectionTrait,
    owner: impl Into<Owner>,
    now: Instant,
) -> Result<Vec<session::Model>, DbErr> {
    session::Entity::find()
        .filter(is_of(owner.into()))
        .filter(session::Column::Stage.eq(Stage::Open))
        .filter(is_live(now))
        .order_by_desc(session::Column::LastSeenAt)
        .order_by_desc(session::Column::Id)
        .all(db)
        .await
}

/// On how many devices each account is signed in; those that are on none are left out.
///
/// # Errors
/// When the database does not answer.
pub async fn live_counts(db: &impl ConnectionTrait, now: Instant) -> Result<HashMap<AccountId, u64>, DbErr> {
    let rows: Vec<(Option<AccountId>, i64)> = session::Entity::find()
        .select_only()
        .column(session::Column::AccountId)
        .column_as(session::Column::Id.count(), "devices")
        .filter(session::Column::AccountId.is_not_null())
        .filter(session::Column::Stage.eq(Stage::Open))
        .filter(is_live(now))
        .group_by(session::Column::AccountId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(account, count)| Some((account?, count.unsigned_abs()))).collect())
}

/// Whether the session's last-seen moment is old enough to be worth a write.
#[must_use]
pub fn wants_touch(session: &session::Model, now: Instant) -> bool {
    now.millis() - session.last_seen_at.millis() > FRESH_MILLIS
}

/// Notes that the session is in use.
///
/// # Errors
/// When the database refuses.
pub async fn touch(tx: &WriteTx, session: &session::Model, now: Instant) -> Result<(), DbErr> {
    session::Entity::update_many()
        .col_expr(session::Column::LastSeenAt, Expr::value(now))
        .filter(session::Column::Id.eq(session.id))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Keeps the session awake until `until`, however long nobody asks for anything.
///
/// # Errors
/// When the database refuses.
pub async fn keep_awake(tx: &WriteTx, session: SessionId, until: Instant) -> Result<(), DbErr> {
    session::Entity::update_many()
        .col_expr(session::Column::AwakeUntil, Expr::value(until))
        .filter(session::Column::Id.eq(session))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Ends the session of `token`, at whatever stage.
///
/// # Errors
/// When the database refuses.
pub async fn close(tx: &WriteTx, key: &TokenKey, token: &str) -> Result<(), DbErr> {
    session::Entity::delete_many().filter(session::Column::TokenDigest.eq(key.digest(token))).exec(tx).await.map(|_| ())
}

/// Ends one session of an account or a person; says whether there was one.
///
/// # Errors
/// When the database refuses.
pub async fn close_one(tx: &WriteTx, owner: impl Into<Owner>, id: SessionId) -> Result<bool, DbErr> {
    let gone =
        session::Entity::delete_many().filter(session::Column::Id.eq(id)).filter(is_of(owner.into())).exec(tx).await?;
    Ok(gone.rows_affected > 0)
}

/// Ends every session of an account but `here`; says how many that were.
///
/// # Errors
/// When the database refuses.
pub async fn close_others(tx: &WriteTx, account: AccountId, here: SessionId) -> Result<u64, DbErr> {
    let gone = session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(account))
        .filter(session::Column::Id.ne(here))
        .exec(tx)
        .await?;
    Ok(gone.rows_affected)
}

/// Ends every session of an account or a person, as when a password, a role or an address changes.
///
/// # Errors
/// When the database refuses.
pub async fn close_all(tx: &WriteTx, owner: impl Into<Owner>) -> Result<(), DbErr> {
    session::Entity::delete_many().filter(is_of(owner.into())).exec(tx).await.map(|_| ())
}
