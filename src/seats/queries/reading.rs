//! Who holds which seat, who waits, who takes part.

use super::super::entity::{participant, reserve, seat_offer};
use super::super::model::{ParticipantState, SeatOfferState};
use crate::cohorts::entity::cohort_seat;
use crate::cohorts::{self, SeatsInUse};
use crate::kernel::{ApplicationId, CohortId, Instant, OfferId, OrganisationId, ParticipantId, PersonId, SeatOfferId};
use crate::locale::stockholm;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
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

/// The participations of a person that have not been given back, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn active_of_person(db: &impl ConnectionTrait, person: PersonId) -> Result<Vec<participant::Model>, DbErr> {
    participant::Entity::find()
        .filter(participant::Column::PersonId.eq(person))
        .filter(participant::Column::State.eq(ParticipantState::Active))
        .order_by_asc(participant::Column::Id)
        .all(db)
        .await
}

/// The last millisecond of the last course day of a person's courses; `None` without a course.
///
/// # Errors
/// When the database does not answer.
pub async fn last_course_moment(db: &impl ConnectionTrait, person: PersonId) -> Result<Option<Instant>, DbErr> {
    let cohorts: Vec<CohortId> =
        active_of_person(db, person).await?.into_iter().map(|participant| participant.cohort_id).collect();
    let days = cohorts::queries::days_among(db, &cohorts).await?;
    let last = days.into_iter().filter(|day| !day.is_cancelled).map(|day| day.day).max();
    Ok(last.map(stockholm::last_second_of))
}

/// The participants from these organisations who are still in their cohorts, in the order they joined.
///
/// # Errors
/// When the database does not answer.
pub async fn active_from(
    db: &impl ConnectionTrait,
    organisations: &[OrganisationId],
) -> Result<Vec<participant::Model>, DbErr> {
    participant::Entity::find()
        .filter(participant::Column::OrganisationId.is_in(organisations.iter().copied()))
        .filter(participant::Column::State.eq(ParticipantState::Active))
        .order_by_asc(participant::Column::Id)
        .all(db)
        .await
}

/// Every seat offer that waits for its answer at `now`, the nearest deadline first.
///
/// # Errors
/// When the database does not answer.
pub async fn unanswered(db: &impl ConnectionTrait, now: Instant) -> Result<Vec<seat_offer::Model>, DbErr> {
    seat_offer::Entity::find()
        .filter(seat_offer::Column::State.eq(SeatOfferState::Offered))
        .filter(seat_offer::Column::ReplyBy.gte(now))
        .order_by_asc(seat_offer::Column::ReplyBy)
        .order_by_asc(seat_offer::Column::Id)
        .all(db)
        .await
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

/// Every seat offer made to a person, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn seat_offers_of_person(
    db: &impl ConnectionTrait,
    person: PersonId,
) -> Result<Vec<seat_offer::Model>, DbErr> {
    seat_offer::Entity::find()
        .filter(seat_offer::Column::PersonId.eq(person))
        .order_by_asc(seat_offer::Column::Id)
        .all(db)
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
pub(in crate::seats) async fn overdue_in(
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
pub(in crate::seats) async fn find(
    db: &impl ConnectionTrait,
    id: SeatOfferId,
) -> Result<Option<seat_offer::Model>, DbErr> {
    seat_offer::Entity::find_by_id(id).one(db).await
}
