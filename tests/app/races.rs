//! Many at once: every seat is held by one person, and no seat stays empty while somebody is turned away.
//!
//! Each race has a control in which the protection is off, and which must oversell: a race that no one could lose proves
//! nothing.

mod applications;
mod attendance;

use crate::support::TestHouse;
use rocket::futures::future::join_all;
use rocket::tokio::{self, sync::Barrier};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use stafett::applications::ApplicationState;
use stafett::kernel::{ApplicationId, CohortId, Failure};
use stafett::seats::actions::{Answering, Gift, accept, give_seat};
use stafett::seats::entity::{participant, seat_offer};
use stafett::seats::{ParticipantState, Refusal, SeatOfferState, queries};
use std::collections::HashSet;
use std::sync::Arc;

const SEATS: usize = 40;

/// Seats held and the persons who hold them.
async fn held(house: &TestHouse, cohort: CohortId) -> (HashSet<i64>, HashSet<i64>, usize) {
    let rows = seat_offer::Entity::find()
        .filter(seat_offer::Column::CohortId.eq(cohort))
        .filter(seat_offer::Column::State.is_in([SeatOfferState::Offered, SeatOfferState::Accepted]))
        .all(house.db().read())
        .await
        .expect("read");
    let seats = rows.iter().map(|row| row.seat_number).collect();
    let persons = rows.iter().map(|row| row.person_id.0).collect();
    (seats, persons, rows.len())
}

#[rocket::async_test]
async fn forty_seat_offers_each_answered_five_times_at_once_make_forty_participants() {
    let house = TestHouse::open().await;
    let (offer, cohort, eslov) = house.allocated(40).await;
    let applications = house.crowd((offer, cohort), eslov, ApplicationState::Offered, 40).await;
    let mut holders = Vec::new();
    for (seat, application) in (1..).zip(&applications) {
        house.seat_offer(*application, cohort, seat).await;
        holders.push(house.applicant(*application).await);
    }

    let five_times = (0..5).flat_map(|_| holders.clone());
    let answers = five_times.map(|who| {
        let (inside, now) = (house.house.clone(), house.now());
        tokio::spawn(async move { accept(&inside.db, &inside.letterhead(), &Answering::Applicant(&who), now).await })
    });
    let answers = join_all(answers).await;

    assert!(answers.iter().all(|answer| matches!(answer, Ok(Ok(())))));
    let (seats, persons, rows) = held(&house, cohort).await;
    assert_eq!((seats.len(), persons.len(), rows), (SEATS, SEATS, SEATS));
    let participants = queries::participants_of(house.db().read(), cohort).await.expect("read");
    let taking_part: HashSet<i64> =
        participants.iter().filter(|one| one.state == ParticipantState::Active).map(|one| one.seat_number).collect();
    assert_eq!((taking_part.len(), participants.len()), (SEATS, SEATS));
    for application in applications {
        assert_eq!(house.letters_to(application).await.len(), 1);
    }
}

#[rocket::async_test]
async fn two_hundred_coordinators_giving_seats_at_once_fill_forty_seats_and_no_more() {
    let house = TestHouse::open().await;
    let (offer, cohort, eslov) = house.allocated(40).await;
    let applications = house.crowd((offer, cohort), eslov, ApplicationState::Eligible, 200).await;
    let karin = house.coordinator("Karin Koordinator").await;

    let given = applications.iter().map(|application| {
        let (inside, now, by) = (house.house.clone(), house.now(), karin.clone());
        let gift = Gift { application: *application, cohort, reason: "Ringde först.", key: None };
        tokio::spawn(async move { give_seat(&inside.db, &inside.letterhead(), &by, &gift, now).await })
    });
    let given = join_all(given).await;

    // A slow machine may ask somebody to try again; that is no answer yet, and nobody is turned away by it.
    let turned_away_or_busy = given
        .iter()
        .filter(|one| match one {
            Ok(Err(Failure::Refused(refusal))) => *refusal == Refusal::NoSeat,
            Ok(Err(Failure::Storage(error))) => stafett::storage::is_busy(error),
            _ => false,
        })
        .count();
    let seated = given.iter().filter(|one| matches!(one, Ok(Ok(())))).count();
    assert_eq!((seated, turned_away_or_busy), (SEATS, 160));
    let (seats, persons, rows) = held(&house, cohort).await;
    assert_eq!((seats.len(), persons.len(), rows), (SEATS, SEATS, SEATS));
}

