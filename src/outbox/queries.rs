//! Keeping, finding and ticking off letters.

use super::entity::{ActiveModel, Column, Entity, Model, State};
use super::letter::Letter;
use super::render;
use crate::kernel::{Instant, LetterId};
use crate::storage::WriteTx;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};

/// Letters kept by one statement; a row has some fifteen values, and SQLite takes 32 766.
const AT_ONCE: usize = 200;

/// Keeps `letter` in the transaction that causes it.
///
/// # Errors
/// When the database refuses; then neither the cause nor the letter exists.
pub async fn put(tx: &WriteTx, letter: Letter, now: Instant) -> Result<(), DbErr> {
    put_all(tx, vec![letter], now).await
}

/// Keeps many letters, one statement for each `AT_ONCE`.
///
/// # Errors
/// As [`put`].
pub async fn put_all(tx: &WriteTx, letters: Vec<Letter>, now: Instant) -> Result<(), DbErr> {
    let rows: Vec<ActiveModel> = letters.into_iter().map(|letter| row(&letter, now)).collect();
    for some in rows.chunks(AT_ONCE) {
        Entity::insert_many(some.to_vec()).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn row(letter: &Letter, now: Instant) -> ActiveModel {
    let (attachment_name, attachment) = letter.calendar.clone().unzip();
    ActiveModel {
        message_id: Set(render::message_id(letter, now)),
        to_name: Set(letter.to.name.chars().filter(|c| !c.is_control()).collect()),
        to_email: Set(letter.to.email.to_string()),
        purpose: Set(letter.purpose.to_owned()),
        object: Set(letter.about.0.to_owned()),
        object_id: Set(letter.about.1),
        subject: Set(letter.subject.chars().filter(|c| !c.is_control()).collect()),
        text_body: Set(render::text(letter)),
        html_body: Set(render::html(letter)),
        attachment_name: Set(attachment_name),
        attachment: Set(attachment),
        state: Set(State::Waiting),
        attempts: Set(0),
        next_attempt_at: Set(now),
        created_at: Set(now),
        ..ActiveModel::default()
    }
}

/// Letters that may be sent at `now`, oldest first, at most `most`.
pub(super) async fn due(db: &impl ConnectionTrait, now: Instant, most: u64) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::State.eq(State::Waiting))
        .filter(Column::NextAttemptAt.lte(now))
        .order_by_asc(Column::NextAttemptAt)
        .order_by_asc(Column::Id)
        .limit(most)
        .all(db)
        .await
}

/// Notes that the letter has been handed over.
pub(super) async fn tick_off(tx: &WriteTx, letter: LetterId, now: Instant) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Sent))
        .col_expr(Column::SentAt, Expr::value(now))
        .filter(Column::Id.eq(letter))
        .filter(Column::State.eq(State::Waiting))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Takes the addresses out of a letter that has left: what opens something stands in the mailbox, and nowhere here.
pub(super) async fn forget_links(tx: &WriteTx, letter: &Model) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::TextBody, Expr::value(render::without_addresses(&letter.text_body)))
        .col_expr(Column::HtmlBody, Expr::value(""))
        .filter(Column::Id.eq(letter.id))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Notes a failed attempt: waiting until `next`, or parked when there is no next.
pub(super) async fn note_failure(
    tx: &WriteTx,
    letter: &Model,
    error: &str,
    next: Option<Instant>,
) -> Result<(), DbErr> {
    let state = if next.is_some() { State::Waiting } else { State::Parked };
    Entity::update_many()
        .col_expr(Column::State, Expr::value(state))
        .col_expr(Column::Attempts, Expr::value(letter.attempts + 1))
        .col_expr(Column::LastError, Expr::value(error.chars().take(500).collect::<String>()))
        .col_expr(Column::NextAttemptAt, Expr::value(next.unwrap_or(letter.next_attempt_at)))
        .filter(Column::Id.eq(letter.id))
        // Another node may have sent it meanwhile.
        .filter(Column::State.eq(State::Waiting))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Lets a parked letter be tried again from `now` on.
///
/// # Errors
/// When the database refuses.
pub async fn retry(tx: &WriteTx, letter: LetterId, now: Instant) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Waiting))
        .col_expr(Column::Attempts, Expr::value(0))
        .col_expr(Column::NextAttemptAt, Expr::value(now))
        .filter(Column::Id.eq(letter))
        .filter(Column::State.eq(State::Parked))
        .exec(tx)
        .await
        .map(|_| ())
}

