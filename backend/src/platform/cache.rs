//! Small tables in memory: read again when this server writes them, and every ten seconds for what
//! other servers wrote.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use super::error::AppResult;

/// How old a picture may be.
pub const FRESH_SECONDS: i64 = 10;

/// The last picture that was read.
#[derive(Debug)]
pub struct Cache<T>(Mutex<Slot<T>>);

#[derive(Debug)]
struct Slot<T> {
    /// Counts the writes, so that a picture read before one is not kept after it.
    writes: u64,
    held: Option<(DateTime<Utc>, Arc<T>)>,
}

impl<T> Default for Cache<T> {
    fn default() -> Self {
        Self(Mutex::new(Slot { writes: 0, held: None }))
    }
}

impl<T> Cache<T> {
    /// The picture as of at most ten seconds before `now`; `load` reads it when there is none.
    pub async fn get(
        &self,
        now: DateTime<Utc>,
        load: impl Future<Output = AppResult<T>>,
    ) -> AppResult<Arc<T>> {
        let writes = {
            let slot = self.lock();
            if let Some((at, held)) = &slot.held
                && (now - at).abs() < TimeDelta::seconds(FRESH_SECONDS)
            {
                return Ok(Arc::clone(held));
            }
            slot.writes
        };
        let loaded = Arc::new(load.await?);
        let mut slot = self.lock();
        if slot.writes == writes {
            slot.held = Some((now, Arc::clone(&loaded)));
        }
        Ok(loaded)
    }

    /// Call after committing a write.
    pub fn forget(&self) {
        let mut slot = self.lock();
        slot.writes += 1;
        slot.held = None;
    }

    fn lock(&self) -> MutexGuard<'_, Slot<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
