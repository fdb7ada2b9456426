//! What time does to imports: what was announced and never came is forgotten, and so is what ended days
//! ago, with its file and its problems.

use std::sync::Arc;

use super::entity::import::Model;
use super::repo;
use crate::app::AppState;
use crate::features::jobs;
use crate::features::jobs::state::JobState;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;

/// Imports of one round.
const MOST: u64 = 100;

/// Forgets what is over; how many it was.
pub async fn sweep(state: Arc<AppState>) -> AppResult<u64> {
    let now = state.clock.now();
    let mut done = 0;
    for row in repo::expired(state.db.reader(), now, MOST).await? {
        match forget(&state, &row).await {
            Ok(is_gone) => done += u64::from(is_gone),
            // One that cannot be helped must not hold up all others.
            Err(error) => tracing::error!(%error, import.id = %row.id, "not cleared away"),
        }
    }
    Ok(done)
}

async fn forget(state: &AppState, row: &Model) -> AppResult<bool> {
    let db = state.db.reader();
    let job = match row.job_id {
        Some(id) => jobs::repo::find(db, id).await?,
        None => None,
    };
    // What still works keeps its file.
    if job.is_some_and(|job| JobState::parse(&job.state).is_none_or(JobState::is_open)) {
        return Ok(false);
    }
    // The file first: a row without its file can be found, a file without its row cannot.
    // What was staged lies under the id, also where nothing came of it.
    for key in row.storage_key.into_iter().chain([row.id]) {
        state.files.store().remove(key).await?;
    }
    let forget = async |tx: &Tx| {
        repo::forget_problems(tx, row.id).await?;
        repo::forget(tx, row.id).await?;
        match row.job_id {
            Some(id) => jobs::repo::forget(tx, id).await,
            None => Ok(()),
        }
    };
    state.db.write(forget).await?;
    Ok(true)
}
