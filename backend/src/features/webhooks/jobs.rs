//! What is swept.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::time::Instant;

use super::queue;
use crate::app::AppState;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;

/// Deliveries forgotten in one transaction.
const CHUNK: u64 = 500;
/// How long a round goes on: a county's worth of an hour takes a few seconds, and what is left waits for
/// the next.
const ROUND: Duration = Duration::from_secs(10);

/// Forgets finished deliveries after their days, and those of webhooks that are removed.
pub async fn sweep(state: Arc<AppState>) -> AppResult<u64> {
    let before = state.clock.now() - TimeDelta::days(state.config.webhooks.keep_days);
    let (begun, mut forgotten) = (Instant::now(), 0);
    while begun.elapsed() < ROUND && !*state.stopping.borrow() {
        let ids = queue::forgettable(state.db.reader(), before, CHUNK).await?;
        if ids.is_empty() {
            break;
        }
        state.db.write(async |tx: &Tx| queue::forget(tx, &ids).await).await?;
        forgotten += u64::try_from(ids.len()).unwrap_or(0);
    }
    Ok(forgotten)
}
