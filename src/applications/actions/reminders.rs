//! Managers who have not answered are reminded once, three working days before their deadline.

use super::posting::{language_of, named};
use crate::access::{Letterhead, links};
use crate::applications::entity::mandate;
use crate::applications::letters::{self, Asking};
use crate::applications::model::MandateState;
use crate::applications::terms::Terms;
use crate::applications::{queries, rules};
use crate::journal::{self, Event};
use crate::kernel::{Actor, EmailAddress, Instant};
use crate::outbox;
use crate::storage::Db;
use sea_orm::DbErr;

/// Reminds every manager whose deadline is near, each once; says how many letters were written.
///
/// A manager asked within the last days before the deadline is not reminded of what was just asked.
///
/// # Errors
/// When the database does not answer; what was reminded before stays so.
pub async fn remind_managers(db: &Db, head: &Letterhead<'_>, now: Instant) -> Result<usize, DbErr> {
    let mut written = 0;
    for asked in queries::mandates_asked(db.read()).await? {
        let from = rules::reminder_from(asked.deadline_at);
        if now >= from && now <= asked.deadline_at && asked.asked_at < from && remind(db, head, &asked, now).await? {
            written += 1;
        }
    }
    Ok(written)
}

/// Reminds of one mandate in a transaction of its own; `false` when there was nothing (more) to say.
async fn remind(db: &Db, head: &Letterhead<'_>, asked: &mandate::Model, now: Instant) -> Result<bool, DbErr> {
    let tx = db.begin_write().await?;
    let Some(application) = queries::lock(&tx, asked.application_id).await? else { return Ok(false) };
    let current = queries::mandate_of(&tx, application.id).await?;
    let is_open = current.is_some_and(|one| one.id == asked.id && one.state == MandateState::Asked);
    let letters_before = outbox::about(&tx, "application", application.id.0).await?;
    let is_reminded = letters_before
        .iter()
        .any(|letter| letter.purpose == "mandate.reminder" && letter.to_email.to_lowercase() == asked.manager_email);
    let Some(email) = EmailAddress::parse(&asked.manager_email) else { return Ok(false) };
    let Some(terms) = Terms::find(&tx, application.offer_id).await? else { return Ok(false) };
    if !is_open || is_reminded || !rules::awaits_manager(application.state) {
        return Ok(false);
    }
    let named = named(&tx, &application, &terms).await?;
    let until = rules::mandate_link_ends(asked.deadline_at);
    let token = links::make(&tx, head.keys, (links::Purpose::Mandate, asked.id.0), now, until).await?;
    let lang = language_of(&application);
    let link = head.links.mandate(token.as_str(), lang);
    let to = (&application, email);
    let letter = letters::asked(to, &[named], (&terms, asked.deadline_at), (Asking::Reminder, link), lang);
    outbox::put(&tx, letter, now).await?;
    let event = Event::new("mandate.reminded", "application", application.id.0).with("mandate", asked.id.0);
    journal::record(&tx, &Actor::House, event, now).await?;
    tx.commit().await?;
    Ok(true)
}