/// One letter.
///
/// # Errors
/// When the database does not answer.
pub async fn find(db: &impl ConnectionTrait, letter: LetterId) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(letter).one(db).await
}

/// The newest letters, whatever has become of them.
///
/// # Errors
/// When the database does not answer.
pub async fn newest(db: &impl ConnectionTrait, most: u64) -> Result<Vec<Model>, DbErr> {
    Entity::find().order_by_desc(Column::Id).limit(most).all(db).await
}

/// Letters given up, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn parked(db: &impl ConnectionTrait) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(Column::State.eq(State::Parked)).order_by_desc(Column::Id).all(db).await
}

/// Letters that were kept before `before` and have not been sent, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn unsent_since(db: &impl ConnectionTrait, before: Instant) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::State.ne(State::Sent))
        .filter(Column::CreatedAt.lt(before))
        .order_by_asc(Column::Id)
        .all(db)
        .await
}

/// Letters about one thing, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn about(db: &impl ConnectionTrait, object: &str, object_id: i64) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::Object.eq(object))
        .filter(Column::ObjectId.eq(object_id))
        .order_by_desc(Column::Id)
        .all(db)
        .await
}

/// Letters about any of these things, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn about_any_of(db: &impl ConnectionTrait, object: &str, ids: &[i64]) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::Object.eq(object))
        .filter(Column::ObjectId.is_in(ids.iter().copied()))
        .order_by_desc(Column::Id)
        .all(db)
        .await
}

/// Sends what has not left yet to another address: the letters about these applications, and those to one of `names`.
///
/// Letters to `before` about somebody else stay: mailboxes are shared.
///
/// # Errors
/// When the database refuses.
pub async fn readdress(
    tx: &WriteTx,
    (applications, names): (&[i64], &[String]),
    (before, after): (&str, &str),
) -> Result<(), DbErr> {
    let about = Condition::all()
        .add(Column::Object.eq("application"))
        .add(Column::ObjectId.is_in(applications.iter().copied()));
    let theirs = Condition::any().add(about).add(Column::ToName.is_in(names));
    Entity::update_many()
        .col_expr(Column::ToEmail, Expr::value(after))
        .filter(Column::State.ne(State::Sent))
        .filter(Column::ToEmail.eq(before))
        .filter(theirs)
        .exec(tx)
        .await
        .map(|_| ())
}

/// Puts `stands` where `name` stands in the kept letters that do not go to one of `own`; in those to be sent, too.
///
/// # Errors
/// When the database refuses.
pub async fn cover(tx: &WriteTx, own: &[&str], (name, stands): (&str, &str)) -> Result<(), DbErr> {
    let bears = Condition::any().add(Column::TextBody.contains(name)).add(Column::Subject.contains(name));
    let found = Entity::find().filter(bears).all(tx).await?;
    for letter in found.into_iter().filter(|letter| !own.contains(&letter.to_email.as_str())) {
        let covered = |text: &str| text.replace(name, stands);
        let html = letter.html_body.replace(&render::escaped(name), stands);
        Entity::update_many()
            .col_expr(Column::Subject, Expr::value(covered(&letter.subject)))
            .col_expr(Column::TextBody, Expr::value(covered(&letter.text_body)))
            .col_expr(Column::HtmlBody, Expr::value(covered(&html)))
            .filter(Column::Id.eq(letter.id))
            .exec(tx)
            .await?;
    }
    Ok(())
}
