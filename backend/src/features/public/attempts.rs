//! Wrong codes by case number, whether or not the number exists. Each server counts for itself; the
//! limit by address is `rate_limits.public_per_minute`.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use crate::config::PublicConfig;
use crate::features::cases::ledger::sha256;
use crate::platform::error::{AppError, AppResult, ErrorCode};

/// Numbers remembered before those that are over are forgotten.
const MANY: usize = 10_000;

/// Wrong codes of late.
#[derive(Debug, Default)]
pub struct Attempts(Mutex<HashMap<String, Failures>>);

#[derive(Debug, Clone, Copy)]
struct Failures {
    since: DateTime<Utc>,
    count: u32,
}

impl Attempts {
    /// Refuses with 429 while there were too many wrong codes for `case_no`.
    pub fn check(&self, config: &PublicConfig, case_no: &str, now: DateTime<Utc>) -> AppResult<()> {
        let until = self.lock().get(&sha256(case_no.as_bytes())).and_then(|failures| {
            let until = failures.since + TimeDelta::minutes(config.failure_minutes);
            (failures.count >= config.failures_per_number && now < until).then_some(until)
        });
        let Some(until) = until else { return Ok(()) };
        let seconds = u64::try_from((until - now).num_seconds()).unwrap_or(0);
        Err(AppError::from(ErrorCode::PublicTooManyAttempts).retry_after(seconds + 1))
    }

    /// One more wrong code for `case_no`.
    pub fn fail(&self, config: &PublicConfig, case_no: &str, now: DateTime<Utc>) {
        let window = TimeDelta::minutes(config.failure_minutes);
        let mut known = self.lock();
        if known.len() >= MANY {
            known.retain(|_, failures| now < failures.since + window);
        }
        let fresh = Failures { since: now, count: 0 };
        let failures = known.entry(sha256(case_no.as_bytes())).or_insert(fresh);
        if now >= failures.since + window {
            *failures = fresh;
        }
        failures.count = failures.count.saturating_add(1);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Failures>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
