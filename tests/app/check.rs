//! `stafett check`: a sound house has nothing to tell; what is broken is named.

use crate::support::TestHouse;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use stafett::applications::ApplicationState;
use stafett::attendance::MarkKind;
use stafett::attendance::entity::mark;
use stafett::check::{Broken, queries};
use stafett::kernel::*;
use stafett::outbox::{self, Addressee, Letter};

struct Ground {
    house: TestHouse,
    offer: OfferId,
    cohort: CohortId,
    bjuv: OrganisationId,
    participant: ParticipantId,
}

impl Ground {
    async fn new() -> Self {
        let house = TestHouse::open().await;
        let bjuv = house.municipality("1260", "Bjuv", 15_715).await;
        let programme = house.programme().await;
        let cohort = house.cohort(programme, "A", 1).await;
        let offer = house.offer("H12", &[cohort], &[bjuv]).await;
        let participant = house.participant((offer, cohort), 1, bjuv, "Anna Ek").await;
        Self { house, offer, cohort, bjuv, participant }
    }

    async fn broken(&self) -> Vec<Broken> {
        queries::broken(self.house.db().read(), self.house.now()).await.expect("read")
    }

    async fn run(&self, sql: &str) {
        let tx = self.house.db().begin_write().await.expect("a transaction");
        tx.execute_unprepared(sql).await.expect("a change");
        tx.commit().await.expect("a commit");
    }
}

#[rocket::async_test]
async fn a_sound_house_has_no_broken_invariant() {
    let ground = Ground::new().await;

    let broken = ground.broken().await;

    assert_eq!(broken, []);
}

#[rocket::async_test]
async fn seats_and_participants_that_do_not_match_are_named() {
    let ground = Ground::new().await;
    ground.run("UPDATE participants SET state = 'withdrawn'").await;
    let empty = ground.broken().await;
    ground.run("UPDATE participants SET state = 'active'").await;
    ground.run("UPDATE seat_offers SET state = 'withdrawn'").await;
    let to = (ground.offer, [ground.cohort]);
    ground.house.application((to.0, &to.1), ground.bjuv, "Bo Ek", ApplicationState::Offered).await;
    ground
        .run("INSERT INTO seat_offers (offer_id, cohort_id, seat_number, application_id, person_id, state, offered_at, reply_by) SELECT offer_id, (SELECT MAX(id) FROM cohorts), 1, id, person_id, 'offered', 0, 0 FROM applications WHERE state = 'offered'")
        .await;

    let broken = ground.broken().await;

    assert!(matches!(empty[..], [Broken::SeatWithoutParticipant(_)]), "{empty:?}");
    assert_eq!(broken, [Broken::Overbooked(ground.cohort, 2, 1), Broken::ParticipantWithoutSeat(ground.participant)]);
    assert!(broken[0].to_string().contains("has 1 seats, and 2 people hold or are offered one"));
}

#[rocket::async_test]
async fn a_mark_on_a_strange_day_and_old_letters_are_named() {
    let ground = Ground::new().await;
    let version = ground.house.find_cohort(ground.cohort).await.programme_version_id;
    let other = ground.house.cohort(version, "B", 1).await;
    let days = ground.house.days_of(other).await;
    let by = ground.house.account(stafett::people::Role::Trainer, "Tuva Lind").await;
    let row = mark::ActiveModel {
        participant_id: Set(ground.participant),
        course_day_id: Set(days[0].id),
        kind: Set(MarkKind::Present),
        minutes: Set(Some(360)),
        reference: Set(String::new()),
        reason: Set(String::new()),
        nonce: Set("n1".into()),
        marked_at: Set(ground.house.now()),
        account_id: Set(Some(by)),
        device: Set(String::new()),
        ..Default::default()
    };
    let tx = ground.house.db().begin_write().await.expect("a transaction");
    mark::Entity::insert(row).exec_without_returning(&tx).await.expect("a mark");
    let to = Addressee { name: "Eva Ek".into(), email: EmailAddress::parse("eva@example.org").expect("an address") };
    let letter = Letter::new(to, "test", ("test", 1), Lang::Sv, "Hej".into());
    outbox::put(&tx, letter, ground.house.now()).await.expect("a letter");
    tx.commit().await.expect("a commit");
    let fresh = ground.broken().await;
    ground.house.set_clock(ground.house.now().plus_days(2));

    let broken = ground.broken().await;

    assert!(
        matches!(fresh[..], [Broken::MarkElsewhere(_, participant, cohort)] if participant == ground.participant && cohort == other)
    );
    assert!(matches!(broken[..], [Broken::MarkElsewhere(..), Broken::Overdue(_)]), "{broken:?}");
}
