//! Cohorts that have come to their end, made in bulk: what the measurements of issuing and verifying begin with.

use super::support::TestHouse;
use super::support::world::{DAYS, day};
use sea_orm::{ActiveValue::Set, EntityTrait};
use stafett::attendance::MarkKind;
use stafett::attendance::entity::mark;
use stafett::cohorts::CohortState;
use stafett::cohorts::entity::{cohort, cohort_seat, course_day};
use stafett::completion;
use stafett::kernel::{AccountId, CohortId, OrganisationId, ProgrammeVersionId};
use stafett::locale::stockholm;
use stafett::people::entity::{account, person};
use stafett::people::{Coordinator, Role, SignedIn};
use stafett::programmes::entity::programme_version;
use stafett::seats::ParticipantState;
use stafett::seats::entity::participant;

/// Seats in every cohort, all taken.
pub const SEATS: i64 = 40;

/// Who and what all cohorts share.
#[derive(Clone, Copy)]
pub struct Ground {
    programme: ProgrammeVersionId,
    home: OrganisationId,
    /// The coordinator.
    pub karin: AccountId,
}

/// A house with a platform, a programme and a coordinator, a week after the last course day.
pub async fn ground() -> (TestHouse, Ground) {
    let house = TestHouse::open().await;
    house.platform().await;
    let home = house.municipality("1285", "Eslöv", 33_793).await;
    let programme = house.programme().await;
    let karin = house.account(Role::Coordinator, "Karin Koordinator").await;
    house.set_clock(stockholm::start_of_day(day(2012, 12, 13)).plus_minutes(600));
    (house, Ground { programme, home, karin })
}

/// A cohort whose forty were there every day, and were decided on.
#[expect(clippy::too_many_lines, reason = "one row after the other; nothing is decided here")]
pub async fn graduated(house: &TestHouse, Ground { programme, home, karin }: Ground, number: usize) -> CohortId {
    let version = programme_version::Entity::find_by_id(programme).one(house.db().read()).await.expect("read");
    let now = house.now();
    let tx = house.db().begin_write().await.expect("a transaction");
    let row = cohort::ActiveModel {
        programme_version_id: Set(programme),
        code: Set(format!("C{number:03}")),
        name: Set(format!("Omgång {number}")),
        term: Set("HT 2012".into()),
        place: Set("Eslöv".into()),
        room: Set("Stora salen".into()),
        languages: Set("sv".into()),
        capacity: Set(SEATS),
        state: Set(CohortState::Published),
        rule_id: Set(version.map(|version| version.rule_id)),
        created_at: Set(now),
        version: Set(1),
        ..Default::default()
    };
    let cohort = cohort::Entity::insert(row).exec(&tx).await.expect("a cohort").last_insert_id;
    let mut days = Vec::new();
    for (number, (year, month, date)) in (1..).zip(DAYS) {
        let row = course_day::ActiveModel {
            cohort_id: Set(cohort),
            number: Set(number),
            day: Set(day(year, month, date)),
            starts_minute: Set(540),
            ends_minute: Set(960),
            minutes: Set(360),
            room: Set("Stora salen".into()),
            is_cancelled: Set(false),
            ..Default::default()
        };
        let id = course_day::Entity::insert(row).exec(&tx).await.expect("a day").last_insert_id;
        stafett::cohorts::queries::set_attested(&tx, id, karin, now).await.expect("attested");
        days.push(id);
    }
    let seats = (1..=SEATS).map(|number| cohort_seat::ActiveModel { cohort_id: Set(cohort), number: Set(number) });
    cohort_seat::Entity::insert_many(seats).exec_without_returning(&tx).await.expect("seats");
    for seat in 1..=SEATS {
        let given = GIVEN[usize::try_from(seat).unwrap_or_default() % GIVEN.len()];
        let row = person::ActiveModel {
            true_name: Set(format!("{given} {}", FAMILY[number % FAMILY.len()])),
            email: Set(Some(format!("p{number}.{seat}@example.org"))),
            organisation_id: Set(Some(home)),
            language: Set("sv".into()),
            is_protected: Set(false),
            created_at: Set(now),
            version: Set(1),
            ..Default::default()
        };
        let person = person::Entity::insert(row).exec(&tx).await.expect("a person").last_insert_id;
        let row = participant::ActiveModel {
            cohort_id: Set(cohort),
            person_id: Set(person),
            organisation_id: Set(home),
            application_id: Set(None),
            seat_number: Set(seat),
            state: Set(ParticipantState::Active),
            joined_at: Set(now),
            version: Set(1),
            ..Default::default()
        };
        let who = participant::Entity::insert(row).exec(&tx).await.expect("a participant").last_insert_id;
        let marks = days.iter().map(|day| mark::ActiveModel {
            participant_id: Set(who),
            course_day_id: Set(*day),
            kind: Set(MarkKind::Present),
            minutes: Set(None),
            reference: Set(String::new()),
            reason: Set(String::new()),
            nonce: Set(format!("bench-{who}-{day}")),
            marked_at: Set(now),
            account_id: Set(Some(karin)),
            device: Set(String::new()),
            ..Default::default()
        });
        mark::Entity::insert_many(marks).exec_without_returning(&tx).await.expect("marks");
    }
    tx.commit().await.expect("a commit");
    let found = account::Entity::find_by_id(karin).one(house.db().read()).await.expect("read").expect("an account");
    let who = SignedIn::prove(&found, "Karin Koordinator".to_owned()).expect("active");
    let karin = Coordinator::prove(who).expect("a coordinator");
    completion::actions::decide(house.db(), &karin, (cohort, None), now).await.expect("decided");
    cohort
}

const GIVEN: [&str; 8] = ["Maja", "Åke", "Đorđe", "Zoë", "Łukasz", "Ngọc", "Þóra", "Ελένη"];
const FAMILY: [&str; 10] =
    ["Alm", "Berg", "Ćirić", "Dal", "Ek", "Östanå", "Gran", "Exempelsson", "Provbarn", "von Åkerhielm"];
