//! The only place that begins a transaction.

use std::ops::Deref;

use sea_orm::{
    ConnectionTrait as _, DatabaseTransaction, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};

use super::Db;
use crate::platform::error::{AppError, AppResult};

/// The number means nothing; it is the same in every server.
const ALONE: &str = "SELECT pg_advisory_xact_lock(20261126)";

/// A write transaction. Dereferences to the connection that repositories take.
pub struct Tx(DatabaseTransaction);

impl Deref for Tx {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &DatabaseTransaction {
        &self.0
    }
}

impl Db {
    /// Runs `work` in one write transaction: committed when it succeeds, rolled back otherwise.
    ///
    /// Nothing slow and nothing external belongs inside. On SQLite the transaction is IMMEDIATE,
    /// because a deferred one that reads first fails with "database is locked" under load.
    #[expect(clippy::disallowed_methods, reason = "the one place that begins a transaction")]
    pub async fn write<T, W>(&self, work: W) -> AppResult<T>
    where
        W: AsyncFnOnce(&Tx) -> AppResult<T>,
    {
        let mode = self.is_sqlite().then_some(SqliteTransactionMode::Immediate);
        let options = TransactionOptions { sqlite_transaction_mode: mode, ..Default::default() };
        let tx = Tx(self.writer.begin_with_options(options).await?);
        match work(&tx).await {
            Ok(done) => {
                tx.0.commit().await.map_err(AppError::from)?;
                Ok(done)
            }
            Err(error) => {
                // The first error is the one that matters; a failed rollback ends the connection.
                if let Err(rollback) = tx.0.rollback().await {
                    tracing::warn!(error = %rollback, "rollback failed");
                }
                Err(error)
            }
        }
    }

    /// Runs `work` while no other server runs its own: for what brings its own transactions, such
    /// as migrations. PostgreSQL takes an advisory lock for it, in a transaction beside, so that
    /// the lock ends with its connection; SQLite has one server only.
    pub async fn alone<T>(&self, work: impl AsyncFnOnce() -> AppResult<T>) -> AppResult<T> {
        if self.is_sqlite() {
            return work().await;
        }
        self.write(async |tx: &Tx| {
            tx.execute_unprepared(ALONE).await?;
            work().await
        })
        .await
    }
}
