//! Sessions are rows: what is deleted is signed out at once, everywhere.

use super::entity::session;
use super::token::{Token, TokenKey};
use crate::kernel::{AccountId, Instant};
use crate::storage::WriteTx;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, sea_query::Expr};

/// The cookie that carries the token. The prefix makes browsers insist on Secure, the whole host and the root path.
pub const COOKIE: &str = "__Host-stafett";

const IDLE_MINUTES: i64 = 30;
const ABSOLUTE_MINUTES: i64 = 12 * 60;
const FRESH_MILLIS: i64 = 60_000;

/// Opens a session and gives the token for the cookie.
///
/// # Errors
/// When the database refuses.
pub async fn open(tx: &WriteTx, key: &TokenKey, account: AccountId, now: Instant) -> Result<Token, DbErr> {
    let token = Token::random().map_err(|error| DbErr::Custom(error.to_string()))?;
    let row = session::ActiveModel {
        token_digest: Set(key.digest(token.as_str())),
        account_id: Set(account),
        created_at: Set(now),
        last_seen_at: Set(now),
        expires_at: Set(now.plus_minutes(ABSOLUTE_MINUTES)),
        ..session::ActiveModel::default()
    };
    session::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(token)
}

/// The live session of `token`: neither idle for half an hour nor older than twelve.
///
/// # Errors
/// When the database does not answer.
pub async fn find_live(
    db: &impl ConnectionTrait,
    key: &TokenKey,
    token: &str,
    now: Instant,
) -> Result<Option<session::Model>, DbErr> {
    session::Entity::find()
        .filter(session::Column::TokenDigest.eq(key.digest(token)))
        .filter(session::Column::ExpiresAt.gt(now))
        .filter(session::Column::LastSeenAt.gt(now.plus_minutes(-IDLE_MINUTES)))
        .one(db)
        .await
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

/// Ends the session of `token`.
///
/// # Errors
/// When the database refuses.
pub async fn close(tx: &WriteTx, key: &TokenKey, token: &str) -> Result<(), DbErr> {
    session::Entity::delete_many().filter(session::Column::TokenDigest.eq(key.digest(token))).exec(tx).await.map(|_| ())
}
