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

/// The row as of at most ten seconds ago. Whoever reads it anew puts it into force.
pub async fn look(state: &AppState) -> AppResult<Arc<Option<Model>>> {
    let load = async {
        let row = Entity::find_by_id(ONE).one(state.db.reader()).await?;
        let content = content(state, row.as_ref())?;
        state.rate_limits.set(&content.rates());
        state.request_limits.set(content.bounds());
        Ok(row)
    };
    state.api_settings.0.get(state.clock.now(), load).await
}

/// What a row says, or the server's own settings where there is none.
pub fn content(state: &AppState, row: Option<&Model>) -> AppResult<Content> {
    match row {
        Some(row) => Ok(serde_json::from_str(&row.content)?),
        None => Ok(Content::of(&state.config)),
    }
}
