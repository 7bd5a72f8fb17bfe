//! Marking, attesting, writing down what a day held.

use super::entity::{day_content, mark};
use super::model::{MarkKind, NewMark, Nonce, Refusal};
use super::proof::Marker;
use super::queries;
use super::rules;
use crate::access::SubmissionKey;
use crate::cohorts::{self, CourseDay};
use crate::journal::{self, Event};
use crate::kernel::{CourseDayId, Failure, Instant, MarkId, NoRefusal, ParticipantId};
use crate::people::{Coordinator, Trainer};
use crate::seats;
use crate::storage::{Db, WriteTx, is_taken};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use std::collections::{HashMap, HashSet};

/// Where a mark is made.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The course day.
    pub day: CourseDayId,
    /// The device in a word (`iPhone`).
    pub device: &'a str,
}

/// A whole roster as its form sends it.
#[derive(Debug, Clone)]
pub struct Roster {
    /// The form's key; every mark takes its nonce from it.
    pub key: SubmissionKey,
    /// The last mark of the day when the form was opened.
    pub seen: MarkId,
    /// What is ticked: kind and minutes.
    pub ticked: Vec<(ParticipantId, MarkKind, Option<i64>)>,
    /// Who is to be filled in.
    pub rest: Rest,
}

/// What becomes of those without a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    /// They stay unmarked.
    Stays,
    /// They are present; nobody who has a mark is touched.
    Present,
}

/// What became of a roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saved {
    /// How many marks were added.
    pub marks: usize,
    /// How many of those ticked are not in the cohort any longer.
    pub left: usize,
}

/// Adds marks on a day and gives them back as they are stored.
///
/// A mark whose nonce has been seen before is not added again: the answer is the first one's. Each mark stands until a
/// later one comes; what two trainers mark at once are both on record.
///
/// # Errors
/// Missing for a day that is not theirs; refused when the rules say no, and then nothing is added.
pub async fn mark(
    db: &Db,
    by: &Marker,
    place: Place<'_>,
    marks: &[NewMark],
    now: Instant,
) -> Result<Vec<mark::Model>, Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let day = own_day(&tx, by, place.day).await?;
    let stored = add(&tx, by, (&day, place.device), marks, now).await?;
    tx.commit().await?;
    Ok(stored)
}

/// Corrects one participant's mark of a day, which was `seen` when the form was opened: 0 when there was none.
///
/// Both marks stay on record, as always; but who corrects should have read what stands.
///
/// # Errors
/// As [`mark()`]; stale when somebody else marked in between.
pub async fn correct(
    db: &Db,
    by: &Marker,
    place: Place<'_>,
    (mark, seen): (&NewMark, MarkId),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let day = own_day(&tx, by, place.day).await?;
    let stands = queries::history(&tx, mark.participant, day.id).await?.into_iter().next_back();
    let is_seen = stands.as_ref().map_or(MarkId(0), |stands| stands.id) == seen;
    let is_sent_twice = stands.is_some_and(|stands| stands.nonce == mark.nonce.as_str());
    if !is_seen && !is_sent_twice {
        return Err(Failure::Stale);
    }
    add(&tx, by, (&day, place.device), std::slice::from_ref(mark), now).await?;
    tx.commit().await?;
    Ok(())
}

