use serde::{Deserialize, Serialize};

/// Windows and counts of the case loop; see `config.default.toml`.
///
/// Time limits themselves are versioned rows (`/time-limit-rules`), not settings.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DeadlinesConfig {
    /// Calendar days after closing in which "not solved" reopens a case.
    pub reopen_days: i64,
    /// Returns after which only a ruling moves the case.
    pub max_returns: i32,
}
