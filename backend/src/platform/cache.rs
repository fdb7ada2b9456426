//! Small tables in memory: read again when this server writes them, and every ten seconds for what
//! other servers wrote.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use super::error::AppResult;

/// How old a picture may be.
pub const FRESH_SECONDS: i64 = 10;

/// The last picture that was read.
#[derive(Debug)]
pub struct Cache<T> {
    slot: Mutex<Slot<T>>,
    /// Held by whoever reads it anew.
    reading: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
struct Slot<T> {
    /// Counts the writes, so that a picture read before one is not kept after it.
    writes: u64,
    held: Option<(DateTime<Utc>, Arc<T>)>,
}

impl<T> Default for Cache<T> {
    fn default() -> Self {
        let slot = Mutex::new(Slot { writes: 0, held: None });
        Self { slot, reading: tokio::sync::Mutex::default() }
    }
}

impl<T> Cache<T> {
    /// The picture as of at most ten seconds before `now`; `load` reads it when there is none. Of
    /// many who ask at once one reads, and the others wait for it.
    pub async fn get(
        &self,
        now: DateTime<Utc>,
        load: impl Future<Output = AppResult<T>>,
    ) -> AppResult<Arc<T>> {
        self.renewed(now, async move |_| Ok(Arc::new(load.await?))).await
    }

    /// The same for a picture that can be looked whether it still holds: `load` is given the one
    /// there was, and may hand it back.
    pub async fn renewed(
        &self,
        now: DateTime<Utc>,
        load: impl AsyncFnOnce(Option<Arc<T>>) -> AppResult<Arc<T>>,
    ) -> AppResult<Arc<T>> {
        if let Some(held) = self.fresh(now) {
            return Ok(held);
        }
        let _reading = self.reading.lock().await;
        if let Some(held) = self.fresh(now) {
            return Ok(held);
        }
        let (writes, before) = self.before();
        let loaded = load(before).await?;
        let mut slot = self.lock();
        if slot.writes == writes {
            slot.held = Some((now, Arc::clone(&loaded)));
        }
        Ok(loaded)
    }

    fn fresh(&self, now: DateTime<Utc>) -> Option<Arc<T>> {
        let slot = self.lock();
        let (at, held) = slot.held.as_ref()?;
        ((now - *at).abs() < TimeDelta::seconds(FRESH_SECONDS)).then(|| Arc::clone(held))
    }

    /// The writes so far, and the picture there is, however old.
    fn before(&self) -> (u64, Option<Arc<T>>) {
        let slot = self.lock();
        (slot.writes, slot.held.as_ref().map(|(_, held)| Arc::clone(held)))
    }

    /// Call after committing a write.
    pub fn forget(&self) {
        let mut slot = self.lock();
        slot.writes += 1;
        slot.held = None;
    }

    fn lock(&self) -> MutexGuard<'_, Slot<T>> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use futures_util::future::join_all;

    use super::*;

    #[test]
    fn of_many_who_ask_at_once_one_reads() {
        let cache = Cache::default();
        let readings = Cell::new(0);
        let ask = async || {
            let load = async {
                readings.set(readings.get() + 1);
                tokio::task::yield_now().await;
                Ok(readings.get())
            };
            cache.get(DateTime::UNIX_EPOCH, load).await
        };
        let asking = join_all((0..8).map(|_| ask()));
        let told = actix_web::rt::System::new().block_on(asking);
        assert!(told.iter().all(|told| matches!(told, Ok(reading) if **reading == 1)));
        assert_eq!(readings.get(), 1);
    }
}
