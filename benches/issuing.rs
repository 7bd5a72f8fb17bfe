//! How long 10 000 certificates take from the button to the sealed papers in the database, over HTTP.
//!
//! `cargo bench --bench issuing`: 250 cohorts of 40 who met the rule; a coordinator presses each cohort's button over a real
//! connection while the house's job writes the papers beside it. The clock stops when every paper is released, with its row
//! in the register, its entries in the journal and its letter in the outbox. SQLite, or PostgreSQL with `TEST_DATABASE_URL`.

#[path = "crowd/mod.rs"]
mod crowd;
#[path = "served/mod.rs"]
mod served;
#[expect(clippy::wildcard_imports, reason = "as the tests may")]
#[path = "../tests/app/support/mod.rs"]
mod support;

use crowd::SEATS;
use rocket::tokio::task::spawn_blocking;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Statement};
use served::{Browser, Served};
use stafett::access::NewSession;
use stafett::access::sessions::{self, COOKIE};
use stafett::certification::entity::certificate;
use stafett::check::recheck::recheck;
use stafett::kernel::{AccountId, CohortId};
use stafett::{app, jobs, settings};
use std::time::Duration;
use support::TestHouse;

const COHORTS: usize = 250;

fn main() {
    rocket::execute(measure());
}

async fn measure() {
    let (house, ground) = crowd::ground().await;
    let begun = std::time::Instant::now();
    let mut cohorts = Vec::with_capacity(COHORTS);
    for number in 0..COHORTS {
        cohorts.push(crowd::graduated(&house, ground, number).await);
    }
    println!("prepared {COHORTS} cohorts of {SEATS} in {:.0} s", begun.elapsed().as_secs_f64());

    let figment = settings::figment().merge(("log_level", "off")).merge(("address", "127.0.0.1")).merge(("port", 0));
    let server = Served::start(app::build(house.house.clone(), figment)).await;
    let cookie = cookie(&house, ground.karin).await;
    let seen = promises(&house, ground.karin, cohorts).await;
    let begun = std::time::Instant::now();
    let port = server.port;
    let pressing = spawn_blocking(move || press_all(port, cookie, &seen));
    let everybody = u64::try_from(COHORTS).unwrap_or(0) * SEATS.unsigned_abs();
    let mut written = 0;
    while written < everybody {
        let more = jobs::write_papers(&house.house, house.now()).await.expect("written");
        written += u64::try_from(more).unwrap_or(0);
        if more == 0 {
            assert!(!pressing.is_finished() || unwritten(&house).await > 0, "somebody got no paper");
            let _ = rocket::tokio::time::timeout(Duration::from_millis(50), house.house.due.notified()).await;
        }
    }
    let pressed = pressing.await.expect("all pressed");
    let whole = begun.elapsed();
    server.end();

    let begun = std::time::Instant::now();
    let derived = recheck(house.db().read()).await.expect("read");
    assert_eq!(derived.differences, []);
    println!("derived again from the raw rows in {:.1} s: no difference", begun.elapsed().as_secs_f64());

    let count = |table: &'static str| count(&house, table);
    let (papers, letters, entries) = (count("certificate_papers").await, count("outbox").await, count("journal").await);
    println!(
        "{written} certificates in {:.1} s ({:.0} a second): {:.1} s until the last button answered, the longest {:.0} ms; \
         {papers} papers, {letters} letters, {entries} journal entries",
        whole.as_secs_f64(),
        10_000.0 / whole.as_secs_f64(),
        pressed.0.as_secs_f64(),
        pressed.1.as_secs_f64() * 1_000.0,
    );
}

/// What each cohort's button promises.
async fn promises(house: &TestHouse, karin: AccountId, cohorts: Vec<CohortId>) -> Vec<(CohortId, String)> {
    let karin = house.session_of(karin).await;
    let mut promises = Vec::new();
    for cohort in cohorts {
        let (_, fields) = karin.get(&format!("/desk/cohorts/{cohort}/certificates")).await.form(0);
        let seen = fields.into_iter().find(|(name, _)| name == "seen-certificate");
        promises.push((cohort, seen.expect("a button").1));
    }
    promises
}

/// Presses every button; how long all took, and the longest.
fn press_all(port: u16, cookie: String, seen: &[(CohortId, String)]) -> (Duration, Duration) {
    let mut karin = Browser::of(port, Some(cookie));
    let (begun, mut longest) = (std::time::Instant::now(), Duration::ZERO);
    for (cohort, seen) in seen {
        let pressed = std::time::Instant::now();
        let form = format!("kind=certificate&seen-certificate={seen}");
        let (status, said) = karin.post(&format!("/desk/cohorts/{cohort}/certificates"), &form);
        assert_eq!(status, 303, "{said}");
        longest = longest.max(pressed.elapsed());
    }
    (begun.elapsed(), longest)
}

async fn unwritten(house: &TestHouse) -> u64 {
    let open = certificate::Entity::find().filter(certificate::Column::ReleasedAt.is_null());
    open.count(house.db().read()).await.expect("counted")
}

async fn count(house: &TestHouse, table: &'static str) -> i64 {
    let sql = format!("SELECT count(*) AS n FROM {table}");
    let db = house.db().read();
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await;
    row.expect("read").expect("a row").try_get("", "n").expect("a number")
}

async fn cookie(house: &TestHouse, account: AccountId) -> String {
    let tx = house.db().begin_write().await.expect("a transaction");
    let new = NewSession::of_account(account, "bench", house.now());
    let token = sessions::open(&tx, &house.house.tokens, &new, house.now()).await.expect("a session");
    tx.commit().await.expect("a commit");
    format!("{COOKIE}={}", token.as_str())
}
