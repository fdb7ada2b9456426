//! What time does to exports: what ended days ago is forgotten, with its file.

use std::sync::Arc;

use super::entity::export::Model;
use super::repo;
use crate::app::AppState;
use crate::features::jobs;
use crate::features::jobs::state::JobState;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;

/// Exports of one round.
const MOST: u64 = 100;

/// Forgets what is over; how many it was.
pub async fn sweep(state: Arc<AppState>) -> AppResult<u64> {
    let now = state.clock.now();
    let mut done = 0;
    for row in repo::expired(state.db.reader(), now, MOST).await? {
        match forget(&state, &row).await {
            Ok(is_gone) => done += u64::from(is_gone),
            // One that cannot be helped must not hold up all others.
            Err(error) => tracing::error!(%error, export.id = %row.id, "not cleared away"),
        }
    }
    Ok(done)
}

async fn forget(state: &AppState, row: &Model) -> AppResult<bool> {
    let job = jobs::repo::find(state.db.reader(), row.job_id).await?;
    if job.is_some_and(|job| JobState::parse(&job.state).is_none_or(JobState::is_open)) {
        return Ok(false);
    }
    // The file first: a row without its file can be found, a file without its row cannot.
    // Also where nothing came of it; older ones lie under their id.
    for key in row.storage_key.into_iter().chain([row.id]) {
        state.files.store().remove(key).await?;
    }
    let forget = async |tx: &Tx| {
        repo::forget(tx, row.id).await?;
        jobs::repo::forget(tx, row.job_id).await
    };
    state.db.write(forget).await?;
    Ok(true)
}
