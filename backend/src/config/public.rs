use serde::{Deserialize, Serialize};

/// The citizen's side, which needs no account; see `config.default.toml`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PublicConfig {
    /// Minutes a submission waits to be confirmed.
    pub pending_minutes: i64,
    /// Submissions of one device that may wait at a time.
    pub pending_per_device: u32,
    /// Wrong codes for one case number before it is left alone.
    pub failures_per_number: u32,
    /// For how many minutes.
    pub failure_minutes: i64,
    /// What may be said about one case in 24 hours.
    pub messages_per_day: u32,
    /// Days the pseudonym of a device is kept.
    pub device_days: i64,
}

impl PublicConfig {
    /// Key, value, least and most of every number.
    pub(super) fn numbers(&self) -> [(&'static str, Option<u64>, u64, u64); 6] {
        let signed = |number: i64| u64::try_from(number).ok();
        [
            ("public.pending_minutes", signed(self.pending_minutes), 1, 1440),
            ("public.pending_per_device", Some(self.pending_per_device.into()), 1, 1000),
            ("public.failures_per_number", Some(self.failures_per_number.into()), 1, 1000),
            ("public.failure_minutes", signed(self.failure_minutes), 1, 1440),
            ("public.messages_per_day", Some(self.messages_per_day.into()), 1, 1000),
            ("public.device_days", signed(self.device_days), 1, 3660),
        ]
    }
}
