//! What was sealed last, read once for all streams of this server that have come so far.

use std::sync::Arc;

use sea_orm::ConnectionTrait;
use tokio::sync::Mutex;

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
