//! Links that work once: opening one shows a button, only the button uses it up.

use super::entity::link;
use super::links::Purpose;
use super::token::TokenKey;
use crate::kernel::{Instant, LinkId};
use crate::storage::WriteTx;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, sea_query::Expr};

/// A link that has not been used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unused {
    id: LinkId,
    /// The number of the object it opens.
    pub object: i64,
}

/// What `token` opens for `purpose`; `None` when it is unknown, used, over, or for something else.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    db: &impl ConnectionTrait,
    key: &TokenKey,
    (purpose, token): (Purpose, &str),
    now: Instant,
) -> Result<Option<Unused>, DbErr> {
    let found = link::Entity::find()
        .filter(link::Column::TokenDigest.eq(key.digest(token)))
        .filter(link::Column::Purpose.eq(purpose.word()))
        .filter(link::Column::ExpiresAt.gt(now))
        .filter(link::Column::UsedAt.is_null())
        .one(db)
        .await?;
    Ok(found.map(|link| Unused { id: link.id, object: link.object_id }))
}

/// Uses up what `token` opens for `purpose` and gives the number of its object.
///
/// # Errors
/// When the database refuses.
pub async fn spend(tx: &WriteTx, key: &TokenKey, what: (Purpose, &str), now: Instant) -> Result<Option<i64>, DbErr> {
    let Some(link) = find(tx, key, what, now).await? else { return Ok(None) };
    Ok(take(tx, link, now).await?.then_some(link.object))
}

/// Uses the link up; `false` when somebody was faster.
///
/// # Errors
/// When the database refuses.
pub async fn take(tx: &WriteTx, link: Unused, now: Instant) -> Result<bool, DbErr> {
    let taken = link::Entity::update_many()
        .col_expr(link::Column::UsedAt, Expr::value(now))
        .filter(link::Column::Id.eq(link.id))
        .filter(link::Column::UsedAt.is_null())
        .filter(link::Column::ExpiresAt.gt(now))
        .exec(tx)
        .await?;
    Ok(taken.rows_affected == 1)
}
