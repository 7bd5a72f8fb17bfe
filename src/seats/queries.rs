//! Who holds which seat, who waits, who takes part.

use super::entity::{participant, reserve, seat_offer};
use super::model::{ParticipantState, Refusal, ReserveState, SeatOfferState};
use crate::applications::Application;
use crate::cohorts::SeatsInUse;
use crate::cohorts::entity::cohort_seat;
use crate::kernel::{
    AccountId, ApplicationId, CohortId, Failure, Instant, OfferId, ParticipantId, PersonId, PersonName, ReserveId,
    SeatOfferId,
};
use crate::storage::{self, WriteTx};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder,
};
use std::collections::{HashMap, HashSet};

const HOLDING: [SeatOfferState; 2] = [SeatOfferState::Offered, SeatOfferState::Accepted];

/// Counts the seats of `cohort` that are spoken for at `now`.
///
/// An offer still waiting for its answer speaks for a seat; a lapsed one frees it at once, even before a job has said so.
///
/// # Errors
/// When the database does not answer.
pub async fn seats_taken(db: &impl ConnectionTrait, cohort: CohortId, now: Instant) -> Result<u64, DbErr> {
    let in_time = Condition::all()
        .add(seat_offer::Column::State.eq(SeatOfferState::Offered))
        .add(seat_offer::Column::ReplyBy.gte(now));
    seat_offer::Entity::find()
        .filter(seat_offer::Column::CohortId.eq(cohort))
        .filter(Condition::any().add(seat_offer::Column::State.eq(SeatOfferState::Accepted)).add(in_time))
        .count(db)
        .await
}

/// The numbers of the seats nobody holds, by cohort, lowest first.
///
/// A seat offer past its deadline holds its seat until it is marked as lapsed, in the transaction that takes the seat.
///
/// # Errors
/// When the database does not answer.
pub async fn free_seats(db: &impl ConnectionTrait, cohorts: &[CohortId]) -> Result<HashMap<CohortId, Vec<i64>>, DbErr> {
    let seats = cohort_seat::Entity::find()
        .filter(cohort_seat::Column::CohortId.is_in(cohorts.iter().copied()))
        .order_by_asc(cohort_seat::Column::Number)
        .all(db)
        .await?;
    let held: HashSet<(CohortId, i64)> = seat_offer::Entity::find()
        .filter(seat_offer::Column::CohortId.is_in(cohorts.iter().copied()))
        .filter(seat_offer::Column::State.is_in(HOLDING))
        .all(db)
        .await?
        .into_iter()
        .map(|held| (held.cohort_id, held.seat_number))
        .collect();
    let mut free: HashMap<CohortId, Vec<i64>> = cohorts.iter().map(|cohort| (*cohort, Vec::new())).collect();
    for seat in seats.into_iter().filter(|seat| !held.contains(&(seat.cohort_id, seat.number))) {
        free.entry(seat.cohort_id).or_default().push(seat.number);
    }
    Ok(free)
}

/// How many seats each cohort has, and how many of them are spoken for at `now`.
///
/// # Errors
/// When the database does not answer.
pub async fn occupancy(
    db: &impl ConnectionTrait,
    cohorts: &[CohortId],
    now: Instant,
) -> Result<HashMap<CohortId, (u64, u64)>, DbErr> {
    let seats = cohort_seat::Entity::find()
        .filter(cohort_seat::Column::CohortId.is_in(cohorts.iter().copied()))
        .all(db)
        .await?;
    let held = seat_offer::Entity::find()
        .filter(seat_offer::Column::CohortId.is_in(cohorts.iter().copied()))
        .filter(seat_offer::Column::State.is_in(HOLDING))
        .all(db)
        .await?;
    let mut numbers: HashMap<CohortId, (u64, u64)> = cohorts.iter().map(|cohort| (*cohort, (0, 0))).collect();
    for seat in seats {
        numbers.entry(seat.cohort_id).or_default().0 += 1;
    }
    for seat in held.iter().filter(|seat| seat.state == SeatOfferState::Accepted || seat.reply_by >= now) {
        numbers.entry(seat.cohort_id).or_default().1 += 1;
    }
    Ok(numbers)
}

/// The participants of a cohort, withdrawn ones too, by seat.
///
/// # Errors
/// When the database does not answer.
pub async fn participants_of(db: &impl ConnectionTrait, cohort: CohortId) -> Result<Vec<participant::Model>, DbErr> {
    participant::Entity::find()
        .filter(participant::Column::CohortId.eq(cohort))
        .order_by_asc(participant::Column::SeatNumber)
        .order_by_asc(participant::Column::Id)
        .all(db)
        .await
}

