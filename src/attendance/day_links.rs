//! Day links: a guest trainer's way to the roster of one day, handed out and ended by a coordinator.

use super::model::Refusal;
use super::proof;
use crate::access::entity::link;
use crate::access::{Holder, NewSession, Stage, SubmissionKey, Token, TokenKey, links, sessions, submissions};
use crate::cohorts::{self, CourseDay};
use crate::journal::{self, Event};
use crate::kernel::{Actor, CourseDayId, Failure, Instant, Lang, LinkId, PersonName};
use crate::locale::stockholm;
use crate::people::Coordinator;
use crate::storage::{Db, WriteTx};
use sea_orm::{ConnectionTrait, DbErr};

/// The token of the day link that a form with this key hands out.
///
/// It follows from the key, so that the page with the QR can be opened again and printed without the token being stored.
#[must_use]
pub fn token_of(keys: &TokenKey, key: &SubmissionKey) -> String {
    keys.digest(&format!("day link {}", key.as_str())).chars().take(40).collect()
}

/// The midnight in Stockholm at which everything about `day` ends for guests; that moment itself is too late.
#[must_use]
pub fn ends(day: &CourseDay) -> Instant {
    Instant::from_millis(stockholm::last_second_of(day.day).millis() + 1)
}

/// Whether guests may mark: the day has begun and not ended.
#[must_use]
pub fn is_today(day: &CourseDay, now: Instant) -> bool {
    stockholm::today(now) == day.day
}

/// The day links of `day` that have not ended, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn live_for(db: &impl ConnectionTrait, day: CourseDayId, now: Instant) -> Result<Vec<link::Model>, DbErr> {
    let mut found = links::to_any_of(db, links::Purpose::Day, &[day.0]).await?;
    found.retain(|link| link.expires_at > now);
    Ok(found)
}

/// Hands out a link to the roster of `day`; its token is [`token_of`] the key.
///
/// # Errors
/// Missing for an unknown day, refused when it is cancelled or over, `Repeated` with `receipt` when the form was sent before.
pub async fn hand_out(
    db: &Db,
    keys: &TokenKey,
    by: &Coordinator,
    (day, key, receipt): (CourseDayId, &SubmissionKey, &str),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    submissions::spend(&tx, key, receipt, now).await?;
    let day = cohorts::queries::lock_day(&tx, day).await?.ok_or(Failure::Missing("course day"))?;
    if day.is_cancelled {
        return Err(Failure::Refused(Refusal::DayCancelled));
    }
    if now >= ends(&day) {
        return Err(Failure::Refused(Refusal::DayOver));
    }
    let token = token_of(keys, key);
    links::make_known(&tx, keys, ((links::Purpose::Day, day.id.0), &token), now, ends(&day)).await?;
    journal::record(&tx, &by.actor(), Event::new("day.link_handed_out", "course_day", day.id.0), now).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends every day link of `day` and signs out who came by one. Ending twice is ending once.
///
/// # Errors
/// Missing for an unknown day.
pub async fn end(db: &Db, by: &Coordinator, day: CourseDayId, now: Instant) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let day = cohorts::queries::lock_day(&tx, day).await?.ok_or(Failure::Missing("course day"))?;
    let live: Vec<LinkId> = live_for(&tx, day.id, now).await?.iter().map(|link| link.id).collect();
    if !live.is_empty() {
        links::end_all(&tx, links::Purpose::Day, day.id.0, now).await?;
        sessions::close_all_by(&tx, &live).await?;
        journal::record(&tx, &by.actor(), Event::new("day.link_ended", "course_day", day.id.0), now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Signs somebody who opened `link` and said `name` in until midnight.
///
/// # Errors
/// Missing when the link has ended, refused when its day is another than today or cancelled.
pub async fn enter(
    db: &Db,
    keys: &TokenKey,
    (link, name): (&links::Opened, &PersonName),
    device: &str,
    now: Instant,
) -> Result<(Token, CourseDay), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let day = cohorts::queries::lock_day(&tx, CourseDayId(link.object())).await?;
    let day = day.ok_or(Failure::Missing("course day"))?;
    let id = link.id().ok_or(Failure::Missing("day link"))?;
    // Once more, now that the day is held: it may just have been ended.
    links::live(&tx, links::Purpose::Day, id, now).await?.ok_or(Failure::Missing("day link"))?;
    if day.is_cancelled {
        return Err(Failure::Refused(Refusal::DayCancelled));
    }
    if !is_today(&day, now) {
        return Err(Failure::Refused(Refusal::NotToday));
    }
    let token = open(&tx, keys, (id, name, device), &day, now).await?;
    let actor = Actor::Guest(id, proof::guest_in_words(Lang::Sv, name.as_str()));
    journal::record(&tx, &actor, Event::new("day.guest_entered", "course_day", day.id.0), now).await?;
    link.note_used(&tx, keys, now).await?;
    tx.commit().await?;
    Ok((token, day))
}

async fn open(
    tx: &WriteTx,
    keys: &TokenKey,
    (link, name, device): (LinkId, &PersonName, &str),
    day: &CourseDay,
    now: Instant,
) -> Result<Token, DbErr> {
    let until = ends(day);
    let holder = Holder::Guest(link, name.to_string());
    let new = NewSession { holder, stage: Stage::Open, device, expires_at: until, awake_until: Some(until) };
    sessions::open(tx, keys, &new, now).await
}

/// The names of those who came by these links, each once, in the order they came.
///
/// # Errors
/// When the database does not answer.
pub async fn guests_of(db: &impl ConnectionTrait, links: &[link::Model]) -> Result<Vec<String>, DbErr> {
    let ids: Vec<LinkId> = links.iter().map(|link| link.id).collect();
    let mut names: Vec<String> = Vec::new();
    for session in sessions::guests_of(db, &ids).await? {
        if !names.contains(&session.guest_name) {
            names.push(session.guest_name);
        }
    }
    Ok(names)
}
