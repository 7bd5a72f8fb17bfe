//! How many codes a second are looked up beside a page that does nothing, with a million certificates in the register.
//!
//! `cargo bench --bench verifying`: forty certificates are issued as always, the rest of the million are rows made by SQL,
//! with codes that hold and, some thirty thousand of them, with all they print. Four browsers ask for `hello`, which goes through
//! the same server and the same headers, for all of the thirty thousand in turn, so that nearly every answer is made anew, and for
//! a thousand of them, so that most are kept; three rounds each. SQLite, or PostgreSQL with `TEST_DATABASE_URL`. Prints the rates
//! and their ratios.

#[path = "crowd/mod.rs"]
mod crowd;
#[path = "served/mod.rs"]
mod served;
#[expect(clippy::wildcard_imports, reason = "as the tests may")]
#[path = "../tests/app/support/mod.rs"]
mod support;

use rocket::{get, routes};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use served::{Browser, Served};
use stafett::certification::Code;
use stafett::certification::entity::certificate;
use stafett::{app, jobs, settings};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};
use support::TestHouse;

const ROWS: i64 = 1_000_000;
/// Every so manieth row is one that is asked for.
const ASKED: i64 = 33;
/// How many of them many ask for.
const POPULAR: usize = 1_000;
const BROWSERS: usize = 4;
const ROUND: Duration = Duration::from_secs(5);

#[get("/hello")]
fn hello() -> &'static str {
    "hello"
}

fn main() {
    rocket::execute(measure());
}

async fn measure() {
    let (house, ground) = crowd::ground().await;
    let cohort = crowd::graduated(&house, ground, 0).await;
    let karin = house.session_of(ground.karin).await;
    karin.fill_in(&format!("/desk/cohorts/{cohort}/certificates"), 0, &[("kind", "certificate")]).await;
    while jobs::write_papers(&house.house, house.now()).await.expect("written") > 0 {}
    let begun = Instant::now();
    let codes = Arc::new(fill(&house).await);
    println!("{ROWS} rows made in {:.0} s", begun.elapsed().as_secs_f64());

    let figment = settings::figment().merge(("log_level", "off")).merge(("address", "127.0.0.1")).merge(("port", 0));
    let server = Served::start(app::build(house.house.clone(), figment).mount("/", routes![hello])).await;
    let port = server.port;
    let popular = Arc::new(codes[..POPULAR].to_vec());
    let (mut hellos, mut anew, mut kept) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..3 {
        hellos.push(rate(port, Arc::new(vec!["/hello".to_owned()])).await);
        anew.push(rate(port, Arc::clone(&codes)).await);
        kept.push(rate(port, Arc::clone(&popular)).await);
    }
    server.end();
    let middle = |mut rates: Vec<f64>| {
        rates.sort_by(f64::total_cmp);
        rates[1]
    };
    let hellos = middle(hellos);
    println!("hello {hellos:.0} a second");
    for (which, rate) in [(codes.len(), middle(anew)), (POPULAR, middle(kept))] {
        println!("/v/CODE, {which} codes in turn: {rate:.0} a second, {:.0} % of hello", 100.0 * rate / hellos);
    }
}

/// Answers per second to `BROWSERS` who ask for `paths` in turn.
async fn rate(port: u16, paths: Arc<Vec<String>>) -> f64 {
    let asked = rocket::tokio::task::spawn_blocking(move || {
        let asking: Vec<_> = (0..BROWSERS)
            .map(|number| {
                let paths = Arc::clone(&paths);
                thread::spawn(move || {
                    let (mut browser, mut count) = (Browser::of(port, None), 0_u32);
                    let begun = Instant::now();
                    for path in paths.iter().cycle().skip(number * paths.len() / BROWSERS) {
                        assert_eq!(browser.get(path), 200, "{path}");
                        count += 1;
                        if begun.elapsed() > ROUND {
                            break;
                        }
                    }
                    count
                })
            })
            .collect();
        asking.into_iter().map(|one| one.join().expect("asked")).sum::<u32>()
    });
    f64::from(asked.await.expect("asked")) / ROUND.as_secs_f64()
}

/// Makes the register a million rows long, and gives the addresses of those that are asked for.
async fn fill(house: &TestHouse) -> Vec<String> {
    let tx = house.db().begin_write().await.expect("a transaction");
    let numbers = format!("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS})");
    let lists = format!(
        "INSERT INTO status_lists (id, host, bits, taken, credential, signed_at) {numbers} \
         SELECT 100 + n.i, l.host, l.bits, l.taken, l.credential, l.signed_at FROM n, status_lists l WHERE n.i <= 8 AND l.id = 1"
    );
    let persons = format!(
        "INSERT INTO persons (id, name, email, organisation_id, language, is_protected, created_at, version) {numbers} \
         SELECT 1000000 + n.i, p.name, p.email, p.organisation_id, p.language, p.is_protected, p.created_at, 1 \
         FROM n, persons p WHERE p.id = (SELECT min(person_id) FROM participants)"
    );
    let certificates = format!(
        "INSERT INTO certificates (number, code, kind, participant_id, person_id, cohort_id, edition, layout, facts, \
         holder_key, status_list, status_index, state, issued_on, issued_at, issued_by, released_at, version) {numbers} \
         SELECT 'ALL-' || n.i, 'X' || n.i, c.kind, c.participant_id, 1000000 + n.i, c.cohort_id, 1, c.layout, \
         CASE WHEN n.i % {ASKED} = 0 THEN c.facts ELSE '{{}}' END, c.holder_key, 101 + n.i / 131072, n.i % 131072, c.state, \
         c.issued_on, c.issued_at, c.issued_by, c.released_at, 1 \
         FROM n, certificates c WHERE c.id = (SELECT min(id) FROM certificates)"
    );
    for statement in [lists, persons, certificates] {
        tx.execute_unprepared(&statement).await.expect("rows");
    }
    let asked = certificate::Entity::find()
        .select_only()
        .column(certificate::Column::Id)
        .filter(certificate::Column::Facts.ne("{}"))
        .order_by_asc(certificate::Column::Id)
        .into_tuple::<i64>()
        .all(&tx)
        .await
        .expect("read");
    let mut paths = Vec::with_capacity(asked.len());
    for id in asked {
        let code = Code::random().expect("a code");
        tx.execute_unprepared(&format!("UPDATE certificates SET code = '{}' WHERE id = {id}", code.as_str()))
            .await
            .expect("a code");
        paths.push(format!("/v/{}", code.as_str()));
    }
    tx.commit().await.expect("a commit");
    paths
}
