//! What was sealed last, read once for all streams of this server that have come so far; and how many of
//! these each caller has.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

use sea_orm::ConnectionTrait;
use tokio::sync::Mutex;
use uuid::Uuid;

use super::follow::{self, Batch, Position};
use crate::platform::error::AppResult;

/// The batch that was read last.
#[derive(Debug, Default)]
pub struct LastBatch(Mutex<Option<Known>>);

#[derive(Debug)]
struct Known {
    from: Position,
    /// How often the bell had rung before it was read: nothing sealed before that is missing.
    rung: u64,
    batch: Arc<Batch>,
}

impl LastBatch {
    /// At most `most` events after `from`, as of the ring `rung` or later; without one, as of now.
    pub async fn after(
        &self,
        db: &impl ConnectionTrait,
        from: Position,
        rung: Option<u64>,
        most: u32,
    ) -> AppResult<Arc<Batch>> {
        let Some(rung) = rung else { return Ok(Arc::new(follow::after(db, from, most).await?)) };
        let mut known = self.0.lock().await;
        if let Some(known) = known.as_ref()
            && (known.from, known.rung) == (from, rung)
        {
            return Ok(Arc::clone(&known.batch));
        }
        let batch = Arc::new(follow::after(db, from, most).await?);
        *known = Some(Known { from, rung, batch: Arc::clone(&batch) });
        Ok(batch)
    }
}

/// How many streams each caller has, by account or application.
type Counts = Arc<std::sync::Mutex<HashMap<Uuid, u32>>>;

/// The streams that are open on this server.
#[derive(Debug, Default)]
pub struct OpenStreams(Counts);

impl OpenStreams {
    /// One more of `caller`; none where they have `most` already.
    pub fn open(&self, caller: Uuid, most: u32) -> Option<OpenStream> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(caller).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(OpenStream { counts: Arc::clone(&self.0), caller })
    }
}

/// A stream that is open; dropped, it is no more.
#[derive(Debug)]
pub struct OpenStream {
    counts: Counts,
    caller: Uuid,
}

impl Drop for OpenStream {
    fn drop(&mut self) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.caller) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                counts.remove(&self.caller);
            }
        }
    }
}
