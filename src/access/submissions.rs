//! One effect per form: a key made with the form, spent in the transaction of its effect.

use super::entity::submission;
use super::token::Token;
use crate::kernel::{Failure, Instant};
use crate::storage::WriteTx;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter};

/// The key a creating form carries in a hidden field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmissionKey(String);

impl SubmissionKey {
    /// A new key for a form that is about to be shown.
    ///
    /// # Errors
    /// When the machine has no randomness to give.
    pub fn random() -> Result<Self, getrandom::Error> {
        Token::random().map(|token| Self(token.as_str().to_owned()))
    }

    /// The key a form came back with; `None` when it is not one of ours, so that nothing else can stand in the table.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let sound = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        sound.then(|| Self(text.to_owned()))
    }

    /// The key as it stands in the form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Spends `key`, first thing in the transaction; `receipt` is where a repeated sender is led.
///
/// On PostgreSQL a second sender waits here for the first one's commit, on SQLite it waits at `begin_write`.
///
/// # Errors
/// `Repeated` with the first sender's receipt when the key was spent before.
pub async fn spend<R>(tx: &WriteTx, key: &SubmissionKey, receipt: &str, now: Instant) -> Result<(), Failure<R>> {
    let row = submission::ActiveModel {
        submission_key: Set(key.0.clone()),
        receipt: Set(receipt.to_owned()),
        spent_at: Set(now),
    };
    let unless_spent = OnConflict::column(submission::Column::SubmissionKey).do_nothing().to_owned();
    let inserted = submission::Entity::insert(row).on_conflict(unless_spent).exec_without_returning(tx).await;
    let fresh = match inserted {
        Ok(rows) => rows == 1,
        Err(DbErr::RecordNotInserted) => false,
        Err(error) => return Err(error.into()),
    };
    if fresh {
        return Ok(());
    }
    let spent = submission::Entity::find_by_id(key.0.clone()).one(tx).await?;
    Err(Failure::Repeated(spent.map(|spent| spent.receipt).unwrap_or_default()))
}

/// Writes down the receipt once it is known, before the commit.
///
/// # Errors
/// When the database refuses.
pub async fn set_receipt(tx: &WriteTx, key: &SubmissionKey, receipt: &str) -> Result<(), DbErr> {
    submission::Entity::update_many()
        .col_expr(submission::Column::Receipt, Expr::value(receipt))
        .filter(submission::Column::SubmissionKey.eq(key.as_str()))
        .exec(tx)
        .await
        .map(|_| ())
}
