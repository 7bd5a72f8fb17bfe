//! Whose turn it is: leases between two nodes, and while a job takes longer than its lease.

use super::*;
use crate::house::Clock;
use crate::kernel::Instant;
use crate::settings::{self, Settings};
use crate::storage::DatabaseAddress;
use rocket::tokio::task::yield_now;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

const NOW: Instant = Instant::from_millis(1_795_000_000_000);

async fn opened(name: &str) -> (House, PathBuf) {
    let folder = std::env::temp_dir().join("stafett-tests").join(format!("leases-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let settings = Settings::read(&settings::figment()).expect("the settings").moved_to(&folder);
    let database = DatabaseAddress::Sqlite(folder.join("stafett.db"));
    let mut house = House::open(Settings { database, ..settings }, "").await.expect("a house");
    house.db.migrate().await.expect("the tables");
    house.clock = Clock::standing_at(NOW);
    (house, folder)
}

fn set(house: &House, now: Instant) {
    if let Clock::Set(millis) = &house.clock {
        millis.store(now.millis(), Ordering::Relaxed);
    }
}

async fn takes(house: &House, lease: &str, node: &str, now: Instant) -> bool {
    storage::hold(&house.db, lease, node, now, now.plus_minutes(1)).await.expect("asked")
}

#[rocket::async_test]
async fn a_node_whose_job_outlives_its_lease_leaves_the_rest_to_who_took_over() {
    let (house, folder) = opened("outlived").await;
    let done = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&done);
    let jobs = [
        job("long", |house, now| async move {
            let later = now.plus_minutes(2);
            set(&house, later);
            Ok(usize::from(takes(&house, "jobs", "other", later).await))
        }),
        job("next", move |_, _| {
            counted.fetch_add(1, Ordering::Relaxed);
            async { Ok(0) }
        }),
    ];
    let (_stop, stopped) = watch::channel(false);
    let lease = Lease { house: house.clone(), name: "jobs", minutes: 1, node: "this".to_owned() };

    lease.turn(&jobs, &stopped).await;
    let before = done.load(Ordering::Relaxed);
    set(&house, NOW.plus_minutes(10));
    lease.turn(&jobs[1..], &stopped).await;

    let _ = std::fs::remove_dir_all(&folder);
    assert_eq!((before, done.load(Ordering::Relaxed)), (0, 1));
}

#[rocket::async_test]
async fn an_orderly_end_gives_both_leases_back() {
    let (house, folder) = opened("given-back").await;
    let carrier = crate::jobs::carrier(&house.settings).expect("a carrier");
    let jobs = start(house.clone(), carrier);
    let nobodys = async |lease| {
        let held = "SELECT COUNT(*) AS held FROM leases WHERE name = ";
        let sql = format!("{held}'{lease}'");
        let statement = sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, sql);
        let row = sea_orm::ConnectionTrait::query_one_raw(house.db.read(), statement).await.expect("read");
        row.expect("a row").try_get::<i64>("", "held").expect("a count") == 0
    };
    while nobodys("jobs").await || nobodys("post").await {
        yield_now().await;
    }

    jobs.end().await;

    let free = [takes(&house, "jobs", "other", NOW).await, takes(&house, "post", "other", NOW).await];
    let _ = std::fs::remove_dir_all(&folder);
    assert_eq!(free, [true; 2]);
}
