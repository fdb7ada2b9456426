use serde::{Deserialize, Serialize};

/// Logs and traces; see `config.default.toml`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TelemetryConfig {
    /// A tracing filter.
    pub log: String,
    /// Text for people, JSON for collectors.
    pub log_format: LogFormat,
    /// OTLP/HTTP endpoint for traces; empty: off.
    pub otlp_endpoint: String,
}

/// Shape of a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// One line of text.
    Text,
    /// One JSON object a line.
    Json,
}
