//! Runs the jobs every few seconds and whenever something is due, each on one of the nodes at a time.
//!
//! The post has a loop and a lease of its own, so that a mail server that hangs keeps no seat and no paper waiting.

use crate::house::House;
use crate::jobs::{
    dispose_at_night, erase_needs, lapse_seats, remind_managers, send_letters, turn_cohorts, write_asked, write_papers,
};
use crate::kernel::Instant;
use crate::outbox::Carrier;
use crate::storage;
use rocket::tokio::sync::Notify;
use rocket::tokio::time::{Duration, Interval, MissedTickBehavior, interval};
use sea_orm::DbErr;
use std::future::Future;
use std::sync::Arc;

const EVERY: Duration = Duration::from_secs(5);
const LEASE_MINUTES: i64 = 1;
/// Longer than a batch of letters to a mail server that hangs.
const POST_LEASE_MINUTES: i64 = 5;

/// Starts the jobs; they end with the process.
pub fn start(house: House, carrier: Carrier) {
    let node = node_name();
    rocket::tokio::spawn(work(house.clone(), node.clone()));
    rocket::tokio::spawn(post(house, Arc::new(carrier), node));
}

async fn work(house: House, node: String) {
    let mut ticks = ticking();
    loop {
        next(&mut ticks, &house.due).await;
        let Some(now) = turn(&house, "jobs", &node, LEASE_MINUTES).await else { continue };
        // First: somebody waits for these.
        run("asked", {
            let house = house.clone();
            async move { write_asked(&house, now).await }
        })
        .await;
        run("cohorts", {
            let house = house.clone();
            async move { turn_cohorts(&house, now).await }
        })
        .await;
        run("lapses", {
            let house = house.clone();
            async move { lapse_seats(&house, now).await }
        })
        .await;
        run("reminders", {
            let house = house.clone();
            async move { remind_managers(&house, now).await }
        })
        .await;
        run("needs", {
            let house = house.clone();
            async move { erase_needs(&house, now).await }
        })
        .await;
        run("papers", {
            let house = house.clone();
            async move { write_papers(&house, now).await }
        })
        .await;
        run("retention", {
            let house = house.clone();
            async move { dispose_at_night(&house, now).await }
        })
        .await;
    }
}

async fn post(house: House, carrier: Arc<Carrier>, node: String) {
    let mut ticks = ticking();
    loop {
        next(&mut ticks, &house.posted).await;
        let Some(now) = turn(&house, "post", &node, POST_LEASE_MINUTES).await else { continue };
        let (house, carrier) = (house.clone(), Arc::clone(&carrier));
        run("post", async move { send_letters(&house, &carrier, now).await }).await;
    }
}

fn ticking() -> Interval {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

async fn next(ticks: &mut Interval, woken: &Notify) {
    rocket::tokio::select! {
        _ = ticks.tick() => {}
        () = woken.notified() => {}
    }
}

/// The moment to work by, if it is this node's turn.
async fn turn(house: &House, lease: &str, node: &str, minutes: i64) -> Option<Instant> {
    let held = async {
        let now = house.now().await?;
        let is_ours = storage::hold(&house.db, lease, node, now, now.plus_minutes(minutes)).await?;
        Ok::<_, DbErr>(is_ours.then_some(now))
    };
    held.await.unwrap_or_else(|error| {
        rocket::warn!("jobs: the lease {lease} could not be taken: {error}");
        None
    })
}

/// Runs one job as a task of its own: neither its error nor its panic keeps the next from running.
async fn run(name: &str, job: impl Future<Output = Result<usize, DbErr>> + Send + 'static) {
    match rocket::tokio::spawn(job).await {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => rocket::warn!("job {name}: {error}"),
        Err(error) => rocket::error!("job {name}: {error}"),
    }
}

/// A name no other node has.
fn node_name() -> String {
    let mut random = [0_u8; 8];
    let _ = getrandom::fill(&mut random);
    format!("{}-{}", std::process::id(), data_encoding::HEXLOWER.encode(&random))
}
