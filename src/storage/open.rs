//! Opening the database: SQLite inside, or PostgreSQL by address.

use super::db::Db;
use super::handles::ReadHandle;
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbErr};
use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Where the data lives.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseAddress {
    /// A file of our own.
    Sqlite(PathBuf),
    /// A PostgreSQL address.
    Postgres(String),
}

// An address may carry a password.
impl std::fmt::Debug for DatabaseAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => f.debug_tuple("Sqlite").field(path).finish(),
            Self::Postgres(_) => f.debug_tuple("Postgres").finish_non_exhaustive(),
        }
    }
}

const READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 8;
const PATIENCE: Duration = Duration::from_secs(10);

impl Db {
    /// Opens the database at `address`, without changing its tables.
    ///
    /// # Errors
    /// When it cannot be reached.
    pub async fn open(address: &DatabaseAddress) -> Result<Self, DbErr> {
        match address {
            DatabaseAddress::Sqlite(path) => open_sqlite(path).await,
            DatabaseAddress::Postgres(url) => open_postgres(url).await,
        }
    }
}

async fn open_sqlite(path: &Path) -> Result<Db, DbErr> {
    let address = format!("sqlite://{}?mode=rwc", path.display());
    let write = connect(&address, 1, |options| {
        options.map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(PATIENCE)
                .pragma("journal_size_limit", "67108864")
        });
    })
    .await?;
    // Opened after the writer, so that the file exists and stands in WAL mode.
    let read = connect(&address, READERS, |options| {
        options.map_sqlx_sqlite_opts(|sqlite| {
            sqlite.foreign_keys(true).busy_timeout(PATIENCE).pragma("query_only", "ON").pragma("cache_size", "-16384")
        });
    })
    .await?;
    Ok(Db { read: ReadHandle(read), write, last_step: None, writes: Arc::default() })
}

async fn open_postgres(url: &str) -> Result<Db, DbErr> {
    // A statement waits for a lock as long as SQLite would, and none runs for ever.
    let patience = [("lock_timeout", "10s"), ("statement_timeout", "30s")];
    let write = connect(url, POSTGRES_CONNECTIONS, |options| {
        options.map_sqlx_postgres_opts(move |postgres| postgres.options(patience));
    })
    .await?;
    let read = connect(url, POSTGRES_CONNECTIONS, |options| {
        options.map_sqlx_postgres_opts(move |postgres| {
            postgres.options(patience).options([("default_transaction_read_only", "on")])
        });
    })
    .await?;
    Ok(Db { read: ReadHandle(read), write, last_step: None, writes: Arc::default() })
}

async fn connect(
    address: &str,
    connections: u32,
    adjust: impl FnOnce(&mut ConnectOptions),
) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(address.to_owned());
    options
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        .connect_timeout(PATIENCE)
        .test_before_acquire(false)
        .sqlx_logging(false);
    adjust(&mut options);
    Database::connect(options).await
}
