//! Drafting and changing cohorts.

use super::entity::{cohort, course_day};
use super::model::{CohortState, Frame, MovedDay, Moves, NewCohort, Plan, Refusal, SeatsInUse};
use super::{queries, rules};
use crate::access::{SubmissionKey, submissions};
use crate::journal::{self, Event};
use crate::kernel::{AccountId, Actor, CohortId, Failure, Instant};
use crate::locale::holidays::{Rhythm, suggest_days};
use crate::people::{self, Coordinator};
use crate::programmes::{self, ProgrammeDay};
use crate::storage::{Db, WriteTx, is_taken};
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, SqlErr};
use std::collections::BTreeSet;

/// Drafts a cohort from its programme: as many days as the programme has, on suggested working days.
///
/// # Errors
/// Refused when the code is taken or no code, or the programme has no days.
pub async fn draft(
    db: &Db,
    by: &Coordinator,
    new: &NewCohort,
    key: &SubmissionKey,
    now: Instant,
) -> Result<CohortId, Failure<Refusal>> {
    let tx = db.begin_write().await?;
    submissions::spend(&tx, key, "/desk/cohorts", now).await?;
    let version = programmes::queries::find_version(&tx, new.programme).await?;
    let version = version.ok_or(Failure::Missing("programme"))?;
    let lessons = programmes::queries::days_of(&tx, version.id).await?;
    if lessons.is_empty() {
        return Err(Failure::Refused(Refusal::NoDays));
    }
    let empty = Plan { frame: new.frame.clone(), days: Vec::new(), trainers: Vec::new() };
    refuse_flaws(&empty)?;
    let row = cohort::ActiveModel {
        programme_version_id: Set(version.id),
        state: Set(CohortState::Draft),
        rule_id: Set(None),
        created_at: Set(now),
        version: Set(1),
        ..columns(&new.frame)
    };
    let made = cohort::Entity::insert(row).exec(&tx).await.map_err(code_taken)?;
    let id = made.last_insert_id;
    let days = suggested_days(id, new, &lessons);
    course_day::Entity::insert_many(days).exec_without_returning(&tx).await?;
    queries::add_seats(&tx, id, &(1..=new.frame.capacity).collect::<Vec<_>>()).await?;
    submissions::set_receipt(&tx, key, &format!("/desk/cohorts/{id}/edit")).await?;
    let event = Event::new("cohort.drafted", "cohort", id.0).with("code", new.frame.code.as_str());
    journal::record(&tx, &by.actor(), event.with("capacity", new.frame.capacity), now).await?;
    tx.commit().await?;
    Ok(id)
}

fn suggested_days(id: CohortId, new: &NewCohort, lessons: &[ProgrammeDay]) -> Vec<course_day::ActiveModel> {
    let days = suggest_days(new.from, lessons.len(), Rhythm::default());
    let day = |(lesson, day): (&ProgrammeDay, _)| course_day::ActiveModel {
        cohort_id: Set(id),
        number: Set(lesson.number),
        day: Set(day),
        starts_minute: Set(lesson.starts_minute),
        ends_minute: Set(lesson.ends_minute),
        minutes: Set(lesson.minutes),
        room: Set(new.frame.room.clone()),
        is_cancelled: Set(false),
        ..course_day::ActiveModel::default()
    };
    lessons.iter().zip(days).map(day).collect()
}

fn columns(frame: &Frame) -> cohort::ActiveModel {
    cohort::ActiveModel {
        code: Set(frame.code.clone()),
        name: Set(frame.name.clone()),
        term: Set(frame.term.clone()),
        place: Set(frame.place.clone()),
        room: Set(frame.room.clone()),
        languages: Set(frame.languages.clone()),
        capacity: Set(frame.capacity),
        ..cohort::ActiveModel::default()
    }
}

fn code_taken(error: DbErr) -> Failure<Refusal> {
    if is_taken(&error) { Failure::Refused(Refusal::CodeTaken) } else { Failure::Storage(error) }
}

/// Refuses anybody who is no trainer; one who stopped being one may stay where they stand.
async fn only_trainers(tx: &WriteTx, id: CohortId, named: &[AccountId]) -> Result<(), Failure<Refusal>> {
    let mut known: Vec<AccountId> = people::queries::trainers(tx).await?.into_iter().map(|(id, _)| id).collect();
    known.extend(queries::trainers_of(tx, id).await?);
    if named.iter().all(|one| known.contains(one)) { Ok(()) } else { Err(Failure::Refused(Refusal::NotATrainer)) }
}

fn refuse_flaws(plan: &Plan) -> Result<(), Failure<Refusal>> {
    rules::flaws(plan).into_iter().next().map_or(Ok(()), |flaw| Err(Failure::Refused(flaw)))
}