/// Saves a roster: what was changed in the form becomes marks, the rest is left alone.
///
/// Compared is with what the form showed when it was opened, so that a form left open does not undo what a colleague
/// marked meanwhile. Who has left the cohort since is passed over, so that nobody else's mark is lost with theirs.
/// Sending the form again adds nothing.
///
/// # Errors
/// As [`mark()`].
pub async fn save_roster(
    db: &Db,
    by: &Marker,
    place: Place<'_>,
    roster: &Roster,
    now: Instant,
) -> Result<Saved, Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let day = own_day(&tx, by, place.day).await?;
    let here: HashSet<ParticipantId> =
        seats::queries::active_among(&tx, &[day.cohort_id]).await?.into_iter().map(|each| each.id).collect();
    let shown = by_participant(queries::stood_at(&tx, day.id, roster.seen).await?);
    let standing = by_participant(queries::standing_on(&tx, &[day.id]).await?);
    let says = |mark: &mark::Model| (mark.kind != MarkKind::Open).then_some((mark.kind, mark.minutes));
    let mut marks = Vec::new();
    for (participant, kind, minutes) in roster.ticked.iter().filter(|(participant, ..)| here.contains(participant)) {
        let tick = (*kind, *minutes);
        let is_own = |mark: &&mark::Model| by.made(mark);
        let stands_already = standing.get(participant).filter(is_own).and_then(says);
        let is_change = rules::differs(tick, shown.get(participant).and_then(says));
        if is_change && stands_already.is_none_or(|own| rules::differs(tick, Some(own))) {
            marks.push(NewMark::new(*participant, *kind, *minutes, nonce_of(&roster.key, *participant, tick)?));
        }
    }
    if roster.rest == Rest::Present {
        let changed: HashSet<ParticipantId> = roster.ticked.iter().map(|(participant, ..)| *participant).collect();
        for participant in &here {
            if standing.get(participant).and_then(says).is_none() && !changed.contains(participant) {
                let tick = (MarkKind::Present, None);
                marks.push(NewMark::new(*participant, tick.0, tick.1, nonce_of(&roster.key, *participant, tick)?));
            }
        }
    }
    add(&tx, by, (&day, place.device), &marks, now).await?;
    tx.commit().await?;
    Ok(Saved { marks: marks.len(), left: roster.ticked.iter().filter(|(who, ..)| !here.contains(who)).count() })
}

