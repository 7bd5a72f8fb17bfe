//! Issuing and replacing, broken off at every single write, and gone on with: nothing is doubled, lost or unsealed.

use super::{Course, FIVE_DAYS, promised};
use crate::support::Visitor;
use rocket::http::Status;
use sea_orm::{ConnectionTrait, DatabaseBackend, EntityTrait, Statement};
use stafett::attendance::MarkKind;
use stafett::certification::CertificateState::{Current, Replaced};
use stafett::certification::entity::{certificate, certificate_paper};
use stafett::completion::model::Outcome;
use stafett::paper::inspect;
use stafett::{jobs, seals};

/// A row about to be written anywhere fails its transaction if as many were written before as `crash_point` says.
const ON_SQLITE: &str = "CREATE TRIGGER watch_TABLE_OP BEFORE OP ON TABLE BEGIN \
    SELECT RAISE(ABORT, 'broken off') FROM crash_point WHERE at = (SELECT count(*) FROM writes); \
    INSERT INTO writes (place) VALUES ('OP TABLE'); END";
const ON_POSTGRES: &str = "CREATE TRIGGER watch_TABLE_OP BEFORE OP ON TABLE FOR EACH ROW EXECUTE FUNCTION watch()";
const WATCH: &str = "CREATE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
    IF EXISTS (SELECT 1 FROM crash_point WHERE at = (SELECT count(*) FROM writes)) THEN RAISE 'broken off'; END IF; \
    INSERT INTO writes (place) VALUES (TG_OP || ' ' || TG_TABLE_NAME); RETURN COALESCE(NEW, OLD); END $$";

impl Course {
    async fn two_who_met_it() -> Self {
        let course = Self::over().await;
        course.participant(1, "Ada Alm", [MarkKind::Present; 6], Outcome::Met).await;
        course.participant(2, "Asa Oberg", FIVE_DAYS, Outcome::Met).await;
        course
    }

    pub async fn run(&self, statement: &str) {
        let tx = self.house.db().begin_write().await.expect("a transaction");
        tx.execute_unprepared(statement).await.expect(statement);
        tx.commit().await.expect("a commit");
    }

    async fn texts(&self, sql: &str) -> Vec<String> {
        let db = self.house.db().read();
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.expect("rows");
        rows.iter().map(|row| row.try_get("", "said").expect("text")).collect()
    }

    /// From now on every written row is counted, and the one after `before` others fails.
    async fn break_after(&self, before: usize) {
        let on_sqlite = self.house.db().read().get_database_backend() == DatabaseBackend::Sqlite;
        let tables = if on_sqlite {
            "SELECT name AS said FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        } else {
            "SELECT tablename::text AS said FROM pg_tables WHERE schemaname = current_schema()"
        };
        let tables = self.texts(tables).await;
        self.run("CREATE TABLE writes (place TEXT NOT NULL)").await;
        self.run("CREATE TABLE crash_point (at BIGINT NOT NULL)").await;
        if !on_sqlite {
            self.run(WATCH).await;
        }
        let trigger = if on_sqlite { ON_SQLITE } else { ON_POSTGRES };
        for table in tables.iter().filter(|table| !table.starts_with("seaql")) {
            for operation in ["INSERT", "UPDATE", "DELETE"] {
                self.run(&trigger.replace("TABLE", table).replace("OP", operation)).await;
            }
        }
        self.run(&format!("INSERT INTO crash_point VALUES ({before})")).await;
    }

    async fn write_until_it_fails(&self) -> bool {
        loop {
            match jobs::write_papers(&self.house.house, self.house.now()).await {
                Ok(0) => return false,
                Ok(_) => {}
                Err(_) => return true,
            }
        }
    }

    async fn press(&self, visitor: &Visitor<'_>) -> bool {
        let opened = visitor.get(&self.page()).await;
        let seen = promised(&opened, "certificate");
        let form = [("kind", "certificate"), ("seen-certificate", seen.as_str())];
        opened.status.code >= 500 || visitor.post(&self.page(), &form).await.status.code >= 500
    }

    async fn replace_first(&self, visitor: &Visitor<'_>) -> bool {
        let page = format!("/desk/certificates/{}/correct", self.all().await[0].id);
        let form = visitor.get(&page).await;
        if form.status != Status::Ok {
            return form.status.code >= 500;
        }
        visitor.send(&form, 0, &[("name", "Ada Almqvist")]).await.status.code >= 500
    }

    async fn whole_again(&self) {
        self.run("DELETE FROM crash_point").await;
    }

    /// Every paper is there, once, and sealed by the house.
    async fn assert_all_sealed(&self) {
        self.assert_sound().await;
        let keys = &self.house.house.keys;
        let all = self.all().await;
        let papers = certificate_paper::Entity::find().all(self.house.db().read()).await.expect("read");
        assert_eq!(papers.len(), all.len());
        for paper in papers {
            let inspected = inspect(&paper.pdf).expect("a sealed paper");
            let seal = seals::verify_cms(&inspected.seal, &inspected.digest).expect("a seal");
            assert_eq!(seal.by, keys.seal().id());
        }
        let mut letters = self.house.letters().await;
        letters.retain(|letter| letter.purpose == "certificate.released");
        for one in &all {
            let told = letters.iter().filter(|letter| letter.text_body.contains(&one.number)).count();
            assert_eq!(told, 1, "letters about {}", one.number);
        }
    }
}

fn numbers(all: &[certificate::Model]) -> Vec<&str> {
    all.iter().map(|one| one.number.as_str()).collect()
}

#[rocket::async_test]
async fn issuing_broken_off_at_any_write_goes_on_to_two_papers_with_two_numbers() {
    let mut before = 0;

    loop {
        let course = Course::two_who_met_it().await;
        let visitor = course.coordinator().await;
        course.break_after(before).await;
        let broken = course.press(&visitor).await || course.write_until_it_fails().await;
        course.whole_again().await;
        course.press(&visitor).await;
        course.write().await;

        let all = course.all().await;
        assert_eq!(numbers(&all), ["BRF-2012-0001", "BRF-2012-0002"], "broken off after {before} writes");
        assert!(all.iter().all(|one| one.state == Current && one.released_at.is_some()));
        course.assert_all_sealed().await;
        if !broken {
            break;
        }
        before += 1;
    }

    assert!(before > 10, "only {before} writes were broken off");
}

#[rocket::async_test]
async fn replacing_broken_off_at_any_write_leaves_the_old_one_or_the_new_one() {
    let mut before = 0;

    loop {
        let course = Course::two_who_met_it().await;
        course.issue("certificate").await;
        let visitor = course.coordinator().await;
        course.break_after(before).await;
        let broken = course.replace_first(&visitor).await || course.write_until_it_fails().await;
        course.whole_again().await;
        let standing: Vec<_> = course.all().await.iter().map(|one| one.state).collect();
        course.replace_first(&visitor).await;
        course.write().await;

        assert!(standing == [Current, Current] || standing == [Replaced, Current, Current], "{standing:?}");
        let all = course.all().await;
        let states: Vec<_> = all.iter().map(|one| one.state).collect();
        assert_eq!(numbers(&all), ["BRF-2012-0001", "BRF-2012-0002", "BRF-2012-0003"]);
        assert_eq!(states, [Replaced, Current, Current], "broken off after {before} writes");
        course.assert_all_sealed().await;
        if !broken {
            break;
        }
        before += 1;
    }

    assert!(before > 10, "only {before} writes were broken off");
}
