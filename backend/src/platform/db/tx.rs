//! The only place that begins a transaction.

use std::ops::Deref;

use sea_orm::{DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait};

use super::Db;
use crate::platform::error::{AppError, AppResult};

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
}
