//! Private links in letters. Opening one shows something; only a button acts.

use super::entity::link;
use super::token::{Token, TokenKey};
use crate::kernel::Instant;
use crate::storage::WriteTx;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, sea_query::Expr};

/// What a link opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// "My application"; the number is the application's.
    Application,
    /// The manager's page; the number is the mandate's.
    Mandate,
    /// A new password, once; the number is the account's.
    PasswordReset,
    /// Taking an account one was invited to, once; the number is the account's.
    Invitation,
    /// Making the first administrator, once; the number is 0.
    FirstAdministrator,
}

impl Purpose {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Mandate => "mandate",
            Self::PasswordReset => "password_reset",
            Self::Invitation => "invitation",
            Self::FirstAdministrator => "first_administrator",
        }
    }
}

/// Makes a link that opens `object` until `expires_at` and gives its token, which is not stored.
///
/// # Errors
/// When the database refuses.
pub async fn make(
    tx: &WriteTx,
    key: &TokenKey,
    (purpose, object): (Purpose, i64),
    now: Instant,
    expires_at: Instant,
) -> Result<Token, DbErr> {
    let token = Token::random().map_err(|error| DbErr::Custom(error.to_string()))?;
    let row = link::ActiveModel {
        token_digest: Set(key.digest(token.as_str())),
        purpose: Set(purpose.word().to_owned()),
        object_id: Set(object),
        created_at: Set(now),
        expires_at: Set(expires_at),
        used_at: Set(None),
        ..link::ActiveModel::default()
    };
    link::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(token)
}

/// A private link somebody has opened; proofs of who holds it are built on it.
#[derive(Debug, Clone)]
pub struct Opened {
    token: String,
    object: i64,
}

impl Opened {
    /// What `token` opens for `purpose`; `None` when it is unknown, over, or for something else.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn by(
        db: &impl ConnectionTrait,
        key: &TokenKey,
        (purpose, token): (Purpose, &str),
        now: Instant,
    ) -> Result<Option<Self>, DbErr> {
        let found = link::Entity::find()
            .filter(link::Column::TokenDigest.eq(key.digest(token)))
            .filter(link::Column::Purpose.eq(purpose.word()))
            .filter(link::Column::ExpiresAt.gt(now))
            .one(db)
            .await?;
        Ok(found.map(|link| Self { token: token.to_owned(), object: link.object_id }))
    }

    /// The number of the object it opens.
    #[must_use]
    pub fn object(&self) -> i64 {
        self.object
    }

    /// The token, for links that lead on from the page it opened.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Notes that the link was used to act, the first time only.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn note_used(&self, tx: &WriteTx, key: &TokenKey, now: Instant) -> Result<(), DbErr> {
        link::Entity::update_many()
            .col_expr(link::Column::UsedAt, Expr::value(now))
            .filter(link::Column::TokenDigest.eq(key.digest(&self.token)))
            .filter(link::Column::UsedAt.is_null())
            .exec(tx)
            .await
            .map(|_| ())
    }
}

/// Which of `objects` have ever had a link.
///
/// # Errors
/// When the database does not answer.
pub async fn objects_among(db: &impl ConnectionTrait, purpose: Purpose, objects: &[i64]) -> Result<Vec<i64>, DbErr> {
    let rows = link::Entity::find()
        .filter(link::Column::Purpose.eq(purpose.word()))
        .filter(link::Column::ObjectId.is_in(objects.iter().copied()))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.object_id).collect())
}

/// Ends every link to `object`, as when the right person was named instead.
///
/// # Errors
/// When the database refuses.
pub async fn end_all(tx: &WriteTx, purpose: Purpose, object: i64, now: Instant) -> Result<(), DbErr> {
    link::Entity::update_many()
        .col_expr(link::Column::ExpiresAt, Expr::value(now))
        .filter(link::Column::Purpose.eq(purpose.word()))
        .filter(link::Column::ObjectId.eq(object))
        .filter(link::Column::ExpiresAt.gt(now))
        .exec(tx)
        .await
        .map(|_| ())
}
