//! The database: a pool that only reads, and write transactions.
//!
//! With `migrations` this is the only place that knows which database it is. `Db` itself is no connection: whoever wants
//! to write must open a `WriteTx`, which is `BEGIN IMMEDIATE` on SQLite (a deferred transaction that upgrades fails at
//! once with "locked") and an ordinary transaction with row locks on PostgreSQL.

mod clock;
mod db;
mod handles;
mod lease;
mod noted;
mod open;
mod remembered;

pub use clock::SharedClock;
pub use db::Db;
pub use handles::{LastStep, ReadHandle, WriteTx};
pub use lease::{hold, release};
pub use noted::Noted;
pub use open::DatabaseAddress;
pub use remembered::{Remembered, Shelf};

use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// Whether `error` says that a unique constraint stood in the way.
///
/// The losers of a race read the same refusal as the polite second visitor; this is how an action tells.
#[must_use]
pub fn is_taken(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

/// Whether `error` means that the database was busy or away, so that trying again later helps.
#[must_use]
pub fn is_busy(error: &DbErr) -> bool {
    let (DbErr::Conn(RuntimeErr::SqlxError(cause))
    | DbErr::Exec(RuntimeErr::SqlxError(cause))
    | DbErr::Query(RuntimeErr::SqlxError(cause))) = error
    else {
        return matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_));
    };
    match cause.as_ref() {
        sqlx::Error::Database(refusal) => {
            refusal.message().contains("database is locked")
                || refusal.code().is_some_and(|code| PASSING.iter().any(|state| code.starts_with(state)))
        }
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => true,
        _ => matches!(error, DbErr::Conn(_)),
    }
}

/// SQLSTATEs that pass: a time-out or an administrator's hand (57), a lock that was not to be had (55P03), a deadlock or a
/// lost serialisation (40), a server that has become a standby (25006), a connection that broke (08).
const PASSING: [&str; 5] = ["57", "55P03", "40", "25006", "08"];
