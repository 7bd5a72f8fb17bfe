//! Private links in letters. Opening one shows something; only a button acts.

use super::entity::link;
use super::token::{Token, TokenKey};
use crate::kernel::{Instant, LinkId};
use crate::storage::{Db, WriteTx};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr,
};

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
    /// Signing in without an account, once; the number is the person's.
    SignIn,
    /// Signing in as a delegate, once; the number is the account's.
    DelegateSignIn,
    /// A guest trainer's roster of one day; the number is the course day's.
    Day,
}

impl Purpose {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Mandate => "mandate",
            Self::PasswordReset => "password_reset",
            Self::Invitation => "invitation",
            Self::FirstAdministrator => "first_administrator",
            Self::SignIn => "sign_in",
            Self::DelegateSignIn => "delegate_sign_in",
            Self::Day => "day",
        }
    }

    /// The purpose of this word among those a code can stand for.
    pub(super) fn of(word: &str) -> Option<Self> {
        [Self::SignIn, Self::DelegateSignIn].into_iter().find(|one| one.word() == word)
    }
}

/// Makes a link that opens `object` until `expires_at` and gives its token, which is not stored.
///
/// # Errors
/// When the database refuses.
pub async fn make(
    tx: &WriteTx,
    key: &TokenKey,
    what: (Purpose, i64),
    now: Instant,
    expires_at: Instant,
) -> Result<Token, DbErr> {
    let token = Token::random().map_err(|error| DbErr::Custom(error.to_string()))?;
    keep(tx, row(&key.digest(token.as_str()), what, now, expires_at)).await?;
    Ok(token)
}

/// Makes a link for each of `objects`, in one statement, and gives the tokens in the same order.
///
/// # Errors
/// When the database refuses or the system gives no randomness.
pub async fn make_many(
    tx: &WriteTx,
    key: &TokenKey,
    (purpose, objects): (Purpose, &[i64]),
    now: Instant,
    expires_at: Instant,
) -> Result<Vec<Token>, DbErr> {
    let mut tokens = Vec::with_capacity(objects.len());
    let mut rows = Vec::with_capacity(objects.len());
    for object in objects {
        let token = Token::random().map_err(|error| DbErr::Custom(error.to_string()))?;
        rows.push(row(&key.digest(token.as_str()), (purpose, *object), now, expires_at));
        tokens.push(token);
    }
    if !rows.is_empty() {
        link::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(tokens)
}

/// Makes a link whose token the caller can tell again, because it follows from a form's key and a key of the house.
///
/// # Errors
/// When the database refuses, as when the token has been kept before.
pub async fn make_known(
    tx: &WriteTx,
    key: &TokenKey,
    (what, token): ((Purpose, i64), &str),
    now: Instant,
    expires_at: Instant,
) -> Result<(), DbErr> {
    keep(tx, row(&key.digest(token), what, now, expires_at)).await
}

fn row(digest: &str, (purpose, object): (Purpose, i64), now: Instant, expires_at: Instant) -> link::ActiveModel {
    link::ActiveModel {
        token_digest: Set(digest.to_owned()),
        purpose: Set(purpose.word().to_owned()),
        object_id: Set(object),
        created_at: Set(now),
        expires_at: Set(expires_at),
        used_at: Set(None),
        ..link::ActiveModel::default()
    }
}

async fn keep(tx: &WriteTx, row: link::ActiveModel) -> Result<(), DbErr> {
    link::Entity::insert(row).exec_without_returning(tx).await.map(|_| ())
}

/// A private link somebody has opened, or the own page of somebody signed in; proofs of who holds it are built on it.
#[derive(Debug, Clone)]
pub struct Opened {
    token: String,
    object: i64,
    link: Option<link::Model>,
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
        Ok(found.map(|link| Self { token: token.to_owned(), object: link.object_id, link: Some(link) }))
    }

    /// The own page of somebody signed in, at `address` where a link's token stands otherwise.
    ///
    /// Whoever calls has looked that `object` is theirs. There is no link, so nothing is noted of its use.
    #[must_use]
    pub fn own(address: String, object: i64) -> Self {
        Self { token: address, object, link: None }
    }

    /// The link's number; `None` on an own page.
    #[must_use]
    pub fn id(&self) -> Option<LinkId> {
        self.link.as_ref().map(|link| link.id)
    }

    /// When it ends; `None` on an own page.
    #[must_use]
    pub fn expires_at(&self) -> Option<Instant> {
        self.link.as_ref().map(|link| link.expires_at)
    }

    /// Whether its button has been pressed.
    #[must_use]
    pub fn is_used(&self) -> bool {
        self.link.as_ref().is_some_and(|link| link.used_at.is_some())
    }

    fn is_fresh(&self) -> bool {
        self.link.as_ref().is_some_and(|link| link.opened_at.is_none())
    }

    /// Notes that the link was opened, the first time only. A mail scanner opens links, too: nothing else follows from it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn note_opened(&self, db: &Db, now: Instant) -> Result<(), DbErr> {
        let Some(id) = self.id().filter(|_| self.is_fresh()) else { return Ok(()) };
        let tx = db.begin_write().await?;
        link::Entity::update_many()
            .col_expr(link::Column::OpenedAt, Expr::value(now))
            .filter(link::Column::Id.eq(id))
            .filter(link::Column::OpenedAt.is_null())
            .exec(&tx)
            .await?;
        tx.commit().await
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

/// The links to `objects`, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn to_any_of(
    db: &impl ConnectionTrait,
    purpose: Purpose,
    objects: &[i64],
) -> Result<Vec<link::Model>, DbErr> {
    link::Entity::find()
        .filter(link::Column::Purpose.eq(purpose.word()))
        .filter(link::Column::ObjectId.is_in(objects.iter().copied()))
        .order_by_desc(link::Column::Id)
        .all(db)
        .await
}

/// The link that `token` names for `purpose`, whether it still works or not.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    db: &impl ConnectionTrait,
    key: &TokenKey,
    (purpose, token): (Purpose, &str),
) -> Result<Option<link::Model>, DbErr> {
    link::Entity::find()
        .filter(link::Column::TokenDigest.eq(key.digest(token)))
        .filter(link::Column::Purpose.eq(purpose.word()))
        .one(db)
        .await
}

/// The link with this number, while it lasts.
///
/// # Errors
/// When the database does not answer.
pub async fn live(
    db: &impl ConnectionTrait,
    purpose: Purpose,
    id: LinkId,
    now: Instant,
) -> Result<Option<link::Model>, DbErr> {
    let found = link::Entity::find_by_id(id).filter(link::Column::Purpose.eq(purpose.word()));
    found.filter(link::Column::ExpiresAt.gt(now)).one(db).await
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

/// Ends every link to `object`, as when the right person was named instead, and says how many there were.
///
/// # Errors
/// When the database refuses.
pub async fn end_all(tx: &WriteTx, purpose: Purpose, object: i64, now: Instant) -> Result<u64, DbErr> {
    let ended = link::Entity::update_many()
        .col_expr(link::Column::ExpiresAt, Expr::value(now))
        .filter(link::Column::Purpose.eq(purpose.word()))
        .filter(link::Column::ObjectId.eq(object))
        .filter(link::Column::ExpiresAt.gt(now))
        .exec(tx)
        .await?;
    Ok(ended.rows_affected)
}
