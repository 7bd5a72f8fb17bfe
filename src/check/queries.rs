//! Each invariant as what it finds broken; a whole walk takes a handful of statements.

use super::model::Broken;
use crate::attendance::entity::mark;
use crate::cohorts::entity::{cohort_seat, course_day};
use crate::kernel::{CohortId, CourseDayId, Instant, MarkId, ParticipantId, PersonId};
use crate::locale::stockholm;
use crate::outbox;
use crate::seals::{self, KeyRing, Published, Untimely};
use crate::seats::entity::{participant, seat_offer};
use crate::seats::{Participant, ParticipantState, SeatOffer, SeatOfferState};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Every invariant that is broken at `now`.
///
/// # Errors
/// When the database does not answer.
pub async fn broken(db: &impl ConnectionTrait, now: Instant) -> Result<Vec<Broken>, DbErr> {
    let mut found = seats(db).await?;
    found.extend(marks(db).await?);
    found.extend(letters(db, now).await?);
    Ok(found)
}

/// Days before the end of a seal's certificate from which on it is told: renewing one takes an issuer some time.
const SEAL_DAYS: i64 = 60;

/// What papers are verified by: every published key in use is here in `keys`, those that sign are neither retired nor out of
/// their time, and `host` is the one that papers carry.
///
/// # Errors
/// When the database does not answer.
pub async fn verifiable(
    db: &impl ConnectionTrait,
    keys: &KeyRing,
    host: Option<&str>,
    now: Instant,
) -> Result<Vec<Broken>, DbErr> {
    let (published, ours) = (seals::queries::published(db).await?, keys.published());
    let is_gone = |one: &&Published| one.retired_at.is_none() && !ours.iter().any(|own| own.id == one.id);
    let mut found: Vec<Broken> = published.iter().filter(is_gone).map(|one| Broken::KeyGone(one.id.clone())).collect();
    found.extend(keys.retired_in(&published).into_iter().map(Broken::KeyRetired));
    let seal = keys.seal().id().to_string();
    match (keys.seals_at(now), keys.seals_at(now.plus_days(SEAL_DAYS))) {
        (Err(Untimely::NotYet(from)), _) => found.push(Broken::SealBegins(seal, stockholm::today(from))),
        (_, Err(Untimely::Over(until))) => found.push(Broken::SealEnds(seal, stockholm::today(until))),
        _ => {}
    }
    let carried = seals::queries::hosts(db).await?.into_iter().next();
    if let Some(carried) = carried.filter(|carried| host != Some(carried)) {
        found.push(Broken::HostChanged(carried, host.unwrap_or("none").to_owned()));
    }
    Ok(found)
}

/// Seats: no more holders than seats, nobody twice, every accepted seat with its participant and the other way round.
async fn seats(db: &impl ConnectionTrait) -> Result<Vec<Broken>, DbErr> {
    let participants = participant::Entity::find()
        .filter(participant::Column::State.eq(ParticipantState::Active))
        .order_by_asc(participant::Column::Id)
        .all(db)
        .await?;
    let holding = seat_offer::Entity::find()
        .filter(seat_offer::Column::State.is_in([SeatOfferState::Offered, SeatOfferState::Accepted]))
        .order_by_asc(seat_offer::Column::Id)
        .all(db)
        .await?;
    let mut found = overbooked(db, &participants, &holding).await?;
    let accepted: Vec<&SeatOffer> = holding.iter().filter(|one| one.state == SeatOfferState::Accepted).collect();
    let in_seats: HashSet<_> = participants.iter().filter_map(|one| one.application_id).collect();
    let by_offer: HashSet<_> = accepted.iter().map(|one| one.application_id).collect();
    let empty = accepted.iter().filter(|one| !in_seats.contains(&one.application_id));
    found.extend(empty.map(|one| Broken::SeatWithoutParticipant(one.id)));
    let unfounded = participants.iter().filter(|one| one.application_id.is_none_or(|id| !by_offer.contains(&id)));
    found.extend(unfounded.map(|one| Broken::ParticipantWithoutSeat(one.id)));
    let mut seats_of: BTreeMap<(CohortId, PersonId), usize> = BTreeMap::new();
    for one in &participants {
        *seats_of.entry((one.cohort_id, one.person_id)).or_default() += 1;
    }
    let twice = seats_of.into_iter().filter(|(_, count)| *count > 1);
    found.extend(twice.map(|((cohort, person), _)| Broken::PersonTwice(person, cohort)));
    Ok(found)
}

