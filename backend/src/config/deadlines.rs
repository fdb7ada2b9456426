use serde::{Deserialize, Serialize};

/// Windows and counts of the case loop; see `config.default.toml`.
///
/// Time limits themselves are versioned rows (`/time-limit-rules`), not settings.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DeadlinesConfig {
    /// Calendar days after closing in which "not solved" reopens a case.
    pub reopen_days: i64,
    /// Returns, 1 to 10, after which only a ruling moves the case. Looked at when a case is returned;
    /// the event says who decides from then on.
    pub max_returns: i32,
}
