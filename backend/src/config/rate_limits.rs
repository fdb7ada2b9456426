use serde::{Deserialize, Serialize};

/// Requests a minute before a caller is asked to wait; 0: no limit. See `config.default.toml`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RateLimitsConfig {
    /// Checks of a password or code, by address.
    pub sign_in_per_minute: u32,
    /// Reads, by account, or by address where nobody signed in.
    pub read_per_minute: u32,
    /// Writes, by account, or by address where nobody signed in.
    pub write_per_minute: u32,
    /// What citizens send without an account, by address.
    pub public_per_minute: u32,
}
