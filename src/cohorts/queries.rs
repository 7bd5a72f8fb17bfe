//! Cohorts, their days, seats and trainers.

use super::entity::{cohort, cohort_seat, cohort_trainer, course_day};
use super::model::{CohortState, Frame, HeldDay, Plan, PlannedDay};
use super::rules::Booking;
use crate::kernel::{AccountId, CohortId, CourseDayId, Day, Instant, RuleId};
use crate::storage::WriteTx;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

/// One cohort.
///
/// # Errors
/// When the database does not answer.
pub async fn find(db: &impl ConnectionTrait, id: CohortId) -> Result<Option<cohort::Model>, DbErr> {
    cohort::Entity::find_by_id(id).one(db).await
}

/// The cohorts among `ids`, in the order they were made.
///
/// # Errors
/// When the database does not answer.
pub async fn among(db: &impl ConnectionTrait, ids: &[CohortId]) -> Result<Vec<cohort::Model>, DbErr> {
    let chosen = cohort::Entity::find().filter(cohort::Column::Id.is_in(ids.iter().copied()));
    chosen.order_by_asc(cohort::Column::Id).all(db).await
}

/// Every cohort, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<cohort::Model>, DbErr> {
    cohort::Entity::find().order_by_desc(cohort::Column::Id).all(db).await
}

/// The cohorts in `state`, in the order they were made.
///
/// # Errors
/// When the database does not answer.
pub async fn in_state(db: &impl ConnectionTrait, state: CohortState) -> Result<Vec<cohort::Model>, DbErr> {
    cohort::Entity::find().filter(cohort::Column::State.eq(state)).order_by_asc(cohort::Column::Id).all(db).await
}

/// One cohort, held until the transaction ends, so that what is counted of it stays counted.
///
/// # Errors
/// When the database does not answer.
pub async fn lock(tx: &WriteTx, id: CohortId) -> Result<Option<cohort::Model>, DbErr> {
    cohort::Entity::find_by_id(id).lock_exclusive().one(tx).await
}

/// The cohorts an account teaches, in the order they were made.
///
/// # Errors
/// When the database does not answer.
pub async fn taught_by(db: &impl ConnectionTrait, trainer: AccountId) -> Result<Vec<cohort::Model>, DbErr> {
    let taught = cohort_trainer::Entity::find().filter(cohort_trainer::Column::AccountId.eq(trainer)).all(db).await?;
    among(db, &taught.iter().map(|row| row.cohort_id).collect::<Vec<_>>()).await
}

/// One course day.
///
/// # Errors
/// When the database does not answer.
pub async fn find_day(db: &impl ConnectionTrait, id: CourseDayId) -> Result<Option<course_day::Model>, DbErr> {
    course_day::Entity::find_by_id(id).one(db).await
}

/// One course day, held until the transaction ends: marks and attestation of a day stand in line.
///
/// # Errors
/// When the database does not answer.
pub async fn lock_day(tx: &WriteTx, id: CourseDayId) -> Result<Option<course_day::Model>, DbErr> {
    course_day::Entity::find_by_id(id).lock_exclusive().one(tx).await
}

/// Notes that `by` attested the marks of a day.
///
/// # Errors
/// When the database refuses.
pub async fn set_attested(tx: &WriteTx, day: CourseDayId, by: AccountId, now: Instant) -> Result<(), DbErr> {
    course_day::Entity::update_many()
        .col_expr(course_day::Column::AttestedAt, Expr::value(now))
        .col_expr(course_day::Column::AttestedBy, Expr::value(by))
        .filter(course_day::Column::Id.eq(day))
        .exec(tx)
        .await
        .map(|_| ())
}

/// The days of a cohort, by number.
///
/// # Errors
/// When the database does not answer.
pub async fn days_of(db: &impl ConnectionTrait, id: CohortId) -> Result<Vec<course_day::Model>, DbErr> {
    days_among(db, &[id]).await
}

