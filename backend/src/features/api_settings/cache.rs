//! The settings in memory, and in force.

use std::sync::Arc;

use sea_orm::EntityTrait as _;
use uuid::Uuid;

use super::content::Content;
use super::entity::settings::{Entity, Model};
use crate::app::AppState;
use crate::platform::cache::Cache;
use crate::platform::error::AppResult;

/// The id of the one row.
pub const ONE: Uuid = Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0001);

/// The row as it was last read; none: nobody set anything.
#[derive(Debug, Default)]
pub struct ApiSettingsCache(Cache<Option<Model>>);

impl ApiSettingsCache {
    /// Call after writing them.
    pub fn forget(&self) {
        self.0.forget();
    }
}

/// The row as of at most ten seconds ago. Whoever reads it anew puts it into force. Where it cannot be
/// read, what was in force stays for as long, so that not every request waits for a database that is away.
pub async fn look(state: &AppState) -> AppResult<Arc<Option<Model>>> {
    let load = async |before: Option<Arc<Option<Model>>>| match read(state).await {
        Ok(row) => Ok(Arc::new(row)),
        Err(error) => {
            tracing::warn!(%error, "the settings of the API could not be read");
            Ok(before.unwrap_or_default())
        }
    };
    state.api_settings.0.renewed(state.clock.now(), load).await
}

/// Reads the row and puts it into force.
async fn read(state: &AppState) -> AppResult<Option<Model>> {
    let row = Entity::find_by_id(ONE).one(state.db.reader()).await?;
    let content = content(state, row.as_ref())?;
    state.rate_limits.set(&content.rates());
    state.request_limits.set(content.bounds());
    Ok(row)
}

/// What a row says, or the server's own settings where there is none.
pub fn content(state: &AppState, row: Option<&Model>) -> AppResult<Content> {
    match row {
        Some(row) => Ok(serde_json::from_str(&row.content)?),
        None => Ok(Content::of(&state.config)),
    }
}
