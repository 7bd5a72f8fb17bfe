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
use rocket::futures::future::BoxFuture;
use rocket::tokio::sync::{Notify, watch};
use rocket::tokio::task::JoinHandle;
use rocket::tokio::time::{Duration, Interval, MissedTickBehavior, interval, timeout};
use sea_orm::DbErr;
use std::sync::Arc;

const EVERY: Duration = Duration::from_secs(5);
const LEASE_MINUTES: i64 = 1;
/// Longer than a batch of letters to a mail server that hangs.
const POST_LEASE_MINUTES: i64 = 5;
/// How long the end of the process waits for a job; one that takes longer keeps its lease until that runs out.
const PATIENCE: Duration = Duration::from_secs(5);

type Job = Box<dyn Fn(House, Instant) -> BoxFuture<'static, Result<usize, DbErr>> + Send + Sync>;

/// A job by its name.
fn job<F>(name: &'static str, work: impl Fn(House, Instant) -> F + Send + Sync + 'static) -> (&'static str, Job)
where
    F: Future<Output = Result<usize, DbErr>> + Send + 'static,
{
    (name, Box::new(move |house, now| Box::pin(work(house, now))))
}

/// The jobs at work.
#[derive(Debug)]
pub struct Jobs {
    stop: watch::Sender<bool>,
    loops: [JoinHandle<()>; 2],
}

impl Jobs {
    /// Ends the jobs and gives their leases back, so that another node goes on at once; a job under way is waited for, for a while.
    pub async fn end(self) {
        let _ = self.stop.send(true);
        let [work, post] = self.loops;
        let _ = timeout(PATIENCE, async {
            let _ = work.await;
            let _ = post.await;
        })
        .await;
    }
}

/// Starts the jobs; they end with the process, or by [`Jobs::end`].
pub fn start(house: House, carrier: Carrier) -> Jobs {
    let (stop, stopped) = watch::channel(false);
    let (node, carrier) = (node_name(), Arc::new(carrier));
    let lease = |name, minutes| Lease { house: house.clone(), name, minutes, node: node.clone() };
    // First what somebody waits for.
    let work = vec![
        job("asked", |house, now| async move { write_asked(&house, now).await }),
        job("cohorts", |house, now| async move { turn_cohorts(&house, now).await }),
        job("lapses", |house, now| async move { lapse_seats(&house, now).await }),
        job("reminders", |house, now| async move { remind_managers(&house, now).await }),
        job("needs", |house, now| async move { erase_needs(&house, now).await }),
        job("papers", |house, now| async move { write_papers(&house, now).await }),
        job("retention", |house, now| async move { dispose_at_night(&house, now).await }),
    ];
    let post = vec![job("post", move |house, now| {
        let carrier = Arc::clone(&carrier);
        async move { send_letters(&house, &carrier, now).await }
    })];
    let (due, posted) = (Arc::clone(&house.due), Arc::clone(&house.posted));
    let loops = [
        rocket::tokio::spawn(turns(lease("jobs", LEASE_MINUTES), work, due, stopped.clone())),
        rocket::tokio::spawn(turns(lease("post", POST_LEASE_MINUTES), post, posted, stopped)),
    ];
    Jobs { stop, loops }
}

/// Does `jobs` again and again, whenever it is time or `woken`, until `stopped`; then gives the lease back.
async fn turns(lease: Lease, jobs: Vec<(&'static str, Job)>, woken: Arc<Notify>, mut stopped: watch::Receiver<bool>) {
    let mut ticks = ticking();
    loop {
        rocket::tokio::select! {
            _ = ticks.tick() => {}
            () = woken.notified() => {}
            _ = stopped.changed() => {}
        }
        if is_over(&stopped) {
            break;
        }
        lease.turn(&jobs, &stopped).await;
    }
    lease.give_back().await;
}

/// Whether nobody wants the jobs any more, or nobody is left who could.
fn is_over(stopped: &watch::Receiver<bool>) -> bool {
    *stopped.borrow() || stopped.has_changed().is_err()
}

fn ticking() -> Interval {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

/// What tells the nodes whose turn it is.
struct Lease {
    house: House,
    name: &'static str,
    minutes: i64,
    node: String,
}

impl Lease {
    /// Does one job after the other while it is this node's turn.
    ///
    /// The lease is taken anew before each: a job may outlive it, and then another node goes on.
    async fn turn(&self, jobs: &[(&'static str, Job)], stopped: &watch::Receiver<bool>) {
        for (name, job) in jobs {
            if is_over(stopped) {
                return;
            }
            let Some(now) = self.held().await else { return };
            run(name, job(self.house.clone(), now)).await;
        }
    }

    /// The moment to work by, if it is this node's turn.
    async fn held(&self) -> Option<Instant> {
        let held = async {
            let now = self.house.now().await?;
            let until = now.plus_minutes(self.minutes);
            let is_ours = storage::hold(&self.house.db, self.name, &self.node, now, until).await?;
            Ok::<_, DbErr>(is_ours.then_some(now))
        };
        held.await.unwrap_or_else(|error| {
            rocket::warn!("jobs: the lease {} could not be taken: {error}", self.name);
            None
        })
    }

    async fn give_back(&self) {
        let given = async {
            let tx = self.house.db.begin_write().await?;
            storage::release(&tx, self.name, &self.node).await?;
            tx.commit().await
        };
        if let Err(error) = given.await {
            rocket::warn!("jobs: the lease {} could not be given back: {error}", self.name);
        }
    }
}

/// Runs one job as a task of its own: neither its error nor its panic keeps the next from running.
async fn run(name: &str, job: BoxFuture<'static, Result<usize, DbErr>>) {
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

#[cfg(test)]
mod tests;