/// The days of several cohorts, by cohort and number.
///
/// # Errors
/// When the database does not answer.
pub async fn days_among(db: &impl ConnectionTrait, ids: &[CohortId]) -> Result<Vec<course_day::Model>, DbErr> {
    course_day::Entity::find()
        .filter(course_day::Column::CohortId.is_in(ids.iter().copied()))
        .order_by_asc(course_day::Column::CohortId)
        .order_by_asc(course_day::Column::Number)
        .all(db)
        .await
}

/// Who teaches a cohort.
///
/// # Errors
/// When the database does not answer.
pub async fn trainers_of(db: &impl ConnectionTrait, id: CohortId) -> Result<Vec<AccountId>, DbErr> {
    Ok(trainers_among(db, &[id]).await?.into_iter().map(|(_, trainer)| trainer).collect())
}

/// Who teaches which of several cohorts.
///
/// # Errors
/// When the database does not answer.
pub async fn trainers_among(db: &impl ConnectionTrait, ids: &[CohortId]) -> Result<Vec<(CohortId, AccountId)>, DbErr> {
    let rows = cohort_trainer::Entity::find()
        .filter(cohort_trainer::Column::CohortId.is_in(ids.iter().copied()))
        .order_by_asc(cohort_trainer::Column::AccountId)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.cohort_id, row.account_id)).collect())
}

/// Whether `trainer` teaches the cohort.
///
/// # Errors
/// When the database does not answer.
pub async fn is_trainer_of(db: &impl ConnectionTrait, trainer: AccountId, id: CohortId) -> Result<bool, DbErr> {
    Ok(cohort_trainer::Entity::find_by_id((id, trainer)).one(db).await?.is_some())
}

/// What cohorts hold on `days`: where, and with whom. Cancelled days and cohorts hold nothing.
///
/// # Errors
/// When the database does not answer.
pub async fn bookings_on(db: &impl ConnectionTrait, days: &[Day]) -> Result<Vec<Booking>, DbErr> {
    let held = course_day::Entity::find()
        .filter(course_day::Column::Day.is_in(days.iter().copied()))
        .filter(course_day::Column::IsCancelled.eq(false))
        .order_by_asc(course_day::Column::Id)
        .all(db)
        .await?;
    let ids: Vec<CohortId> = held.iter().map(|day| day.cohort_id).collect();
    let cohorts = among(db, &ids).await?;
    let trainers = trainers_among(db, &ids).await?;
    let bookings = held.into_iter().filter_map(|day| {
        let cohort = cohorts.iter().find(|cohort| cohort.id == day.cohort_id)?;
        let teach = trainers.iter().filter(|(id, _)| *id == cohort.id).map(|(_, trainer)| *trainer).collect();
        (cohort.state != CohortState::Cancelled).then(|| Booking {
            of: cohort.id,
            day: day.day,
            cohort: cohort.name.clone(),
            place: cohort.place.clone(),
            room: day.room,
            trainers: teach,
        })
    });
    Ok(bookings.collect())
}

/// The cohort as a plan, as its form shows it.
#[must_use]
pub fn plan_of(cohort: &cohort::Model, days: &[course_day::Model], trainers: &[AccountId]) -> Plan {
    let frame = Frame {
        code: cohort.code.clone(),
        name: cohort.name.clone(),
        term: cohort.term.clone(),
        place: cohort.place.clone(),
        room: cohort.room.clone(),
        languages: cohort.languages.clone(),
        capacity: cohort.capacity,
    };
    Plan { frame, days: days.iter().map(planned).collect(), trainers: trainers.to_vec() }
}

/// A day as it is planned.
#[must_use]
pub fn planned(day: &course_day::Model) -> PlannedDay {
    PlannedDay {
        number: day.number,
        day: day.day,
        starts_minute: day.starts_minute,
        ends_minute: day.ends_minute,
        minutes: day.minutes,
        room: day.room.clone(),
    }
}

