//! The two pools and the clock of the database.

use super::handles::{LastStep, ReadHandle, WriteTx};
use crate::kernel::Instant;
use migrations::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The database of one installation.
#[derive(Debug, Clone)]
pub struct Db {
    pub(super) read: ReadHandle,
    pub(super) write: DatabaseConnection,
    pub(super) last_step: Option<Arc<dyn LastStep>>,
    pub(super) writes: Arc<AtomicU64>,
}

impl Db {
    /// The same database, whose transactions end with `last_step`.
    #[must_use]
    pub fn ending_with(mut self, last_step: Arc<dyn LastStep>) -> Self {
        self.last_step = Some(last_step);
        self
    }

    /// The pool that only reads.
    #[must_use]
    pub fn read(&self) -> &ReadHandle {
        &self.read
    }

    /// Opens a write transaction, the only way to change anything.
    ///
    /// On SQLite writers stand in line from here on, so that what is read inside is still true at the commit.
    ///
    /// # Errors
    /// When no connection can be had in time.
    #[expect(clippy::disallowed_methods, reason = "this is the door all writing goes through")]
    pub async fn begin_write(&self) -> Result<WriteTx, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let open = self.write.begin_with_options(options).await?;
        Ok(WriteTx::new(open, self.last_step.clone(), Arc::clone(&self.writes)))
    }

    /// How many transactions have been committed here since the start; more than before means that what was read may be old.
    #[must_use]
    pub fn writes(&self) -> u64 {
        self.writes.load(Ordering::Acquire)
    }

    /// Brings the tables up to date; safe to repeat, and to start again after an interruption.
    ///
    /// # Errors
    /// When a change cannot be made; none of that change remains.
    pub async fn migrate(&self) -> Result<(), DbErr> {
        Migrator::up(&self.write, None).await
    }

    /// Whether the database answers and every change of the tables has been made.
    pub async fn is_ready(&self) -> bool {
        let applied = Migrator::get_applied_migrations(&self.write).await;
        applied.is_ok_and(|applied| applied.len() == Migrator::migrations().len())
    }

    /// Whether several nodes may share this database, so that its clock is the one that counts.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.write.get_database_backend() == DbBackend::Postgres
    }

    /// What the clock of a shared database says.
    ///
    /// # Errors
    /// When the database does not answer, or is SQLite, which has no clock of its own.
    pub async fn clock(&self) -> Result<Instant, DbErr> {
        let sql = "SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::BIGINT AS millis";
        let row = self.read.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
        let row = row.ok_or_else(|| DbErr::RecordNotFound("a moment".to_owned()))?;
        row.try_get("", "millis").map(Instant::from_millis)
    }

    /// Whether the database holds tables that no change of ours has made.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn has_foreign_tables(&self) -> Result<bool, DbErr> {
        let backend = self.write.get_database_backend();
        let count = match backend {
            DbBackend::Postgres => {
                "SELECT COUNT(*) AS n, COUNT(*) FILTER (WHERE table_name = 'seaql_migrations') AS ours \
                 FROM information_schema.tables WHERE table_schema = current_schema()"
            }
            _ => {
                "SELECT COUNT(*) AS n, COUNT(*) FILTER (WHERE name = 'seaql_migrations') AS ours \
                 FROM sqlite_master WHERE type = 'table'"
            }
        };
        let Some(row) = self.write.query_one_raw(Statement::from_string(backend, count)).await? else {
            return Ok(false);
        };
        Ok(row.try_get::<i64>("", "n")? > 0 && row.try_get::<i64>("", "ours")? == 0)
    }

    /// Drops every table and makes them anew. Only the demo does this, and only to a former demo.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn start_over(&self) -> Result<(), DbErr> {
        Migrator::fresh(&self.write).await
    }

    /// Ends every connection, so that the last one can tidy up the files.
    pub async fn close(self) {
        let _ = self.read.0.close().await;
        let _ = self.write.close().await;
    }
}
