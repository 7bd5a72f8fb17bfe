//! Runs the jobs every few seconds and whenever something is due, on one of the nodes at a time.

use crate::house::House;
use crate::jobs::{lapse_seats, remind_managers, send_letters, turn_cohorts, write_papers};
use crate::outbox::Carrier;
use crate::storage;
use rocket::tokio::time::{Duration, MissedTickBehavior, interval};
use sea_orm::DbErr;

const EVERY: Duration = Duration::from_secs(5);
const LEASE_MINUTES: i64 = 1;

/// Starts the jobs; they end with the process.
pub fn start(house: House, carrier: Carrier) {
    rocket::tokio::spawn(async move {
        let node = node_name();
        let mut ticks = interval(EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            rocket::tokio::select! {
                _ = ticks.tick() => {}
                () = house.due.notified() => {}
            }
            if let Err(error) = run_all(&house, &carrier, &node).await {
                rocket::warn!("jobs: {error}");
            }
        }
    });
}

async fn run_all(house: &House, carrier: &Carrier, node: &str) -> Result<(), DbErr> {
    let now = house.now().await?;
    if !storage::hold(&house.db, "jobs", node, now, now.plus_minutes(LEASE_MINUTES)).await? {
        return Ok(());
    }
    // One job's trouble does not keep the next from running.
    let done = [
        turn_cohorts(house, now).await,
        lapse_seats(house, now).await,
        remind_managers(house, now).await,
        write_papers(house, now).await,
        send_letters(house, carrier, now).await,
    ];
    done.into_iter().try_for_each(|job| job.map(|_| ()))
}

/// A name no other node has.
fn node_name() -> String {
    let mut random = [0_u8; 8];
    let _ = getrandom::fill(&mut random);
    format!("{}-{}", std::process::id(), data_encoding::HEXLOWER.encode(&random))
}
