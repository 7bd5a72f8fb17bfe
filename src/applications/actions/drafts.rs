//! Drafts: begun without an account, reached by an unguessable address, kept for thirty days.

use crate::access::{SubmissionKey, TokenKey, submissions};
use crate::applications::Refusal;
use crate::applications::answers::Answers;
use crate::applications::entity::application_draft as draft;
use crate::applications::rules;
use crate::kernel::{Failure, Instant};
use crate::offers::Offer;
use crate::storage::{Db, WriteTx};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

/// The token of the draft that a form with this key begins.
///
/// It follows from the key, so that twenty posts of one form lead to one draft without its address being stored.
#[must_use]
pub fn token_of(keys: &TokenKey, key: &SubmissionKey) -> String {
    keys.digest(&format!("draft {}", key.as_str())).chars().take(40).collect()
}

/// Begins a draft for `offer`, of whose seats `vacant` were left over; its address is [`token_of`] the key.
///
/// # Errors
/// Refused when the offer takes no applications; `Repeated` when the form was sent before.
pub async fn begin(
    db: &Db,
    keys: &TokenKey,
    (offer, vacant): (&Offer, u64),
    key: &SubmissionKey,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    rules::may_apply(offer, vacant, now).map_err(Failure::Refused)?;
    let tx = db.begin_write().await?;
    submissions::spend(&tx, key, "/", now).await?;
    let row = draft::ActiveModel {
        token_digest: Set(keys.digest(&token_of(keys, key))),
        offer_id: Set(offer.id),
        answers: Set(Answers::default().write()),
        application_id: Set(None),
        language: Set(String::from("sv")),
        created_at: Set(now),
        expires_at: Set(rules::draft_ends(now)),
        version: Set(1),
        ..draft::ActiveModel::default()
    };
    draft::Entity::insert(row).exec_without_returning(&tx).await?;
    draft::Entity::delete_many().filter(draft::Column::ExpiresAt.lt(now)).exec(&tx).await?;
    tx.commit().await?;
    Ok(())
}

/// The draft that `token` opens; unknown and run-out ones look alike.
///
/// # Errors
/// When the database does not answer.
pub async fn find_draft(
    db: &impl ConnectionTrait,
    keys: &TokenKey,
    token: &str,
    now: Instant,
) -> Result<Option<draft::Model>, DbErr> {
    opened_by(keys, token, now).one(db).await
}

fn opened_by(keys: &TokenKey, token: &str, now: Instant) -> sea_orm::Select<draft::Entity> {
    draft::Entity::find()
        .filter(draft::Column::TokenDigest.eq(keys.digest(token)))
        .filter(draft::Column::ExpiresAt.gt(now))
}

/// The draft that `token` opens, locked until the transaction ends.
pub(super) async fn lock_draft(
    tx: &WriteTx,
    keys: &TokenKey,
    token: &str,
    now: Instant,
) -> Result<Option<draft::Model>, DbErr> {
    opened_by(keys, token, now).lock_exclusive().one(tx).await
}

/// Keeps an answer: `write` changes the fields of one question.
///
/// Possible after the deadline too, so that nothing typed is lost; a draft that was sent changes no more.
///
/// # Errors
/// Missing when the token opens nothing; `Repeated` when the draft has been sent.
pub async fn answer(
    db: &Db,
    keys: &TokenKey,
    token: &str,
    write: impl FnOnce(&mut Answers) + Send,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let draft = lock_draft(&tx, keys, token, now).await?.ok_or(Failure::Missing("draft"))?;
    if draft.application_id.is_some() {
        return Err(Failure::Repeated(format!("/apply/{token}/sent")));
    }
    let mut answers = Answers::read(&draft.answers);
    write(&mut answers);
    draft::Entity::update_many()
        .col_expr(draft::Column::Answers, Expr::value(answers.write()))
        .col_expr(draft::Column::Version, Expr::value(draft.version + 1))
        .filter(draft::Column::Id.eq(draft.id))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}