async fn overbooked(
    db: &impl ConnectionTrait,
    participants: &[Participant],
    holding: &[SeatOffer],
) -> Result<Vec<Broken>, DbErr> {
    let seats: Vec<(CohortId, i64)> = cohort_seat::Entity::find()
        .select_only()
        .column(cohort_seat::Column::CohortId)
        .column_as(cohort_seat::Column::Number.count(), "seats")
        .group_by(cohort_seat::Column::CohortId)
        .into_tuple()
        .all(db)
        .await?;
    let seats: HashMap<CohortId, usize> =
        seats.into_iter().map(|(id, count)| (id, usize::try_from(count).unwrap_or_default())).collect();
    let mut holders: BTreeMap<CohortId, HashSet<PersonId>> = BTreeMap::new();
    let all = participants.iter().map(|one| (one.cohort_id, one.person_id));
    for (cohort, person) in all.chain(holding.iter().map(|one| (one.cohort_id, one.person_id))) {
        holders.entry(cohort).or_default().insert(person);
    }
    let over = holders.into_iter().filter_map(|(cohort, people)| {
        let seats = seats.get(&cohort).copied().unwrap_or_default();
        (people.len() > seats).then_some(Broken::Overbooked(cohort, people.len(), seats))
    });
    Ok(over.collect())
}

/// Marks: no nonce twice, none on a day of a cohort in which the participant's person never had a seat.
///
/// A move leaves a participant row in the cohort that was left, so marks from before it are at home there.
async fn marks(db: &impl ConnectionTrait) -> Result<Vec<Broken>, DbErr> {
    let twice: Vec<(String, i64)> = mark::Entity::find()
        .select_only()
        .column(mark::Column::Nonce)
        .column_as(mark::Column::Id.count(), "marks")
        .group_by(mark::Column::Nonce)
        .having(ExprTrait::gt(mark::Column::Id.count(), 1))
        .into_tuple()
        .all(db)
        .await?;
    let mut found: Vec<Broken> = twice
        .into_iter()
        .map(|(nonce, count)| Broken::NonceTwice(nonce, usize::try_from(count).unwrap_or_default()))
        .collect();
    let days: Vec<(CourseDayId, CohortId)> = course_day::Entity::find()
        .select_only()
        .column(course_day::Column::Id)
        .column(course_day::Column::CohortId)
        .into_tuple()
        .all(db)
        .await?;
    let cohort_of: HashMap<CourseDayId, CohortId> = days.into_iter().collect();
    let participants: Vec<(ParticipantId, PersonId, CohortId)> = participant::Entity::find()
        .select_only()
        .column(participant::Column::Id)
        .column(participant::Column::PersonId)
        .column(participant::Column::CohortId)
        .into_tuple()
        .all(db)
        .await?;
    let person_of: HashMap<ParticipantId, PersonId> = participants.iter().map(|one| (one.0, one.1)).collect();
    let at_home: HashSet<(PersonId, CohortId)> = participants.iter().map(|one| (one.1, one.2)).collect();
    let marks: Vec<(MarkId, ParticipantId, CourseDayId)> = mark::Entity::find()
        .select_only()
        .column(mark::Column::Id)
        .column(mark::Column::ParticipantId)
        .column(mark::Column::CourseDayId)
        .order_by_asc(mark::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    found.extend(marks.into_iter().filter_map(|(mark, participant, day)| {
        let (cohort, person) = (*cohort_of.get(&day)?, *person_of.get(&participant)?);
        (!at_home.contains(&(person, cohort))).then_some(Broken::MarkElsewhere(mark, participant, cohort))
    }));
    Ok(found)
}

/// Letters: none given up or waiting for more than a day.
async fn letters(db: &impl ConnectionTrait, now: Instant) -> Result<Vec<Broken>, DbErr> {
    let unsent = outbox::unsent_since(db, now.plus_days(-1)).await?;
    let told = unsent.into_iter().map(|letter| match letter.state {
        outbox::State::Parked => Broken::Parked(letter.id, letter.last_error.unwrap_or_default()),
        _ => Broken::Overdue(letter.id),
    });
    Ok(told.collect())
}