/// Attests a day: from here on its marks count, and every change needs a reason.
///
/// Attesting twice is attesting once; the first hand stands.
///
/// # Errors
/// Missing for a day that is not theirs; refused when the day is cancelled.
pub async fn attest(db: &Db, by: &Trainer, day: CourseDayId, now: Instant) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let day = own_day(&tx, &Marker::Trainer(by.clone()), day).await?;
    if day.is_cancelled {
        return Err(Failure::Refused(Refusal::DayCancelled));
    }
    if day.attested_at.is_none() {
        cohorts::queries::set_attested(&tx, day.id, by.account, now).await?;
        journal::record(&tx, &by.actor(), Event::new("day.attested", "course_day", day.id.0), now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// What a day held, as it is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Who lectured.
    pub lecturers: String,
    /// What was read.
    pub literature: String,
    /// What was handed out.
    pub material: String,
    /// The version the form was opened with; 0 when nothing was written yet.
    pub version: i64,
}

/// Writes down what a day held.
///
/// # Errors
/// Missing for an unknown day, stale when somebody else wrote in between.
pub async fn write_content(
    db: &Db,
    by: &Coordinator,
    day: CourseDayId,
    content: &Content,
    now: Instant,
) -> Result<(), Failure<NoRefusal>> {
    let tx = db.begin_write().await?;
    cohorts::queries::lock_day(&tx, day).await?.ok_or(Failure::Missing("course day"))?;
    if content.version == 0 {
        let row = day_content::ActiveModel {
            course_day_id: Set(day),
            lecturers: Set(content.lecturers.clone()),
            literature: Set(content.literature.clone()),
            material: Set(content.material.clone()),
            version: Set(1),
        };
        let written = day_content::Entity::insert(row).exec_without_returning(&tx).await;
        written.map_err(|error| if is_taken(&error) { Failure::Stale } else { error.into() })?;
    } else {
        let written = day_content::Entity::update_many()
            .col_expr(day_content::Column::Lecturers, Expr::value(content.lecturers.as_str()))
            .col_expr(day_content::Column::Literature, Expr::value(content.literature.as_str()))
            .col_expr(day_content::Column::Material, Expr::value(content.material.as_str()))
            .col_expr(day_content::Column::Version, Expr::value(content.version + 1))
            .filter(day_content::Column::CourseDayId.eq(day))
            .filter(day_content::Column::Version.eq(content.version))
            .exec(&tx)
            .await?;
        if written.rows_affected == 0 {
            return Err(Failure::Stale);
        }
    }
    journal::record(&tx, &by.actor(), Event::new("day.content_written", "course_day", day.0), now).await?;
    tx.commit().await?;
    Ok(())
}

/// The day, locked, if it is theirs to mark.
async fn own_day<R>(tx: &WriteTx, by: &Marker, day: CourseDayId) -> Result<CourseDay, Failure<R>> {
    let day = cohorts::queries::lock_day(tx, day).await?.ok_or(Failure::Missing("course day"))?;
    if by.reaches(tx, &day).await? { Ok(day) } else { Err(Failure::Missing("course day")) }
}

async fn add(
    tx: &WriteTx,
    by: &Marker,
    (day, device): (&CourseDay, &str),
    marks: &[NewMark],
    now: Instant,
) -> Result<Vec<mark::Model>, Failure<Refusal>> {
    let nonces: Vec<Nonce> = marks.iter().map(|mark| mark.nonce.clone()).collect();
    let known = queries::with_nonces(tx, &nonces).await?;
    let same = |known: &mark::Model, new: &NewMark| known.nonce == new.nonce.as_str();
    let fits = |known: &mark::Model| {
        let new = marks.iter().find(|new| same(known, new));
        known.course_day_id == day.id && new.is_some_and(|new| new.participant == known.participant_id)
    };
    if !known.iter().all(fits) {
        return Err(Failure::Refused(Refusal::NonceTaken));
    }
    let participants: HashSet<ParticipantId> =
        seats::queries::active_among(tx, &[day.cohort_id]).await?.into_iter().map(|each| each.id).collect();
    let hand = by.hand();
    let mut fresh = Vec::new();
    for new in marks.iter().filter(|new| !known.iter().any(|known| same(known, new))) {
        if !participants.contains(&new.participant) {
            return Err(Failure::Refused(Refusal::NotInCohort));
        }
        rules::may_mark(day, new, hand).map_err(Failure::Refused)?;
        fresh.push(row(by, (day, device), new, now));
    }
    if fresh.is_empty() {
        return Ok(known);
    }
    let (count, kinds) = (fresh.len(), marks.iter().map(|mark| mark.kind.key()).collect::<HashSet<_>>());
    let added = mark::Entity::insert_many(fresh).exec_without_returning(tx).await;
    added.map_err(|error| if is_taken(&error) { Failure::Refused(Refusal::NonceTaken) } else { error.into() })?;
    let mut kinds: Vec<&str> = kinds.into_iter().collect();
    kinds.sort_unstable();
    let event = Event::new("attendance.marked", "course_day", day.id.0).with("marks", count).with("kinds", kinds);
    journal::record(tx, &by.actor(), event, now).await?;
    Ok(queries::with_nonces(tx, &nonces).await?)
}

fn row(by: &Marker, (day, device): (&CourseDay, &str), new: &NewMark, now: Instant) -> mark::ActiveModel {
    let (account, guest) = match by {
        Marker::Trainer(trainer) => (Some(trainer.account), String::new()),
        Marker::Guest(guest) => (None, guest.name.clone()),
    };
    mark::ActiveModel {
        participant_id: Set(new.participant),
        course_day_id: Set(day.id),
        kind: Set(new.kind),
        minutes: Set(rules::minutes_kept(day, new)),
        reference: Set(new.reference.clone()),
        reason: Set(new.reason.clone()),
        nonce: Set(new.nonce.as_str().to_owned()),
        marked_at: Set(now),
        account_id: Set(account),
        guest_name: Set(guest),
        device: Set(device.to_owned()),
        ..mark::ActiveModel::default()
    }
}

/// The nonce of a mark sent with a form: the same form with the same tick gives the same one.
fn nonce_of(
    key: &SubmissionKey,
    participant: ParticipantId,
    (kind, minutes): (MarkKind, Option<i64>),
) -> Result<Nonce, Failure<Refusal>> {
    let minutes = minutes.unwrap_or_default();
    let text = format!("{}-{participant}-{}-{minutes}", key.as_str(), kind.key());
    Nonce::parse(&text).ok_or(Failure::Refused(Refusal::NonceTaken))
}

fn by_participant(marks: Vec<mark::Model>) -> HashMap<ParticipantId, mark::Model> {
    marks.into_iter().map(|mark| (mark.participant_id, mark)).collect()
}