/// The participants of these cohorts who are still in them, in the order they joined.
///
/// # Errors
/// When the database does not answer.
pub async fn active_among(db: &impl ConnectionTrait, cohorts: &[CohortId]) -> Result<Vec<participant::Model>, DbErr> {
    participant::Entity::find()
        .filter(participant::Column::CohortId.is_in(cohorts.iter().copied()))
        .filter(participant::Column::State.eq(ParticipantState::Active))
        .order_by_asc(participant::Column::Id)
        .all(db)
        .await
}

/// One participant, whatever the state.
///
/// # Errors
/// When the database does not answer.
pub async fn find_participant(
    db: &impl ConnectionTrait,
    id: ParticipantId,
) -> Result<Option<participant::Model>, DbErr> {
    participant::Entity::find_by_id(id).one(db).await
}

/// The participant an application led to.
///
/// # Errors
/// When the database does not answer.
pub async fn participant_of(
    db: &impl ConnectionTrait,
    application: ApplicationId,
) -> Result<Option<participant::Model>, DbErr> {
    participant::Entity::find().filter(participant::Column::ApplicationId.eq(application)).one(db).await
}

/// The latest seat offer made to an application.
///
/// # Errors
/// When the database does not answer.
pub async fn seat_offer_of(
    db: &impl ConnectionTrait,
    application: ApplicationId,
) -> Result<Option<seat_offer::Model>, DbErr> {
    seat_offer::Entity::find()
        .filter(seat_offer::Column::ApplicationId.eq(application))
        .order_by_desc(seat_offer::Column::Id)
        .one(db)
        .await
}

/// All seat offers made under an offer, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn seat_offers_under(db: &impl ConnectionTrait, offer: OfferId) -> Result<Vec<seat_offer::Model>, DbErr> {
    seat_offer::Entity::find()
        .filter(seat_offer::Column::OfferId.eq(offer))
        .order_by_asc(seat_offer::Column::Id)
        .all(db)
        .await
}

/// The persons who hold a seat or an unanswered seat offer under an offer.
///
/// # Errors
/// When the database does not answer.
pub async fn seated_under(db: &impl ConnectionTrait, offer: OfferId) -> Result<HashSet<PersonId>, DbErr> {
    let held = seat_offer::Entity::find()
        .filter(seat_offer::Column::OfferId.eq(offer))
        .filter(seat_offer::Column::State.is_in(HOLDING));
    Ok(held.all(db).await?.into_iter().map(|seat| seat.person_id).collect())
}

/// The seat offers of a cohort that hold a seat, by seat.
///
/// # Errors
/// When the database does not answer.
pub async fn held_in(db: &impl ConnectionTrait, cohort: CohortId) -> Result<Vec<seat_offer::Model>, DbErr> {
    seat_offer::Entity::find()
        .filter(seat_offer::Column::CohortId.eq(cohort))
        .filter(seat_offer::Column::State.is_in(HOLDING))
        .order_by_asc(seat_offer::Column::SeatNumber)
        .all(db)
        .await
}

/// Which seats of a cohort are in use, for the room that changes its capacity.
///
/// # Errors
/// When the database does not answer.
pub async fn seats_in_use(db: &impl ConnectionTrait, cohort: CohortId) -> Result<SeatsInUse, DbErr> {
    let offers = seat_offer::Entity::find().filter(seat_offer::Column::CohortId.eq(cohort)).all(db).await?;
    let taken = offers.iter().filter(|offer| HOLDING.contains(&offer.state)).count();
    let mut numbers: Vec<i64> = offers.iter().map(|offer| offer.seat_number).collect();
    numbers.extend(participants_of(db, cohort).await?.iter().map(|seat| seat.seat_number));
    numbers.sort_unstable();
    numbers.dedup();
    Ok(SeatsInUse { taken: i64::try_from(taken).unwrap_or(i64::MAX), numbers })
}

