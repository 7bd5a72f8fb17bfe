//! Sending what is due. Each letter on its own: one that cannot be sent stops no other.

use super::entity::Model;
use super::queries;
use crate::kernel::Instant;
use crate::storage::Db;
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart, header::ContentType};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use sea_orm::DbErr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

/// How letters leave the house.
pub enum Carrier {
    /// To a mail server.
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    /// Into a folder, one `.eml` file each.
    Folder(PathBuf),
}

/// Letters in one run: with a mail server that hangs to the end of its patience, they take less than the job's lease.
const BATCH: u64 = 10;
const PAUSES_IN_MINUTES: [i64; 4] = [1, 5, 30, 120];

/// Sends what is due at `now` and says how many letters went out.
///
/// A letter whose sending fails waits longer each time and is parked after the fifth attempt.
///
/// # Errors
/// When the database does not answer.
pub async fn run_once(db: &Db, carrier: &Carrier, sender: &Mailbox, now: Instant) -> Result<usize, DbErr> {
    let mut sent = 0;
    for letter in queries::due(db.read(), now, BATCH).await? {
        let outcome = hand_over(carrier, sender, &letter).await;
        let tx = db.begin_write().await?;
        match outcome {
            Ok(()) => {
                queries::tick_off(&tx, letter.id, now).await?;
                if matches!(carrier, Carrier::Smtp(_)) {
                    queries::forget_links(&tx, &letter).await?;
                }
                sent += 1;
            }
            Err(error) => {
                let pause = usize::try_from(letter.attempts).ok().and_then(|tried| PAUSES_IN_MINUTES.get(tried));
                let next = pause.map(|minutes| now.plus_minutes(*minutes));
                queries::note_failure(&tx, &letter, &error, next).await?;
            }
        }
        tx.commit().await?;
    }
    Ok(sent)
}

async fn hand_over(carrier: &Carrier, sender: &Mailbox, letter: &Model) -> Result<(), String> {
    // lettre panics on some input it should refuse: that is one letter's trouble, not the post's.
    let message = catch_unwind(AssertUnwindSafe(|| compose(sender, letter)))
        .unwrap_or_else(|_| Err("the letter could not be put together".to_owned()))?;
    match carrier {
        Carrier::Smtp(transport) => transport.send(message).await.map(|_| ()).map_err(|error| error.to_string()),
        Carrier::Folder(folder) => {
            let file = folder.join(format!("{:08}.eml", letter.id.0));
            rocket::tokio::fs::write(file, message.formatted()).await.map_err(|error| error.to_string())
        }
    }
}

/// Writes the message as it travels.
///
/// lettre panics on some display names it should refuse; the name was cleaned when the letter was kept, and here an
/// empty name is used if anything odd is left.
fn compose(sender: &Mailbox, letter: &Model) -> Result<Message, String> {
    let address = letter.to_email.parse().map_err(|_| format!("not an address: {}", letter.to_email.len()))?;
    let name = Some(letter.to_name.clone()).filter(|name| !name.is_empty() && !name.chars().any(char::is_control));
    let body = MultiPart::alternative_plain_html(letter.text_body.clone(), letter.html_body.clone());
    let builder = Message::builder()
        .message_id(Some(letter.message_id.clone()))
        .from(sender.clone())
        .to(Mailbox::new(name, address))
        .subject(&letter.subject);
    let message = match (&letter.attachment_name, &letter.attachment) {
        (Some(name), Some(content)) => {
            let kind = ContentType::parse("text/calendar; charset=utf-8").map_err(|error| error.to_string())?;
            let file: SinglePart = Attachment::new(name.clone()).body(content.clone(), kind);
            builder.multipart(MultiPart::mixed().multipart(body).singlepart(file))
        }
        _ => builder.multipart(body),
    };
    message.map_err(|error| error.to_string())
}
