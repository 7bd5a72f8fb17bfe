//! The database: a pool that only reads, and write transactions.
//!
//! With `migrations` this is the only place that knows which database it is. `Db` itself is no connection: whoever wants
//! to write must open a `WriteTx`, which is `BEGIN IMMEDIATE` on SQLite (a deferred transaction that upgrades fails at
//! once with "locked") and an ordinary transaction with row locks on PostgreSQL.

mod db;
mod handles;
mod lease;
mod open;

pub use db::Db;
pub use handles::{ReadHandle, WriteTx};
pub use lease::{hold, release};
pub use open::DatabaseAddress;

use sea_orm::{DbErr, SqlErr};

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
    match error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => true,
        other => {
            let text = other.to_string();
            text.contains("database is locked")
                || text.contains("57014")
                || text.contains("55P03")
                || text.contains("25006")
        }
    }
}
