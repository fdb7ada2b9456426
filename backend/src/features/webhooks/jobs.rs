//! What is swept.

use std::sync::Arc;

use chrono::TimeDelta;

use super::queue;
use crate::app::AppState;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;

/// Deliveries forgotten in one transaction, and transactions a round.
const CHUNK: u64 = 500;
const CHUNKS: usize = 20;

/// Forgets finished deliveries after their days, and those of webhooks that are removed.
pub async fn sweep(state: Arc<AppState>) -> AppResult<u64> {
    let before = state.clock.now() - TimeDelta::days(state.config.webhooks.keep_days);
    let mut forgotten = 0;
    for _ in 0..CHUNKS {
        let ids = queue::forgettable(state.db.reader(), before, CHUNK).await?;
        if ids.is_empty() {
            break;
        }
        state.db.write(async |tx: &Tx| queue::forget(tx, &ids).await).await?;
        forgotten += u64::try_from(ids.len()).unwrap_or(0);
    }
    Ok(forgotten)
}
