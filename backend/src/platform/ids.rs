//! Identifiers: UUIDv7, whose time part comes from the injected clock.

use std::sync::{Arc, Mutex};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use uuid::Uuid;

use super::clock::Clock;

/// Makes ids. With a seed the same calls give the same ids, as the demo county and the tests need.
pub struct Ids {
    clock: Arc<dyn Clock>,
    rng: Mutex<StdRng>,
}

impl Ids {
    /// Unpredictable ids.
    pub fn random(clock: Arc<dyn Clock>) -> Self {
        Self { clock, rng: Mutex::new(rand::make_rng()) }
    }

    /// Repeatable ids.
    pub fn seeded(clock: Arc<dyn Clock>, seed: u64) -> Self {
        Self { clock, rng: Mutex::new(StdRng::seed_from_u64(seed)) }
    }

    /// The next id.
    pub fn next(&self) -> Uuid {
        let millis = u64::try_from(self.clock.now().timestamp_millis()).unwrap_or(0);
        let mut random = [0_u8; 10];
        self.fill(&mut random);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    /// Random bytes for secrets and codes.
    pub fn fill(&self, bytes: &mut [u8]) {
        let mut rng = self.rng.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        rng.fill_bytes(bytes);
    }
}
