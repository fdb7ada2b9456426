//! What time does on the citizen's side: what nobody confirmed is deleted, and devices are forgotten.

use std::sync::Arc;

use chrono::TimeDelta;

use super::{attempts, repo};
use crate::app::AppState;
use crate::features::callbacks::unit_devices;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;

/// One sweep; how many rows it changed.
pub async fn sweep(state: Arc<AppState>) -> AppResult<u64> {
    let now = state.clock.now();
    // As long as the answer to the confirmation is kept for a replay.
    let confirmed = now - TimeDelta::hours(state.config.jobs.idempotency_hours);
    let devices = now - TimeDelta::days(state.config.public.device_days);
    let tried = now - TimeDelta::minutes(state.config.public.failure_minutes);
    let work = async |tx: &Tx| {
        let forgotten = repo::forget_submissions(tx, now, confirmed).await?;
        let tries = attempts::forget(tx, tried).await?;
        let of_units = unit_devices::forget(tx, devices).await?;
        Ok(forgotten + tries + of_units + repo::forget_devices(tx, devices).await?)
    };
    state.db.write(work).await
}
