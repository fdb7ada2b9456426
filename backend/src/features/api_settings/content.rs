//! What is set, and how it is put into force.

use serde::{Deserialize, Serialize};

use super::dto::KindSettings;
use crate::config::{Config, RateLimitsConfig};
use crate::platform::http::request_limits::{Bound, RequestBounds};

/// All settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// What checks a password, a code or a client's secret.
    pub sign_in: KindSettings,
    /// What changes nothing.
    pub read: KindSettings,
    /// What changes something.
    pub write: KindSettings,
    /// What citizens send.
    pub public: KindSettings,
    /// Pages of which origins may call.
    pub cors_origins: Vec<String>,
}

impl Content {
    /// Those of the server, while nobody set others.
    pub fn of(config: &Config) -> Self {
        let bounds = RequestBounds::of(&config.server);
        let one = |per_minute: u32, bound: Bound| KindSettings {
            per_minute,
            max_body_bytes: u32::try_from(bound.max_body_bytes).unwrap_or(u32::MAX),
            max_seconds: u32::try_from(bound.max_seconds).unwrap_or(u32::MAX),
        };
        let rates = &config.rate_limits;
        Self {
            sign_in: one(rates.sign_in_per_minute, bounds.sign_in),
            read: one(rates.read_per_minute, bounds.read),
            write: one(rates.write_per_minute, bounds.write),
            public: one(rates.public_per_minute, bounds.public),
            cors_origins: config.server.cors_origins.clone(),
        }
    }

    /// As the buckets take it.
    pub fn rates(&self) -> RateLimitsConfig {
        RateLimitsConfig {
            sign_in_per_minute: self.sign_in.per_minute,
            read_per_minute: self.read.per_minute,
            write_per_minute: self.write.per_minute,
            public_per_minute: self.public.per_minute,
        }
    }

    /// As the limits of requests take it.
    pub fn bounds(&self) -> RequestBounds {
        let one = |kind: KindSettings| Bound {
            max_body_bytes: usize::try_from(kind.max_body_bytes).unwrap_or(usize::MAX),
            max_seconds: kind.max_seconds.into(),
        };
        RequestBounds {
            sign_in: one(self.sign_in),
            read: one(self.read),
            write: one(self.write),
            public: one(self.public),
            origins: self.cors_origins.iter().cloned().collect(),
        }
    }
}

/// Whether `text` is an origin as browsers send it (RFC 6454, 6.2): scheme, host, perhaps a port.
pub fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| {
        let is_plain = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-:[]".contains(&byte)
        };
        !host.is_empty() && host.len() <= 255 && host.bytes().all(is_plain)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_no_path_and_no_wildcard() {
        for origin in ["https://county.example.cn", "http://127.0.0.1:5173", "https://[::1]:8443"] {
            assert!(is_origin(origin), "{origin}");
        }
        for other in
            ["*", "https://", "https://a/", "https://A.cn", "null", "ftp://a", "https://*.a"]
        {
            assert!(!is_origin(other), "{other}");
        }
    }

    #[test]
    fn what_is_kept_is_read_back() {
        let content = Content::of(&Config::defaults().unwrap());
        let text = serde_json::to_string(&content).unwrap();
        assert_eq!(serde_json::from_str::<Content>(&text).unwrap(), content);
    }
}