/// Lets no seat offer of `cohort` wait longer than until `start`, when its day 1 begins.
pub(super) async fn cap_replies(tx: &WriteTx, cohort: CohortId, start: Instant) -> Result<(), DbErr> {
    seat_offer::Entity::update_many()
        .col_expr(seat_offer::Column::ReplyBy, Expr::value(start))
        .col_expr(seat_offer::Column::Version, Expr::col(seat_offer::Column::Version).add(1))
        .filter(seat_offer::Column::CohortId.eq(cohort))
        .filter(seat_offer::Column::State.eq(SeatOfferState::Offered))
        .filter(seat_offer::Column::ReplyBy.gt(start))
        .exec(tx)
        .await
        .map(|_| ())
}

/// The reserve list of an offer, number 1 first.
///
/// # Errors
/// When the database does not answer.
pub async fn reserves_of(db: &impl ConnectionTrait, offer: OfferId) -> Result<Vec<reserve::Model>, DbErr> {
    reserve::Entity::find()
        .filter(reserve::Column::OfferId.eq(offer))
        .order_by_asc(reserve::Column::Number)
        .all(db)
        .await
}

/// The reserve place of an application.
///
/// # Errors
/// When the database does not answer.
pub async fn reserve_of(
    db: &impl ConnectionTrait,
    application: ApplicationId,
) -> Result<Option<reserve::Model>, DbErr> {
    reserve::Entity::find().filter(reserve::Column::ApplicationId.eq(application)).one(db).await
}

/// Seat offers whose deadline has passed without an answer, the oldest deadline first.
///
/// # Errors
/// When the database does not answer.
pub async fn overdue(db: &impl ConnectionTrait, now: Instant) -> Result<Vec<seat_offer::Model>, DbErr> {
    seat_offer::Entity::find()
        .filter(seat_offer::Column::State.eq(SeatOfferState::Offered))
        .filter(seat_offer::Column::ReplyBy.lt(now))
        .order_by_asc(seat_offer::Column::ReplyBy)
        .order_by_asc(seat_offer::Column::Id)
        .all(db)
        .await
}

/// The same for one cohort.
pub(super) async fn overdue_in(
    db: &impl ConnectionTrait,
    cohorts: &[CohortId],
    now: Instant,
) -> Result<Vec<seat_offer::Model>, DbErr> {
    seat_offer::Entity::find()
        .filter(seat_offer::Column::CohortId.is_in(cohorts.iter().copied()))
        .filter(seat_offer::Column::State.eq(SeatOfferState::Offered))
        .filter(seat_offer::Column::ReplyBy.lt(now))
        .order_by_asc(seat_offer::Column::Id)
        .all(db)
        .await
}

/// One seat offer.
pub(super) async fn find(db: &impl ConnectionTrait, id: SeatOfferId) -> Result<Option<seat_offer::Model>, DbErr> {
    seat_offer::Entity::find_by_id(id).one(db).await
}

/// A seat about to be offered.
pub(super) struct NewSeatOffer<'a> {
    pub application: &'a Application,
    pub cohort: CohortId,
    pub seat_number: i64,
    pub reply_by: Instant,
}

/// Offers a seat; the database refuses a seat or a person that is already held.
pub(super) async fn insert_seat_offer(
    tx: &WriteTx,
    new: &NewSeatOffer<'_>,
    now: Instant,
) -> Result<SeatOfferId, Failure<Refusal>> {
    let row = seat_offer::ActiveModel {
        offer_id: Set(new.application.offer_id),
        cohort_id: Set(new.cohort),
        seat_number: Set(new.seat_number),
        application_id: Set(new.application.id),
        person_id: Set(new.application.person_id),
        state: Set(SeatOfferState::Offered),
        offered_at: Set(now),
        reply_by: Set(new.reply_by),
        version: Set(1),
        ..Default::default()
    };
    let inserted = seat_offer::Entity::insert(row).exec(tx).await.map_err(refusal_of)?;
    Ok(inserted.last_insert_id)
}

/// What the loser of a race reads: the same as the polite second visitor.
fn refusal_of(error: DbErr) -> Failure<Refusal> {
    if !storage::is_taken(&error) {
        return Failure::Storage(error);
    }
    let about_the_person = error.to_string().contains("person");
    Failure::Refused(if about_the_person { Refusal::AlreadySeated } else { Refusal::NoSeat })
}

