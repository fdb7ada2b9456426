//! Waking those who wait for something new: in this process by a bell, in the other servers on the
//! same database by LISTEN/NOTIFY, which only PostgreSQL has. SQLite has one server only.
//!
//! A ring says nothing: whoever hears it looks. One that is lost costs time and no fact, because
//! those who wait also look by themselves now and then.

use std::convert::Infallible;
use std::time::Duration;

use sea_orm::ConnectionTrait as _;
use sea_orm::sqlx::Error;
use sea_orm::sqlx::postgres::PgListener;
use tokio::sync::watch;

use super::Db;
use crate::platform::error::AppResult;

/// The channel all servers of one database share.
const CHANNEL: &str = "zongzhi_sealed";
/// The same, rung.
const NOTIFY: &str = "NOTIFY zongzhi_sealed";
/// Pause before another connection is tried.
const PAUSE: Duration = Duration::from_secs(1);

/// Wakes whoever listens in this process.
#[derive(Debug, Clone)]
pub struct Bell(watch::Sender<u64>);

impl Default for Bell {
    fn default() -> Self {
        Self(watch::Sender::new(0))
    }
}

impl Bell {
    /// Wakes everybody who listens.
    pub fn ring(&self) {
        self.0.send_modify(|rung| *rung += 1);
    }

    /// Changes whenever it rings from now on; says how often it has rung.
    pub fn listen(&self) -> watch::Receiver<u64> {
        self.0.subscribe()
    }
}

impl Db {
    /// Rings in the other servers. Call it after the commit.
    pub async fn announce(&self) -> AppResult<()> {
        if !self.is_sqlite() {
            self.writer.execute_unprepared(NOTIFY).await?;
        }
        Ok(())
    }

    /// Rings `bell` whenever another server announced something, until told to stop. It keeps a
    /// connection of its own, and makes another when that one is lost.
    pub async fn hear(self, bell: Bell, mut stop: watch::Receiver<bool>) {
        if self.is_sqlite() {
            return;
        }
        while !*stop.borrow() {
            let lost = tokio::select! {
                Err(lost) = ring_for(&self.url, &bell) => lost,
                _ = stop.changed() => return,
            };
            tracing::warn!(error = %lost, "other servers are not heard; listening again");
            tokio::select! {
                () = tokio::time::sleep(PAUSE) => {}
                _ = stop.changed() => return,
            }
        }
    }
}

async fn ring_for(url: &str, bell: &Bell) -> Result<Infallible, Error> {
    let mut listener = PgListener::connect(url).await?;
    listener.listen(CHANNEL).await?;
    loop {
        // Also at first and after a lost connection: something may have been announced meanwhile.
        bell.ring();
        listener.try_recv().await?;
    }
}
