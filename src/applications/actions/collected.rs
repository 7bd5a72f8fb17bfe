//! The collected letter of the next morning: what exceeded an address's share of letters is told at once, none is lost.

use super::posting::{language_of, named, new_link};
use crate::access::{Letterhead, links};
use crate::applications::entity::{application, mandate};
use crate::applications::letters::{self, Asking};
use crate::applications::model::MandateState;
use crate::applications::terms::Terms;
use crate::applications::{queries, rules};
use crate::kernel::{ApplicationId, EmailAddress, Instant, OfferId};
use crate::locale::stockholm;
use crate::offers;
use crate::outbox;
use crate::storage::Db;
use sea_orm::{ConnectionTrait, DbErr};
use std::collections::BTreeMap;

/// Writes one letter to every address that had more letters coming than it may get in a day; says how many.
///
/// A question that was held has no link yet: that is how it is found, and making the links is how it is ticked off. Only
/// what stems from yesterday or before is told, so the letter goes out once, the first time this runs in the morning.
///
/// # Errors
/// When the database does not answer for one address; the others get their letter all the same.
pub async fn send_held(db: &Db, head: &Letterhead<'_>, now: Instant) -> Result<usize, DbErr> {
    let today = stockholm::start_of_day(stockholm::today(now));
    let (mut sent, mut trouble) = (0, None);
    let mut count = |written: Result<bool, DbErr>| match written {
        Ok(is_written) => sent += usize::from(is_written),
        Err(error) => trouble = Some(error),
    };
    for ((address, offer), held) in held_questions(db.read(), today).await? {
        count(ask_collected(db, head, (&address, offer, &held), now).await);
    }
    for (address, held) in held_letters(db.read(), today).await? {
        count(confirm_collected(db, head, (&address, &held), now).await);
    }
    trouble.map_or(Ok(sent), Err)
}

/// The questions to managers that were held, by address and offer.
async fn held_questions(
    db: &impl ConnectionTrait,
    today: Instant,
) -> Result<BTreeMap<(String, OfferId), Vec<ApplicationId>>, DbErr> {
    let mut asked = queries::mandates_asked(db).await?;
    asked.retain(|one| one.asked_at < today);
    let ids: Vec<i64> = asked.iter().map(|one| one.id.0).collect();
    let with_link = links::objects_among(db, links::Purpose::Mandate, &ids).await?;
    asked.retain(|one| !with_link.contains(&one.id.0));
    let of = queries::among(db, &asked.iter().map(|one| one.application_id).collect::<Vec<_>>()).await?;
    let mut groups: BTreeMap<(String, OfferId), Vec<ApplicationId>> = BTreeMap::new();
    for one in asked {
        let Some(application) = of.iter().find(|it| it.id == one.application_id) else { continue };
        groups.entry((one.manager_email, application.offer_id)).or_default().push(application.id);
    }
    Ok(groups)
}

/// The letters to applicants that were held, by address.
async fn held_letters(
    db: &impl ConnectionTrait,
    today: Instant,
) -> Result<BTreeMap<String, Vec<ApplicationId>>, DbErr> {
    let mut groups: BTreeMap<String, Vec<ApplicationId>> = BTreeMap::new();
    for one in queries::with_held_letters(db, today).await? {
        groups.entry(one.email).or_default().push(one.id);
    }
    Ok(groups)
}

/// One question about all of one offer: the page behind the link shows everybody who named this address.
async fn ask_collected(
    db: &Db,
    head: &Letterhead<'_>,
    (address, offer, waiting): (&str, OfferId, &[ApplicationId]),
    now: Instant,
) -> Result<bool, DbErr> {
    let Some(email) = EmailAddress::parse(address) else { return Ok(false) };
    let tx = db.begin_write().await?;
    let Some(offer) = offers::queries::lock(&tx, offer).await? else { return Ok(false) };
    let terms = Terms::of(&tx, offer).await?;
    let mut applications = queries::among(&tx, waiting).await?;
    applications.retain(|one| rules::awaits_manager(one.state));
    let asked = queries::mandates_among(&tx, waiting).await?;
    let open: Vec<(&application::Model, &mandate::Model)> = applications
        .iter()
        .filter_map(|one| {
            let is_open = |it: &&mandate::Model| {
                it.application_id == one.id && it.state == MandateState::Asked && it.manager_email == address
            };
            Some((one, asked.iter().find(is_open)?))
        })
        .collect();
    let Some((first, _)) = open.first() else { return Ok(false) };
    let (mut names, mut told) = (Vec::with_capacity(open.len()), None);
    for (application, asked) in &open {
        let until = rules::mandate_link_ends(asked.deadline_at);
        let token = links::make(&tx, head.keys, (links::Purpose::Mandate, asked.id.0), now, until).await?;
        names.push(named(&tx, application, &terms).await?);
        told.get_or_insert((asked.deadline_at, head.links.mandate(token.as_str(), language_of(application))));
    }
    let Some((deadline, link)) = told else { return Ok(false) };
    let lang = language_of(first);
    let letter = letters::asked((first, email), &names, (&terms, deadline), (Asking::Collected, link), lang);
    outbox::put(&tx, letter, now).await?;
    tx.commit().await?;
    Ok(true)
}

/// One letter with the links to all applications of an address.
async fn confirm_collected(
    db: &Db,
    head: &Letterhead<'_>,
    (address, ids): (&str, &[ApplicationId]),
    now: Instant,
) -> Result<bool, DbErr> {
    let tx = db.begin_write().await?;
    let mut waiting = queries::among(&tx, ids).await?;
    waiting.retain(|one| one.letter_held_at.is_some());
    let (Some(email), Some(first)) = (EmailAddress::parse(address), waiting.first()) else { return Ok(false) };
    let mut made = Vec::with_capacity(waiting.len());
    for application in &waiting {
        let Some(terms) = Terms::find(&tx, application.offer_id).await? else { continue };
        made.push((application.reference.clone(), new_link(&tx, head, application, &terms, now).await?));
    }
    outbox::put(&tx, letters::new_links((email, first), made, language_of(first)), now).await?;
    queries::note_held(&tx, ids, None).await?;
    tx.commit().await?;
    Ok(true)
}
