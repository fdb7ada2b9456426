//! What time does to attachments: what was announced and never came is forgotten, what was removed
//! is cleared away, and so is what a server left behind that ended in the middle of an upload.

use std::sync::Arc;

use chrono::TimeDelta;
use sea_orm::EntityTrait as _;
use uuid::Uuid;

use super::dto::AttachmentState;
use super::entity::attachment::{Entity, Model};
use super::repo;
use crate::app::AppState;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::platform::files::spool;
use crate::policy::Permit;

/// Rows in one round.
const MOST: u64 = 200;

/// Clears away what nobody waits for any more; how many things it was.
pub async fn sweep(state: Arc<AppState>) -> AppResult<u64> {
    let now = state.clock.now();
    // What began in time may still be on its way.
    let before = now - TimeDelta::minutes(state.config.files.upload_minutes);
    let mut done = spool::sweep(state.files.spool(), before).await?;
    for row in repo::left_behind(state.db.reader(), before, MOST).await? {
        match forget(&state, &row).await {
            Ok(()) => done += 1,
            // One that cannot be helped must not hold up all others.
            Err(error) => tracing::error!(%error, attachment.id = %row.id, "not cleared away"),
        }
    }
    Ok(done)
}

/// Clears away the content of one that was removed.
pub async fn clear(state: &AppState, id: Uuid) -> AppResult<()> {
    match Entity::find_by_id(id).one(state.db.reader()).await? {
        Some(row) if row.state == AttachmentState::Removed.as_str() => forget(state, &row).await,
        Some(_) | None => Ok(()),
    }
}

/// Clears away what `row` stands for, as it was found. What is kept by now stays: an upload that began
/// in time may end late.
pub async fn forget(state: &AppState, row: &Model) -> AppResult<()> {
    let permit = || Permit::system("attachment.forget");
    let Some(key) = row.storage_key else {
        return state.db.write(async |tx: &Tx| repo::forget(tx, &permit(), row.id).await).await;
    };
    if row.state == AttachmentState::Awaiting.as_str() {
        // From here on it can be kept no more.
        let give_up = async |tx: &Tx| repo::give_up(tx, &permit(), row.id, key).await;
        if !state.db.write(give_up).await? {
            return Ok(());
        }
    }
    // The content first: a row without its content can be found, a content without its row cannot.
    state.files.store().remove(key).await?;
    let clear = async |tx: &Tx| match row.kept_at {
        Some(_) => repo::release(tx, &permit(), row.id, key).await,
        None => repo::discard(tx, &permit(), row.id).await,
    };
    state.db.write(clear).await
}