/// Answers a seat offer that still stands as it was read; `Stale` when it does not.
pub(super) async fn set_state<R>(
    tx: &WriteTx,
    seat: &seat_offer::Model,
    state: SeatOfferState,
    recorded_by: Option<AccountId>,
    now: Instant,
) -> Result<(), Failure<R>> {
    let changed = seat_offer::Entity::update_many()
        .col_expr(seat_offer::Column::State, Expr::value(state))
        .col_expr(seat_offer::Column::AnsweredAt, Expr::value(now))
        .col_expr(seat_offer::Column::RecordedBy, Expr::value(recorded_by))
        .col_expr(seat_offer::Column::Version, Expr::value(seat.version + 1))
        .filter(seat_offer::Column::Id.eq(seat.id))
        .filter(seat_offer::Column::Version.eq(seat.version))
        .exec(tx)
        .await?;
    if changed.rows_affected == 0 { Err(Failure::Stale) } else { Ok(()) }
}

/// Makes the holder of an accepted seat a participant; whose first cohort was cancelled takes part anew, by the same row.
pub(super) async fn insert_participant(
    tx: &WriteTx,
    application: &Application,
    seat: &seat_offer::Model,
    now: Instant,
) -> Result<ParticipantId, Failure<Refusal>> {
    if let Some(before) = participant_of(tx, application.id).await? {
        let row = participant::ActiveModel {
            cohort_id: Set(seat.cohort_id),
            seat_number: Set(seat.seat_number),
            state: Set(ParticipantState::Active),
            joined_at: Set(now),
            version: Set(before.version + 1),
            ..Default::default()
        };
        let own = participant::Entity::update_many().set(row).filter(participant::Column::Id.eq(before.id));
        own.exec(tx).await.map_err(refusal_of)?;
        return Ok(before.id);
    }
    let row = participant::ActiveModel {
        cohort_id: Set(seat.cohort_id),
        person_id: Set(seat.person_id),
        organisation_id: Set(application.organisation_id),
        application_id: Set(Some(application.id)),
        seat_number: Set(seat.seat_number),
        state: Set(ParticipantState::Active),
        joined_at: Set(now),
        version: Set(1),
        ..Default::default()
    };
    let inserted = participant::Entity::insert(row).exec(tx).await.map_err(refusal_of)?;
    Ok(inserted.last_insert_id)
}

/// Sets how the participant's name stands on the certificate, and when its bearer confirmed that, if so.
///
/// Gives `false` when somebody saved after version `version`, or when there is no such participant.
///
/// # Errors
/// When the database refuses.
pub async fn set_name(
    tx: &WriteTx,
    (id, version): (ParticipantId, i64),
    name: &PersonName,
    confirmed: Option<Instant>,
) -> Result<bool, DbErr> {
    let written = participant::Entity::update_many()
        .col_expr(participant::Column::NameOnCertificate, Expr::value(name.as_str()))
        .col_expr(participant::Column::NameConfirmedAt, Expr::value(confirmed))
        .col_expr(participant::Column::Version, Expr::value(version + 1))
        .filter(participant::Column::Id.eq(id))
        .filter(participant::Column::Version.eq(version))
        .exec(tx)
        .await?;
    Ok(written.rows_affected == 1)
}

/// Notes that the participant has given the seat back.
pub(super) async fn withdraw_participant(tx: &WriteTx, application: ApplicationId) -> Result<(), DbErr> {
    participant::Entity::update_many()
        .col_expr(participant::Column::State, Expr::value(ParticipantState::Withdrawn))
        .col_expr(participant::Column::Version, Expr::col(participant::Column::Version).add(1))
        .filter(participant::Column::ApplicationId.eq(application))
        .filter(participant::Column::State.eq(ParticipantState::Active))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Writes the reserve list of an offer, numbered from 1.
pub(super) async fn insert_reserves(tx: &WriteTx, offer: OfferId, applications: &[ApplicationId]) -> Result<(), DbErr> {
    if applications.is_empty() {
        return Ok(());
    }
    let rows = (1..).zip(applications).map(|(number, application)| reserve::ActiveModel {
        offer_id: Set(offer),
        application_id: Set(*application),
        number: Set(number),
        state: Set(ReserveState::Waiting),
        ..Default::default()
    });
    reserve::Entity::insert_many(rows).exec_without_returning(tx).await.map(|_| ())
}

/// Notes that reserves have been offered a seat.
pub(super) async fn set_promoted(tx: &WriteTx, reserves: &[ReserveId]) -> Result<(), DbErr> {
    reserve::Entity::update_many()
        .col_expr(reserve::Column::State, Expr::value(ReserveState::Promoted))
        .filter(reserve::Column::Id.is_in(reserves.iter().copied()))
        .exec(tx)
        .await
        .map(|_| ())
}
