use serde::{Deserialize, Serialize};

/// Tokens, lockout and passwords; see `config.default.toml`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AuthConfig {
    /// Folder with the Ed25519 signing keys.
    pub key_dir: String,
    /// `iss` of access tokens.
    pub issuer: String,
    /// `aud` of access tokens.
    pub audience: String,
    /// Life of an access token in minutes.
    pub access_minutes: i64,
    /// Life of a refresh token in days.
    pub refresh_days: i64,
    /// Failed sign-ins before a name is locked.
    pub lock_after: i32,
    /// Minutes a name stays locked.
    pub lock_minutes: i64,
    /// Argon2id memory in KiB.
    pub argon2_memory_kib: u32,
    /// Argon2id passes.
    pub argon2_passes: u32,
    /// Argon2id lanes.
    pub argon2_lanes: u32,
    /// How many former passwords may not be used again.
    pub password_history: usize,
    /// Shortest password in characters.
    pub password_min_length: usize,
}
