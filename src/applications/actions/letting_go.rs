//! Taking an application back, and finding the way to it again.

use super::posting::{language_of, may_post, new_link, write_to_applicant};
use crate::access::Letterhead;
use crate::access::asked::{self, Waiting};
use crate::access::attempts::{self, Limit};
use crate::applications::entity::application;
use crate::applications::model::{ApplicationState, Channel, MandateState};
use crate::applications::terms::Terms;
use crate::applications::{Applicant, Refusal, letters, queries, rules};
use crate::journal::{self, Event};
use crate::kernel::{Actor, ApplicationId, EmailAddress, Failure, Instant, Lang};
use crate::outbox;
use crate::people::Coordinator;
use crate::storage::{Db, WriteTx};
use sea_orm::DbErr;

/// Letters with new links to one address in a day.
const MOST_NEW_LINKS: u64 = 3;

/// Takes the applicant's own application back.
///
/// # Errors
/// Refused from a seat, which is given back where seats are; `Repeated` when it has been withdrawn before.
pub async fn withdraw(db: &Db, head: &Letterhead<'_>, by: &Applicant, now: Instant) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let application = queries::lock(&tx, by.application.id).await?.ok_or(Failure::Missing("application"))?;
    if application.state == ApplicationState::Withdrawn {
        return Err(Failure::Repeated(format!("/my/{}", by.token())));
    }
    let reason = ("Du har återtagit ansökan.".to_owned(), "You have withdrawn the application.".to_owned());
    let_go(&tx, head, (&application, &by.actor()), reason, now).await?;
    by.note_used(&tx, head.keys, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Records that somebody withdrew by phone, e-mail or paper.
///
/// # Errors
/// Refused from a seat; stale when the application has moved since the form was opened.
pub async fn record_withdrawal(
    db: &Db,
    head: &Letterhead<'_>,
    by: &Coordinator,
    (id, version, channel): (ApplicationId, i64, Channel),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let application = queries::lock_as_seen(&tx, (id, version)).await?;
    let reason = (
        format!("Återtagen; registrerat av samordnaren efter {}.", channel.word(Lang::Sv)),
        format!("Withdrawn; registered by the coordinator after {}.", channel.word(Lang::En)),
    );
    let_go(&tx, head, (&application, &by.actor()), reason, now).await?;
    tx.commit().await?;
    Ok(())
}

async fn let_go(
    tx: &WriteTx,
    head: &Letterhead<'_>,
    (application, by): (&application::Model, &Actor),
    reason: (String, String),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    rules::may_withdraw(application.state).map_err(Failure::Refused)?;
    queries::move_to(tx, application, ApplicationState::Withdrawn, reason, now).await?;
    if let Some(asked) = queries::mandate_of(tx, application.id).await?.filter(|one| one.state == MandateState::Asked) {
        // The manager's link stays and says that no answer is needed any longer.
        let event = Event::new("mandate.dropped", "application", application.id.0).with("mandate", asked.id.0);
        journal::record(tx, by, event, now).await?;
    }
    let terms = Terms::find(tx, application.offer_id).await?.ok_or(Failure::Missing("offer"))?;
    let write = |to: letters::ToApplicant<'_>, lang| letters::moved(to, ApplicationState::Withdrawn, None, lang);
    write_to_applicant(tx, head, (application, &terms), write, now).await?;
    let event = Event::new("application.withdrawn", "application", application.id.0);
    journal::record(tx, by, event, now).await?;
    Ok(())
}

/// Sends new private links to every application of the address that was typed, if there is any.
///
/// # Errors
/// When the database refuses; then they are asked for still.
pub async fn new_links(db: &Db, head: &Letterhead<'_>, asked: &Waiting, now: Instant) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    if asked::take(&tx, asked).await? {
        send_new_links(&tx, head, &asked.ask.email, now).await?;
    }
    tx.commit().await
}

async fn send_new_links(tx: &WriteTx, head: &Letterhead<'_>, email: &EmailAddress, now: Instant) -> Result<(), DbErr> {
    let applications = queries::of_address(tx, email).await?;
    let Some(newest) = applications.first() else { return Ok(()) };
    let Some(stored) = EmailAddress::parse(&newest.email) else { return Ok(()) };
    let subject = format!("new-link {}", head.keys.digest(&email.normalised()));
    if attempts::admit(tx, &[Limit::in_a_day(subject, MOST_NEW_LINKS)], now).await?.is_none() {
        return Ok(());
    }
    if !may_post(tx, head, &stored, "application.links", now).await? {
        let ids: Vec<ApplicationId> = applications.iter().map(|one| one.id).collect();
        return queries::note_held(tx, &ids, Some(now)).await;
    }
    let mut made = Vec::with_capacity(applications.len());
    for application in &applications {
        let Some(terms) = Terms::find(tx, application.offer_id).await? else { continue };
        made.push((application.reference.clone(), new_link(tx, head, application, &terms, now).await?));
    }
    outbox::put(tx, letters::new_links((stored, newest), made, language_of(newest)), now).await?;
    let event = Event::new("application.link_renewed", "application", newest.id.0);
    journal::record(tx, &Actor::House, event, now).await
}