/// The days that are held, for the rules that follow the calendar.
#[must_use]
pub fn held(days: &[course_day::Model]) -> Vec<HeldDay> {
    let held = days.iter().filter(|day| !day.is_cancelled).map(|day| HeldDay {
        day: day.day,
        starts_minute: day.starts_minute,
        ends_minute: day.ends_minute,
        is_attested: day.attested_at.is_some(),
    });
    held.collect()
}

/// Moves a cohort to `state`; the caller holds it and has asked the rules.
///
/// # Errors
/// When the database refuses.
pub async fn set_state(tx: &WriteTx, id: CohortId, state: CohortState) -> Result<(), DbErr> {
    cohort::Entity::update_many()
        .col_expr(cohort::Column::State, Expr::value(state))
        .col_expr(cohort::Column::Version, Expr::col(cohort::Column::Version).add(1))
        .filter(cohort::Column::Id.eq(id))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Makes the cohorts known to everybody and pins the rule that holds for them from now on.
///
/// # Errors
/// When the database refuses.
pub async fn publish(tx: &WriteTx, ids: &[CohortId], rule: RuleId) -> Result<(), DbErr> {
    cohort::Entity::update_many()
        .col_expr(cohort::Column::State, Expr::value(CohortState::Published))
        .col_expr(cohort::Column::RuleId, Expr::value(rule))
        .col_expr(cohort::Column::Version, Expr::col(cohort::Column::Version).add(1))
        .filter(cohort::Column::Id.is_in(ids.iter().copied()))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Pins another rule to a cohort.
///
/// # Errors
/// When the database refuses.
pub async fn pin_rule(tx: &WriteTx, id: CohortId, rule: RuleId) -> Result<(), DbErr> {
    cohort::Entity::update_many()
        .col_expr(cohort::Column::RuleId, Expr::value(rule))
        .filter(cohort::Column::Id.eq(id))
        .exec(tx)
        .await
        .map(|_| ())
}

/// The numbers of a cohort's seats, lowest first.
///
/// # Errors
/// When the database does not answer.
pub async fn seat_numbers(db: &impl ConnectionTrait, id: CohortId) -> Result<Vec<i64>, DbErr> {
    let seats = cohort_seat::Entity::find().filter(cohort_seat::Column::CohortId.eq(id));
    let seats = seats.order_by_asc(cohort_seat::Column::Number).all(db).await?;
    Ok(seats.into_iter().map(|seat| seat.number).collect())
}

/// Adds seats with these numbers.
pub(super) async fn add_seats(tx: &WriteTx, id: CohortId, numbers: &[i64]) -> Result<(), DbErr> {
    if numbers.is_empty() {
        return Ok(());
    }
    let seats = numbers.iter().map(|number| cohort_seat::ActiveModel { cohort_id: Set(id), number: Set(*number) });
    cohort_seat::Entity::insert_many(seats).exec_without_returning(tx).await.map(|_| ())
}

/// Removes the seats with these numbers; the database refuses those that something points at.
pub(super) async fn remove_seats(tx: &WriteTx, id: CohortId, numbers: &[i64]) -> Result<(), DbErr> {
    cohort_seat::Entity::delete_many()
        .filter(cohort_seat::Column::CohortId.eq(id))
        .filter(cohort_seat::Column::Number.is_in(numbers.iter().copied()))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Lets exactly `trainers` teach the cohort.
pub(super) async fn set_trainers(tx: &WriteTx, id: CohortId, trainers: &[AccountId]) -> Result<(), DbErr> {
    cohort_trainer::Entity::delete_many().filter(cohort_trainer::Column::CohortId.eq(id)).exec(tx).await?;
    if trainers.is_empty() {
        return Ok(());
    }
    let rows =
        trainers.iter().map(|trainer| cohort_trainer::ActiveModel { cohort_id: Set(id), account_id: Set(*trainer) });
    cohort_trainer::Entity::insert_many(rows).exec_without_returning(tx).await.map(|_| ())
}
