//! The collected letter of the next morning: what exceeded an address's share of letters is told at once, none is lost.

use super::posting::{language_of, named, new_link};
use crate::access::{Letterhead, links};
use crate::applications::entity::{application, mandate};
use crate::applications::letters::{self, Asking};
use crate::applications::model::{ApplicationState, Channel};
use crate::applications::terms::Terms;
use crate::applications::{queries, rules};
use crate::kernel::{EmailAddress, Instant};
use crate::locale::stockholm;
use crate::outbox;
use crate::storage::{Db, WriteTx};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use std::collections::BTreeMap;

/// Writes one letter to every address that had more letters coming than it may get in a day; says how many.
///
/// What was held has no link yet: that is how it is found, and making the links is how it is ticked off. Only what
/// stems from yesterday or before is told, so the letter goes out once, the first time this runs in the morning.
///
/// # Errors
/// When the database does not answer.
pub async fn send_held(db: &Db, head: &Letterhead<'_>, now: Instant) -> Result<usize, DbErr> {
    let today = stockholm::start_of_day(stockholm::today(now));
    let tx = db.begin_write().await?;
    let mut asked = queries::mandates_asked(&tx).await?;
    asked.retain(|one| one.asked_at < today);
    let ids: Vec<i64> = asked.iter().map(|one| one.id.0).collect();
    let with_link = links::objects_among(&tx, links::Purpose::Mandate, &ids).await?;
    asked.retain(|one| !with_link.contains(&one.id.0));
    let mut sent = 0;
    let applications = queries::among(&tx, &asked.iter().map(|one| one.application_id).collect::<Vec<_>>()).await?;
    let offer_of =
        |one: &mandate::Model| applications.iter().find(|it| it.id == one.application_id).map(|it| it.offer_id);
    for ((address, _), waiting) in grouped(asked, |one| (one.manager_email.clone(), offer_of(one))) {
        sent += usize::from(ask_collected(&tx, head, (&address, &waiting), now).await?);
    }
    let mut sent_in = application::Entity::find()
        .filter(application::Column::ArrivedBy.eq(Channel::Web))
        .filter(application::Column::State.eq(ApplicationState::AwaitingManager))
        .filter(application::Column::SubmittedAt.lt(today))
        .all(&tx)
        .await?;
    let ids: Vec<i64> = sent_in.iter().map(|one| one.id.0).collect();
    let with_link = links::objects_among(&tx, links::Purpose::Application, &ids).await?;
    sent_in.retain(|one| !with_link.contains(&one.id.0));
    for (address, waiting) in grouped(sent_in, |one| one.email.clone()) {
        sent += usize::from(confirm_collected(&tx, head, (&address, &waiting), now).await?);
    }
    tx.commit().await?;
    Ok(sent)
}

fn grouped<T, K: Ord>(rows: Vec<T>, key: impl Fn(&T) -> K) -> BTreeMap<K, Vec<T>> {
    let mut groups: BTreeMap<K, Vec<T>> = BTreeMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}

/// One question about all of one offer: the page behind the link shows everybody who named this address.
async fn ask_collected(
    tx: &WriteTx,
    head: &Letterhead<'_>,
    (address, waiting): (&str, &[mandate::Model]),
    now: Instant,
) -> Result<bool, DbErr> {
    let Some(email) = EmailAddress::parse(address) else { return Ok(false) };
    let mut told: Option<(application::Model, Terms, Instant, String)> = None;
    let mut names = Vec::with_capacity(waiting.len());
    for asked in waiting {
        let Some(application) = queries::find(tx, asked.application_id).await? else { continue };
        let Some(terms) = Terms::find(tx, application.offer_id).await? else { continue };
        let until = rules::mandate_link_ends(asked.deadline_at);
        let token = links::make(tx, head.keys, (links::Purpose::Mandate, asked.id.0), now, until).await?;
        names.push(named(tx, &application, &terms).await?);
        let link = head.links.mandate(token.as_str(), language_of(&application));
        told.get_or_insert((application, terms, asked.deadline_at, link));
    }
    let Some((application, terms, deadline, link)) = told else { return Ok(false) };
    let lang = language_of(&application);
    let letter = letters::asked((&application, email), &names, (&terms, deadline), (Asking::Collected, link), lang);
    outbox::put(tx, letter, now).await?;
    Ok(true)
}

/// One letter with the links to all applications of an address.
async fn confirm_collected(
    tx: &WriteTx,
    head: &Letterhead<'_>,
    (address, waiting): (&str, &[application::Model]),
    now: Instant,
) -> Result<bool, DbErr> {
    let (Some(email), Some(first)) = (EmailAddress::parse(address), waiting.first()) else { return Ok(false) };
    let mut made = Vec::with_capacity(waiting.len());
    for application in waiting {
        let Some(terms) = Terms::find(tx, application.offer_id).await? else { continue };
        made.push((application.reference.clone(), new_link(tx, head, application, &terms, now).await?));
    }
    outbox::put(tx, letters::new_links((email, first), made, language_of(first)), now).await?;
    Ok(true)
}
