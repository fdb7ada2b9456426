use serde::{Deserialize, Serialize};

/// Live events; see `config.default.toml`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct EventsConfig {
    /// Longest life of one stream in seconds; 0: what there is, and the end.
    pub stream_seconds: u64,
    /// Seconds of silence before a sign of life.
    pub heartbeat_seconds: u64,
    /// Most events told at once.
    pub backlog: u32,
}

impl EventsConfig {
    /// Key, value, least and most of every number.
    pub(super) fn numbers(&self) -> [(&'static str, Option<u64>, u64, u64); 3] {
        [
            ("events.stream_seconds", Some(self.stream_seconds), 0, 86_400),
            ("events.heartbeat_seconds", Some(self.heartbeat_seconds), 1, 3600),
            ("events.backlog", Some(self.backlog.into()), 1, 2000),
        ]
    }
}
