//! The application as its visitors meet it: over HTTP, on a fresh database each time.
//!
//! With `TEST_DATABASE_URL` set the same tests run on PostgreSQL, a schema per test.

mod access;
mod map;
mod rollouts;
mod support;
