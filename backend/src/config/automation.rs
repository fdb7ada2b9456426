use serde::{Deserialize, Serialize};

/// Rules that act by themselves; see `config.default.toml`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AutomationConfig {
    /// Runs of one rule in an hour before it is paused.
    pub runs_per_hour: u32,
    /// How many rules may follow on each other.
    pub chain_depth: u16,
}
