use serde::{Deserialize, Serialize};

/// Where and how to serve; see `config.default.toml`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ServerConfig {
    /// Address and port.
    pub listen: String,
    /// Folder of the built SPA; empty: API only.
    pub web_root: String,
    /// Worker threads; 0: one per processor.
    pub workers: usize,
    /// Largest request body in bytes.
    pub max_body_bytes: usize,
    /// Seconds an answer may take to begin.
    pub request_seconds: u64,
    /// Seconds a client may take for its request head.
    pub request_head_seconds: u64,
    /// Seconds SIGTERM waits for requests in flight.
    pub drain_seconds: u64,
    /// Origins allowed by CORS.
    pub cors_origins: Vec<String>,
    /// Whether `Forwarded` and `X-Forwarded-For` name the caller; only behind a proxy of ours.
    pub trust_forwarded: bool,
    /// Whether the refresh cookie is `Secure`.
    pub secure_cookies: bool,
}