/// Gives a seat as one would without protection: counts, and inserts what the count allows, with no lock between.
async fn give_carelessly(
    house: Arc<TestHouse>,
    application: ApplicationId,
    cohort: CohortId,
    everybody_has_counted: Arc<Barrier>,
) -> bool {
    let taken = queries::seats_taken(house.db().read(), cohort, house.now()).await.expect("a count");
    everybody_has_counted.wait().await;
    if taken >= SEATS as u64 {
        return false;
    }
    let found = house.find_application(application).await;
    let row = seat_offer::ActiveModel {
        offer_id: Set(found.offer_id),
        cohort_id: Set(cohort),
        seat_number: Set(i64::try_from(taken).expect("a seat") + 1),
        application_id: Set(application),
        person_id: Set(found.person_id),
        state: Set(SeatOfferState::Offered),
        offered_at: Set(house.now()),
        reply_by: Set(house.now().plus_days(10)),
        version: Set(1),
        ..Default::default()
    };
    let tx = house.db().begin_write().await.expect("a transaction");
    if seat_offer::Entity::insert(row).exec_without_returning(&tx).await.is_err() {
        return false;
    }
    tx.commit().await.is_ok()
}

async fn careless_race(house: TestHouse, index: &[&str]) -> (usize, usize) {
    let (offer, cohort, eslov) = house.allocated(40).await;
    let applications = house.crowd((offer, cohort), eslov, ApplicationState::Eligible, 200).await;
    let tx = house.db().begin_write().await.expect("a transaction");
    for name in index {
        tx.execute_unprepared(&format!("DROP INDEX {name}")).await.expect("no index");
    }
    tx.commit().await.expect("a commit");
    let (house, barrier) = (Arc::new(house), Arc::new(Barrier::new(applications.len())));
    let given = applications
        .into_iter()
        .map(|application| tokio::spawn(give_carelessly(house.clone(), application, cohort, barrier.clone())));
    let given = join_all(given).await.into_iter().filter(|one| matches!(one, Ok(true))).count();
    let (seats, persons, _) = held(&house, cohort).await;
    assert_eq!(persons.len(), given);
    (persons.len(), seats.len())
}

#[rocket::async_test]
async fn control_without_lock_and_constraint_the_seats_are_oversold() {
    let house = TestHouse::open().await;

    let (persons, seats) = careless_race(house, &["seat_offers_one_per_seat"]).await;

    assert!(persons > SEATS, "the control must oversell, but {persons} persons hold {seats} seats");
}

#[rocket::async_test]
async fn control_without_lock_the_constraint_alone_keeps_two_from_one_seat() {
    let house = TestHouse::open().await;

    let (persons, seats) = careless_race(house, &[]).await;

    assert_eq!(persons, seats);
    assert!(persons < SEATS, "without the lock seats stay empty while people are turned away");
}

#[rocket::async_test]
async fn a_seat_freed_by_many_at_once_goes_to_as_many_reserves_in_order() {
    let house = TestHouse::open().await;
    let (offer, cohort, eslov) = house.allocated(10).await;
    let people = house.crowd((offer, cohort), eslov, ApplicationState::Offered, 25).await;
    let mut holders = Vec::new();
    for (seat, application) in (1..=10).zip(&people) {
        house.seat_offer(*application, cohort, seat).await;
        holders.push(house.applicant(*application).await);
    }
    for (number, application) in (1..).zip(&people[10..]) {
        house.set_application_state(*application, ApplicationState::Reserve).await;
        house.reserve(*application, number).await;
    }

    let answers = holders.into_iter().map(|who| {
        let (inside, now) = (house.house.clone(), house.now());
        tokio::spawn(async move {
            stafett::seats::actions::decline(&inside.db, &inside.letterhead(), &Answering::Applicant(&who), now).await
        })
    });
    let answers = join_all(answers).await;

    assert!(answers.iter().all(|answer| matches!(answer, Ok(Ok(())))));
    let (seats, persons, rows) = held(&house, cohort).await;
    assert_eq!((seats.len(), persons.len(), rows), (10, 10, 10));
    for (place, application) in people[10..].iter().enumerate() {
        let state = house.find_application(*application).await.state;
        let expected = if place < 10 { ApplicationState::Offered } else { ApplicationState::Reserve };
        assert_eq!(state, expected, "reserve {}", place + 1);
    }
    assert_eq!(participant::Entity::find().all(house.db().read()).await.expect("read"), []);
}
