//! The application as its visitors meet it: over HTTP, on a fresh database each time.
//!
//! With `TEST_DATABASE_URL` set the same tests run on PostgreSQL, a schema per test.

mod access;
mod allocation;
mod races;
mod seats;
mod check;
mod desk;
mod figures;
mod imports;
mod cohorts;
mod offers;
mod setup;
mod start;
mod applications;
mod mandates;
mod attendance;
mod completion;
mod certificates;
mod map;
mod rollouts;
mod support;
mod verify;
