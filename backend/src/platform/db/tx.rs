//! The only place that begins a transaction.

use std::ops::Deref;

use sea_orm::{
    AccessMode, ConnectionTrait as _, DatabaseTransaction, IsolationLevel, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};

use super::Db;
use crate::platform::error::{AppError, AppResult};

/// The number means nothing; it is the same in every server.
const ALONE: &str = "SELECT pg_advisory_xact_lock(20261126)";

/// A transaction. Dereferences to the connection that repositories take.
pub struct Tx(DatabaseTransaction);

impl Deref for Tx {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &DatabaseTransaction {
        &self.0
    }
}

impl Db {
    /// Runs `work` over one unchanging picture of the database, whatever others write meanwhile.
    #[expect(clippy::disallowed_methods, reason = "the one place that begins a transaction")]
    pub async fn read<T, W>(&self, work: W) -> AppResult<T>
    where
        W: AsyncFnOnce(&Tx) -> AppResult<T>,
    {
        let options = if self.is_sqlite() {
            // The first read fixes the picture (write-ahead log).
            let sqlite_transaction_mode = Some(SqliteTransactionMode::Deferred);
            TransactionOptions { sqlite_transaction_mode, ..Default::default() }
        } else {
            TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..Default::default()
            }
        };
        let tx = Tx(self.reader.begin_with_options(options).await?);
        let done = work(&tx).await;
        if let Err(error) = tx.0.rollback().await {
            tracing::warn!(%error, "a reading transaction did not end");
        }
        done
    }

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
