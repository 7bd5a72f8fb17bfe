//! What is kept about people: the catalogue against the schema, extract, erasure, retention; the public pages.

mod correcting;
mod erasing;
mod extract;
mod public;
mod retention;
mod schema;
mod second;

use crate::support::TestHouse;
use sea_orm::ConnectionTrait;
use stafett::applications::ApplicationState;
use stafett::kernel::*;
use stafett::people::{self, Administrator, Person, Role, SignedIn};

/// A house with an offer, a cohort and people in it.
pub struct Ground {
    pub house: TestHouse,
    pub offer: OfferId,
    pub cohort: CohortId,
    pub bjuv: OrganisationId,
}

impl Ground {
    pub async fn new() -> Self {
        let house = TestHouse::open().await;
        house.platform().await;
        let bjuv = house.municipality("1260", "Bjuv", 15_715).await;
        let programme = house.programme().await;
        let cohort = house.cohort(programme, "A", 4).await;
        let offer = house.offer("H12", &[cohort], &[bjuv]).await;
        Self { house, offer, cohort, bjuv }
    }

    pub async fn run(&self, sql: &str) {
        let tx = self.house.db().begin_write().await.expect("a transaction");
        tx.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        tx.commit().await.expect("a commit");
    }

    /// The number that `sql` gives as `n`.
    pub async fn number(&self, sql: &str) -> i64 {
        let db = self.house.db().read();
        let row = db.query_one_raw(sea_orm::Statement::from_string(db.get_database_backend(), sql)).await;
        row.expect("read").expect("a row").try_get("", "n").expect("a number")
    }

    pub async fn participant(&self, seat: i64, name: &str) -> (ParticipantId, PersonId) {
        let participant = self.house.participant((self.offer, self.cohort), seat, self.bjuv, name).await;
        let person = self.number(&format!("SELECT person_id AS n FROM participants WHERE id = {participant}")).await;
        (participant, PersonId(person))
    }

    pub async fn application(&self, name: &str, state: ApplicationState) -> ApplicationId {
        self.house.application((self.offer, &[self.cohort]), self.bjuv, name, state).await
    }

    pub async fn person(&self, id: PersonId) -> Person {
        people::queries::find_person(self.house.db().read(), id).await.expect("read").expect("a person")
    }

    pub async fn administrator(&self, name: &str) -> Administrator {
        let account = self.house.account(Role::Administrator, name).await;
        let account = people::queries::find_account(self.house.db().read(), account).await.expect("read");
        let who = SignedIn::prove(&account.expect("an account"), name.to_owned()).expect("active");
        Administrator::prove(who).expect("an administrator")
    }

    pub async fn assert_sound(&self) {
        let db = self.house.db().read();
        assert_eq!(stafett::check::queries::broken(db, self.house.now()).await.expect("read"), []);
        assert_eq!(stafett::certification::soundness::broken(db).await.expect("read"), Vec::<String>::new());
    }
}
