//! What reads and what writes.

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement,
};

/// A connection that only reads; the database itself refuses anything else.
#[derive(Debug, Clone)]
pub struct ReadHandle(pub(super) DatabaseConnection);

/// An open write transaction; dropped without [`WriteTx::commit`] it leaves nothing behind.
#[derive(Debug)]
pub struct WriteTx(pub(super) DatabaseTransaction);

impl WriteTx {
    /// Makes everything written in this transaction true.
    ///
    /// # Errors
    /// When the database refuses; then nothing was written.
    pub async fn commit(self) -> Result<(), DbErr> {
        self.0.commit().await
    }
}

macro_rules! passes_on {
    ($handle:ty) => {
        #[rocket::async_trait]
        impl ConnectionTrait for $handle {
            fn get_database_backend(&self) -> DbBackend {
                self.0.get_database_backend()
            }

            async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
                self.0.execute_raw(statement).await
            }

            async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
                self.0.execute_unprepared(sql).await
            }

            async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
                self.0.query_one_raw(statement).await
            }

            async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
                self.0.query_all_raw(statement).await
            }
        }
    };
}

passes_on!(ReadHandle);
passes_on!(WriteTx);
