//! Managers who have not answered are reminded once, three working days before their deadline.

use super::posting::{language_of, named};
use crate::access::{Letterhead, links};
use crate::applications::entity::{application, mandate};
use crate::applications::letters::{self, Asking};
use crate::applications::terms::Terms;
use crate::applications::{queries, rules};
use crate::journal::{self, Event};
use crate::kernel::{Actor, ApplicationId, EmailAddress, Instant, OfferId};
use crate::offers;
use crate::outbox;
use crate::storage::Db;
use sea_orm::DbErr;
use std::collections::{BTreeMap, HashMap};

/// Reminds every manager whose deadline is near, each once in an offer; says how many letters were written.
///
/// One letter speaks of everybody who named this address, so that fifty who did make one reminder. A manager asked within
/// the last days before the deadline is not reminded of what was just asked.
///
/// # Errors
/// When the database does not answer for one of them; the others are reminded all the same.
pub async fn remind_managers(db: &Db, head: &Letterhead<'_>, now: Instant) -> Result<usize, DbErr> {
    let mut due = queries::mandates_to_remind(db.read()).await?;
    due.retain(|asked| {
        let from = rules::reminder_from(asked.deadline_at);
        now >= from && now <= asked.deadline_at && asked.asked_at < from
    });
    let ids: Vec<ApplicationId> = due.iter().map(|asked| asked.application_id).collect();
    let offers: HashMap<ApplicationId, OfferId> =
        queries::among(db.read(), &ids).await?.into_iter().map(|one| (one.id, one.offer_id)).collect();
    let mut groups: BTreeMap<(OfferId, String), Vec<ApplicationId>> = BTreeMap::new();
    for asked in due {
        let Some(offer) = offers.get(&asked.application_id) else { continue };
        groups.entry((*offer, asked.manager_email)).or_default().push(asked.application_id);
    }
    let (mut written, mut trouble) = (0, None);
    for ((offer, address), applications) in groups {
        match remind(db, head, (offer, &address, &applications), now).await {
            Ok(is_written) => written += usize::from(is_written),
            Err(error) => trouble = Some(error),
        }
    }
    trouble.map_or(Ok(written), Err)
}

/// Reminds one address in a transaction of its own; `false` when there was nothing (more) to say.
async fn remind(
    db: &Db,
    head: &Letterhead<'_>,
    (offer, address, applications): (OfferId, &str, &[ApplicationId]),
    now: Instant,
) -> Result<bool, DbErr> {
    let tx = db.begin_write().await?;
    // Whoever answers, withdraws or names another manager holds the offer, too.
    let Some(offer) = offers::queries::lock(&tx, offer).await? else { return Ok(false) };
    let applications = queries::among(&tx, applications).await?;
    let mut open: Vec<(application::Model, mandate::Model)> = Vec::new();
    for asked in queries::mandates_to_remind(&tx).await?.into_iter().filter(|asked| asked.manager_email == address) {
        let waiting =
            applications.iter().find(|one| one.id == asked.application_id && rules::awaits_manager(one.state));
        open.extend(waiting.map(|one| (one.clone(), asked)));
    }
    open.sort_by_key(|(_, asked)| asked.deadline_at);
    let (Some((first, asked)), Some(email)) = (open.first(), EmailAddress::parse(address)) else { return Ok(false) };
    let terms = Terms::of(&tx, offer).await?;
    let mut names = Vec::with_capacity(open.len());
    for (application, _) in &open {
        names.push(named(&tx, application, &terms).await?);
    }
    let until = rules::mandate_link_ends(asked.deadline_at);
    let token = links::make(&tx, head.keys, (links::Purpose::Mandate, asked.id.0), now, until).await?;
    let lang = language_of(first);
    let link = head.links.mandate(token.as_str(), lang);
    let letter = letters::asked((first, email), &names, (&terms, asked.deadline_at), (Asking::Reminder, link), lang);
    outbox::put(&tx, letter, now).await?;
    let mandates: Vec<_> = open.iter().map(|(_, asked)| asked.id).collect();
    queries::note_reminded(&tx, &mandates, now).await?;
    for (application, asked) in &open {
        let event = Event::new("mandate.reminded", "application", application.id.0).with("mandate", asked.id.0);
        journal::record(&tx, &Actor::House, event, now).await?;
    }
    tx.commit().await?;
    Ok(true)
}
