//! Taking feedback from visitors, and ticking it off.

use crate::access::attempts::{self, Limit};
use crate::access::{SubmissionKey, submissions};
use crate::journal::{self, Event};
use crate::kernel::{Actor, EmailAddress, Failure, FeedbackId, Instant};
use crate::people::Coordinator;
use crate::privacy::entity::feedback;
use crate::privacy::model::Refusal;
use crate::privacy::queries;
use crate::storage::Db;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};

/// How much feedback a network may give in a day.
const MOST_PER_DAY: u64 = 10;

/// What a visitor says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFeedback {
    /// Which page.
    pub about: String,
    /// What is wrong.
    pub words: String,
    /// Where an answer may go.
    pub reply_to: Option<EmailAddress>,
}

/// Keeps feedback; `network` is counted, in a digest, so that one sender cannot fill the list.
///
/// # Errors
/// Refused beyond ten a day; repeated with its receipt.
pub async fn give(
    db: &Db,
    (new, key): (&NewFeedback, &SubmissionKey),
    network: &str,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    submissions::spend(&tx, key, "/feedback/thanks", now).await?;
    let subject = format!("feedback:{network}");
    if attempts::admit(&tx, &[Limit::in_a_day(subject, MOST_PER_DAY)], now).await?.is_none() {
        return Err(Failure::Refused(Refusal::TooMuchFeedback));
    }
    let row = feedback::ActiveModel {
        about: Set(new.about.clone()),
        words: Set(new.words.clone()),
        reply_to: Set(new.reply_to.as_ref().map(EmailAddress::normalised)),
        given_at: Set(now),
        version: Set(1),
        ..Default::default()
    };
    let id = feedback::Entity::insert(row).exec(&tx).await?.last_insert_id;
    journal::record(&tx, &Actor::House, Event::new("feedback.given", "feedback", id.0), now).await?;
    tx.commit().await?;
    Ok(())
}

/// Marks feedback as answered.
///
/// # Errors
/// Missing when there is no such feedback; stale when somebody was first.
pub async fn answer(
    db: &Db,
    by: &Coordinator,
    (id, version): (FeedbackId, i64),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let found = queries::lock_feedback(&tx, id).await?.ok_or(Failure::Missing("feedback"))?;
    if found.answered_by == Some(by.account) {
        return Ok(());
    }
    if found.version != version {
        return Err(Failure::Stale);
    }
    let mut row = found.into_active_model();
    row.answered_at = Set(Some(now));
    row.answered_by = Set(Some(by.account));
    row.version = Set(version + 1);
    row.update(&tx).await?;
    journal::record(&tx, &by.actor(), Event::new("feedback.answered", "feedback", id.0), now).await?;
    tx.commit().await?;
    Ok(())
}
