//! What changes look at beside the database.

use std::sync::Arc;

use super::timekeeping::Timekeeper;
use crate::app::AppState;
use crate::features::code_sets::Codes;
use crate::features::org::directory::Directory;
use crate::platform::error::AppResult;

/// Organisation, codes, rules and calendars, as of one request. Taken before a transaction begins:
/// inside one, a second connection might never come free.
#[derive(Clone)]
pub struct Ground {
    /// The organisation.
    pub directory: Arc<Directory>,
    /// The code sets.
    pub codes: Arc<Codes>,
    /// Rules and calendars.
    pub keeper: Timekeeper,
}

impl Ground {
    /// As of now.
    pub async fn of(state: &AppState) -> AppResult<Self> {
        let now = state.clock.now();
        Ok(Self {
            directory: state.directory.get(&state.db, now).await?,
            codes: state.codes.get(&state.db, now).await?,
            keeper: Timekeeper::of(state).await?,
        })
    }
}
