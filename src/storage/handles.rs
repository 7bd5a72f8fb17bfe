//! What reads and what writes.

use super::noted::Noted;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement,
};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// A connection that only reads; the database itself refuses anything else.
#[derive(Debug, Clone)]
pub struct ReadHandle(pub(super) DatabaseConnection);

/// Writes down what was noted.
#[rocket::async_trait]
pub trait LastStep: std::fmt::Debug + Send + Sync {
    /// Writes `noted`, in order.
    ///
    /// # Errors
    /// When the database refuses; then the transaction ends without effect.
    async fn write(&self, tx: &WriteTx, noted: Vec<Noted>) -> Result<(), DbErr>;
}

/// An open write transaction; dropped without [`WriteTx::commit`] it leaves nothing behind.
#[derive(Debug)]
pub struct WriteTx {
    open: DatabaseTransaction,
    last_step: Option<Arc<dyn LastStep>>,
    noted: Mutex<Vec<Noted>>,
    writes: Arc<AtomicU64>,
}

impl WriteTx {
    pub(super) fn new(open: DatabaseTransaction, last_step: Option<Arc<dyn LastStep>>, writes: Arc<AtomicU64>) -> Self {
        Self { open, last_step, noted: Mutex::new(Vec::new()), writes }
    }

    /// Keeps a note for the end of this transaction.
    pub fn note(&self, noted: Noted) {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner).push(noted);
    }

    /// Makes everything written in this transaction true; what was noted is written first, as the last thing in it.
    ///
    /// # Errors
    /// When the database refuses; then nothing was written.
    pub async fn commit(self) -> Result<(), DbErr> {
        let noted = std::mem::take(&mut *self.noted.lock().unwrap_or_else(PoisonError::into_inner));
        if !noted.is_empty() {
            let Some(last_step) = self.last_step.clone() else {
                return Err(DbErr::Custom("something was noted, and nobody writes it down".to_owned()));
            };
            last_step.write(&self, noted).await?;
        }
        let done = self.open.commit().await;
        // Counted even when it failed: an answer that was lost on the way may have been a yes.
        self.writes.fetch_add(1, Ordering::Release);
        done
    }
}

macro_rules! passes_on {
    ($handle:ty, $connection:tt) => {
        #[rocket::async_trait]
        impl ConnectionTrait for $handle {
            fn get_database_backend(&self) -> DbBackend {
                self.$connection.get_database_backend()
            }

            async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
                self.$connection.execute_raw(statement).await
            }

            async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
                self.$connection.execute_unprepared(sql).await
            }

            async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
                self.$connection.query_one_raw(statement).await
            }

            async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
                self.$connection.query_all_raw(statement).await
            }
        }
    };
}

passes_on!(ReadHandle, 0);
passes_on!(WriteTx, open);
