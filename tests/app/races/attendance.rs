//! Two trainers save one day's rosters at once: what either of them said about somebody stands.

use crate::support::TestHouse;
use rocket::futures::future::join_all;
use rocket::tokio;
use sea_orm::{ActiveValue::Set, EntityTrait};
use stafett::access::SubmissionKey;
use stafett::attendance::actions::{Place, Rest, Roster, save_roster};
use stafett::attendance::entity::mark;
use stafett::attendance::{MarkKind, Marker, queries};
use stafett::kernel::*;
use stafett::people::{self, Role, SignedIn, Trainer};

/// A cohort with two trainers; the first saw who was missing, the second presses *all present*.
struct Day {
    house: TestHouse,
    days: Vec<CourseDayId>,
    people: Vec<ParticipantId>,
    trainers: [AccountId; 2],
}

const PEOPLE: i64 = 12;

impl Day {
    async fn open() -> Self {
        let house = TestHouse::open().await;
        let (offer, cohort, eslov) = house.allocated(PEOPLE).await;
        let mut people = Vec::new();
        for seat in 1..=PEOPLE {
            people.push(house.participant((offer, cohort), seat, eslov, &format!("Deltagare {seat}")).await);
        }
        let trainers =
            [house.account(Role::Trainer, "Tuva Ett").await, house.account(Role::Trainer, "Tora Andra").await];
        for trainer in trainers {
            house.teaches(trainer, cohort).await;
        }
        let days: Vec<_> = house.days_of(cohort).await.into_iter().collect();
        house.set_clock(stafett::locale::stockholm::start_of_day(days[5].day).plus_minutes(600));
        Self { house, days: days.into_iter().map(|day| day.id).collect(), people, trainers }
    }

    /// Every second person was missing.
    fn missing(&self) -> Vec<ParticipantId> {
        self.people.iter().step_by(2).copied().collect()
    }

    async fn proof(&self, trainer: AccountId) -> Marker {
        let account = people::queries::find_account(self.house.db().read(), trainer).await.expect("read");
        let who = SignedIn::prove(&account.expect("an account"), "Tuva".to_owned()).expect("active");
        Marker::Trainer(Trainer::prove(who).expect("a trainer"))
    }

    /// How many of those who were missing are told as missing on `day`.
    async fn told_missing(&self, day: CourseDayId) -> usize {
        let standing = queries::standing_on(self.house.db().read(), &[day]).await.expect("read");
        let missing = self.missing();
        let told = |one: &&mark::Model| one.kind == MarkKind::Absent && missing.contains(&one.participant_id);
        standing.iter().filter(told).count()
    }
}

#[rocket::async_test]
async fn of_two_rosters_saved_at_once_no_mark_is_lost() {
    let day = Day::open().await;
    let proofs = [day.proof(day.trainers[0]).await, day.proof(day.trainers[1]).await];
    let ticked: Vec<_> = day.missing().into_iter().map(|one| (one, MarkKind::Absent, None)).collect();

    let saved = day.days.iter().flat_map(|one| {
        let rosters = [(ticked.clone(), Rest::Stays), (Vec::new(), Rest::Present)];
        rosters.into_iter().zip(proofs.clone()).map(|((ticked, rest), by)| (*one, ticked, rest, by))
    });
    let saved = saved.map(|(one, ticked, rest, by)| {
        let (inside, now) = (day.house.house.clone(), day.house.now());
        tokio::spawn(async move {
            let key = SubmissionKey::random().expect("a key");
            let roster = Roster { key, seen: MarkId(0), ticked, rest };
            save_roster(&inside.db, &by, Place { day: one, device: "" }, &roster, now).await
        })
    });
    let saved = join_all(saved).await;

    assert!(saved.iter().all(|one| matches!(one, Ok(Ok(_)))), "{saved:?}");
    for one in &day.days {
        assert_eq!(day.told_missing(*one).await, day.missing().len());
        let standing = queries::standing_on(day.house.db().read(), &[*one]).await.expect("read");
        assert_eq!(standing.len(), day.people.len());
    }
}

/// Marks as one would without holding the day: reads who has no mark, and writes when the other one has written.
async fn mark_all_carelessly(day: &Day, one: CourseDayId, other: impl Future<Output = ()>) {
    let seen = queries::standing_on(day.house.db().read(), &[one]).await.expect("read");
    let unmarked = day.people.iter().filter(|who| seen.iter().all(|mark| mark.participant_id != **who));
    let unmarked: Vec<_> = unmarked.copied().collect();
    other.await;
    insert(day, one, (&unmarked, MarkKind::Present), day.trainers[1]).await;
}

async fn insert(day: &Day, one: CourseDayId, (who, kind): (&[ParticipantId], MarkKind), by: AccountId) {
    let row = |participant: &ParticipantId| mark::ActiveModel {
        participant_id: Set(*participant),
        course_day_id: Set(one),
        kind: Set(kind),
        minutes: Set(None),
        reference: Set(String::new()),
        reason: Set(String::new()),
        nonce: Set(format!("careless-{by}-{one}-{participant}")),
        marked_at: Set(day.house.now()),
        account_id: Set(Some(by)),
        device: Set(String::new()),
        ..Default::default()
    };
    let tx = day.house.db().begin_write().await.expect("a transaction");
    mark::Entity::insert_many(who.iter().map(row)).exec_without_returning(&tx).await.expect("marks");
    tx.commit().await.expect("a commit");
}

#[rocket::async_test]
async fn control_without_holding_the_day_all_present_hides_who_was_missing() {
    let day = Day::open().await;
    let (one, missing) = (day.days[0], day.missing());

    let absent = insert(&day, one, (&missing, MarkKind::Absent), day.trainers[0]);
    mark_all_carelessly(&day, one, absent).await;

    assert_eq!(day.told_missing(one).await, 0, "the control must lose what the first trainer saw");
}
