//! The application as its visitors meet it: over HTTP, on a fresh database each time.
//!
//! With `TEST_DATABASE_URL` set the same tests run on PostgreSQL, a schema per test.

mod access;
mod accounts;
mod allocation;
mod amending;
mod applications;
mod assignments;
mod attendance;
mod cancelling;
mod certificates;
mod check;
mod cohorts;
mod completion;
mod day_links;
mod delegates;
mod desk;
mod figures;
mod headers;
mod hostile;
mod imports;
mod journal;
mod journey;
mod keys;
mod links;
mod looks;
mod mandates;
mod map;
mod needs;
mod offers;
mod outcomes;
mod privacy;
mod programmes;
mod protected;
mod races;
mod replanning;
mod research;
mod rollouts;
mod seats;
mod sessions;
mod setup;
mod sign_in;
mod start;
mod support;
mod twice;
mod verify;
