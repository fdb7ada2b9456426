//! Where the connections to PostgreSQL live.
//!
//! A socket belongs to the runtime it was opened on and ends with it. Every worker of the server has a
//! runtime of its own, which ends as soon as that worker has drained: what it had opened would then break
//! under the requests of the others. So connections are opened on a runtime that outlives them all.

use sea_orm::sqlx::PgPool;
use tokio::runtime::{Builder, Runtime};

use crate::platform::error::{AppError, AppResult};

/// A runtime of one thread; it ends when nothing uses the database any more.
pub(super) struct Home(Option<Runtime>);

impl Home {
    pub(super) fn new() -> AppResult<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("database")
            .enable_all()
            .build()
            .map_err(AppError::internal)?;
        Ok(Self(Some(runtime)))
    }

    /// Runs `work` there, so that what it opens stays there.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl Future<Output = AppResult<T>> + Send + 'static,
    ) -> AppResult<T> {
        let Some(runtime) = &self.0 else { return work.await };
        runtime.spawn(work).await.map_err(AppError::internal)?
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        // Waiting for its thread is forbidden where others run.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// Opens all connections `pool` may have; they go back to it. Where the database has fewer to give, the
/// server works with those.
pub(super) async fn fill(pool: PgPool) -> AppResult<()> {
    let mut held = vec![pool.acquire().await.map_err(AppError::internal)?];
    let wanted = pool.options().get_max_connections();
    for _ in 1..wanted {
        match pool.acquire().await {
            Ok(connection) => held.push(connection),
            Err(error) => {
                let opened = held.len();
                tracing::warn!(%error, opened, wanted, "fewer connections than in the settings");
                break;
            }
        }
    }
    Ok(())
}
