use serde::{Deserialize, Serialize};

/// The job runner; see `config.default.toml`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct JobsConfig {
    /// Milliseconds between two looks for work.
    pub interval_ms: u64,
    /// Hours an `Idempotency-Key` is kept.
    pub idempotency_hours: i64,
}