/// Changes a cohort to `plan`: its words, seats, days and trainers. Says what that means to those who take part.
///
/// Raising the capacity adds seats; lowering it removes seats that nothing has ever pointed at, the highest first. The
/// caller tells which those are (`in_use`), because seats are given in a later room; the database holds them either way.
/// The caller commits, after telling those who must know.
///
/// # Errors
/// Refused when the plan has a flaw, an attested day would move or taken seats would go; stale when somebody saved
/// after version `version`.
pub async fn change(
    tx: &WriteTx,
    by: &Coordinator,
    (id, version): (CohortId, i64),
    (plan, in_use): (&Plan, &SeatsInUse),
    now: Instant,
) -> Result<Moves, Failure<Refusal>> {
    let cohort = queries::lock(tx, id).await?.ok_or(Failure::Missing("cohort"))?;
    if cohort.version != version {
        return Err(Failure::Stale);
    }
    if matches!(cohort.state, CohortState::Closed | CohortState::Cancelled) {
        return Err(Failure::Refused(Refusal::Over));
    }
    refuse_flaws(plan)?;
    only_trainers(tx, id, &plan.trainers).await?;
    let row = cohort::ActiveModel { version: Set(version + 1), ..columns(&plan.frame) };
    let changed = cohort::Entity::update_many()
        .set(row)
        .filter(cohort::Column::Id.eq(id))
        .filter(cohort::Column::Version.eq(version))
        .exec(tx)
        .await
        .map_err(code_taken)?;
    if changed.rows_affected == 0 {
        return Err(Failure::Stale);
    }
    let days = move_days(tx, id, plan).await?;
    resize(tx, id, plan.frame.capacity, in_use).await?;
    queries::set_trainers(tx, id, &unique(&plan.trainers)).await?;
    let event = Event::new("cohort.changed", "cohort", id.0)
        .changed("name", cohort.name, plan.frame.name.as_str())
        .changed("code", cohort.code, plan.frame.code.as_str())
        .changed("capacity", cohort.capacity, plan.frame.capacity)
        .changed("place", cohort.place.as_str(), plan.frame.place.as_str())
        .changed("room", cohort.room, plan.frame.room.as_str())
        .with("days_moved", days.iter().map(|moved| moved.before.number).collect::<Vec<_>>());
    journal::record(tx, &by.actor(), event, now).await?;
    let place = (cohort.place != plan.frame.place).then(|| (cohort.place, plan.frame.place.clone()));
    Ok(Moves { days, place })
}

fn unique(trainers: &[AccountId]) -> Vec<AccountId> {
    trainers.iter().copied().collect::<BTreeSet<_>>().into_iter().collect()
}

/// Writes the days that differ and tells which have another date, time or room.
async fn move_days(tx: &WriteTx, id: CohortId, plan: &Plan) -> Result<Vec<MovedDay>, Failure<Refusal>> {
    let mut moved = Vec::new();
    for before in queries::days_of(tx, id).await? {
        let Some(after) = plan.days.iter().find(|day| day.number == before.number) else { continue };
        let is_same = (after.day, after.starts_minute, after.ends_minute)
            == (before.day, before.starts_minute, before.ends_minute);
        if is_same && after.room == before.room && after.minutes == before.minutes {
            continue;
        }
        if !is_same && before.attested_at.is_some() {
            return Err(Failure::Refused(Refusal::Attested { number: before.number }));
        }
        if before.attested_at.is_none() && !(is_same && after.room == before.room) {
            moved.push(MovedDay { before: queries::planned(&before), after: after.clone() });
        }
        let row = course_day::ActiveModel {
            day: Set(after.day),
            starts_minute: Set(after.starts_minute),
            ends_minute: Set(after.ends_minute),
            minutes: Set(after.minutes),
            room: Set(after.room.clone()),
            ..course_day::ActiveModel::default()
        };
        course_day::Entity::update_many().set(row).filter(course_day::Column::Id.eq(before.id)).exec(tx).await?;
    }
    Ok(moved)
}

/// Gives the cohort `capacity` seats.
async fn resize(tx: &WriteTx, id: CohortId, capacity: i64, in_use: &SeatsInUse) -> Result<(), Failure<Refusal>> {
    let numbers = queries::seat_numbers(tx, id).await?;
    let wanted = usize::try_from(capacity).unwrap_or(0);
    if wanted >= numbers.len() {
        let from = numbers.last().copied().unwrap_or(0) + 1;
        let added: Vec<i64> = (from..).take(wanted - numbers.len()).collect();
        return Ok(queries::add_seats(tx, id, &added).await?);
    }
    let taken = Failure::Refused(Refusal::SeatsTaken { taken: in_use.taken });
    let spare: Vec<i64> = numbers.iter().rev().copied().filter(|number| !in_use.numbers.contains(number)).collect();
    let surplus = numbers.len() - wanted;
    if capacity < in_use.taken || spare.len() < surplus {
        return Err(taken);
    }
    queries::remove_seats(tx, id, &spare[..surplus]).await.map_err(|error| match error.sql_err() {
        Some(SqlErr::ForeignKeyConstraintViolation(_)) => taken,
        _ => Failure::Storage(error),
    })
}

/// Lets every published cohort whose first day has begun run, each in a transaction of its own. Says how many that was.
///
/// Done again it moves nothing: what runs is no longer published.
///
/// # Errors
/// When the database does not answer; what was moved before stays so.
pub async fn begin_due(db: &Db, now: Instant) -> Result<usize, DbErr> {
    let mut begun = 0;
    for cohort in queries::in_state(db.read(), CohortState::Published).await? {
        let days = queries::days_of(db.read(), cohort.id).await?;
        if rules::has_begun(&queries::held(&days), now) && begin(db, cohort.id, now).await? {
            begun += 1;
        }
    }
    Ok(begun)
}

/// Asks again under the lock: the day may have been moved meanwhile.
async fn begin(db: &Db, id: CohortId, now: Instant) -> Result<bool, DbErr> {
    let tx = db.begin_write().await?;
    let Some(cohort) = queries::lock(&tx, id).await? else { return Ok(false) };
    let days = queries::days_of(&tx, id).await?;
    if cohort.state != CohortState::Published || !rules::has_begun(&queries::held(&days), now) {
        return Ok(false);
    }
    queries::set_state(&tx, id, CohortState::Running).await?;
    journal::record(&tx, &Actor::House, Event::new("cohort.begun", "cohort", id.0), now).await?;
    tx.commit().await?;
    Ok(true)
}
