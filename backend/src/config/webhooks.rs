use std::net::IpAddr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

/// Longest wait between two attempts.
const WEEK_SECONDS: u32 = 7 * 24 * 3600;

/// Events delivered to other systems; see `config.default.toml`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct WebhooksConfig {
    /// Networks beside the public internet that events are delivered to.
    pub allow_networks: Vec<String>,
    /// A file with the certificate of an authority of those networks.
    pub ca_file: String,
    /// Longest wait for an answer in seconds.
    pub timeout_seconds: u64,
    /// Events on their way to one webhook at a time.
    pub concurrency: u32,
    /// Waits before each further attempt.
    pub retry_seconds: Vec<u32>,
    /// By how much a wait is moved to either side.
    pub jitter_percent: u8,
    /// Hours of nothing but failures after which a webhook is disabled.
    pub disable_after_hours: i64,
    /// Hours the former secret signs beside the new one.
    pub overlap_hours: u32,
    /// Days a finished delivery is kept.
    pub keep_days: i64,
    /// Webhooks one person may have.
    pub most_per_person: u64,
}

impl WebhooksConfig {
    /// Key, value, least and most of every number.
    pub(super) fn numbers(&self) -> [(&'static str, Option<u64>, u64, u64); 7] {
        let signed = |number: i64| u64::try_from(number).ok();
        [
            ("webhooks.timeout_seconds", Some(self.timeout_seconds), 1, 15),
            ("webhooks.concurrency", Some(self.concurrency.into()), 1, 100),
            ("webhooks.jitter_percent", Some(self.jitter_percent.into()), 0, 50),
            ("webhooks.disable_after_hours", signed(self.disable_after_hours), 1, 10_000),
            ("webhooks.overlap_hours", Some(self.overlap_hours.into()), 0, 168),
            ("webhooks.keep_days", signed(self.keep_days), 1, 3660),
            ("webhooks.most_per_person", Some(self.most_per_person), 1, 1000),
        ]
    }

    /// Whether every network can be read.
    pub(super) fn are_networks(&self) -> bool {
        let is_network = |text: &str| {
            let text = text.trim();
            text.parse::<IpNet>().is_ok() || text.parse::<IpAddr>().is_ok()
        };
        self.allow_networks.iter().all(|text| is_network(text))
    }

    /// Whether the waits are few enough and short enough.
    pub(super) fn are_waits(&self) -> bool {
        self.retry_seconds.len() <= 20
            && self.retry_seconds.iter().all(|seconds| *seconds <= WEEK_SECONDS)
    }
}
