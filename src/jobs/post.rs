//! Sends the letters that wait in the outbox.

use crate::house::House;
use crate::kernel::Instant;
use crate::outbox::{self, Carrier};
use crate::settings::{Settings, Unusable};
use lettre::{AsyncSmtpTransport, Tokio1Executor};
use sea_orm::DbErr;
use std::time::Duration;

/// How long a mail server may keep one letter waiting.
const PATIENCE: Duration = Duration::from_secs(20);

/// How letters leave this house: by its mail server, or into the folder `mail` beside the data.
///
/// # Errors
/// When the mail server's address cannot be read or the folder cannot be made.
pub fn carrier(settings: &Settings) -> Result<Carrier, Unusable> {
    if let Some(url) = &settings.smtp_url {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.reveal())
            .map_err(|error| Unusable(format!("smtp_url cannot be used: {error}")))?;
        return Ok(Carrier::Smtp(transport.timeout(Some(PATIENCE)).build()));
    }
    let folder = settings.data_dir.join("mail");
    std::fs::create_dir_all(&folder).map_err(|error| Unusable(format!("{}: {error}", folder.display())))?;
    Ok(Carrier::Folder(folder))
}

/// Sends what is due and says how many letters went out; wakes the post again while there may be more.
///
/// # Errors
/// When the database does not answer.
pub async fn send_letters(house: &House, carrier: &Carrier, now: Instant) -> Result<usize, DbErr> {
    let sent = outbox::run_once(&house.db, carrier, &house.settings.mail_from, now).await?;
    if sent > 0 {
        house.posted.notify_one();
    }
    Ok(sent)
}
