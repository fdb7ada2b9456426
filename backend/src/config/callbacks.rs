use serde::{Deserialize, Serialize};

/// When an answer is open to question; see `config.default.toml`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CallbacksConfig {
    /// Answers of other cases with the same words, from which on it is odd.
    pub same_words: u32,
    /// Days in which they are looked for.
    pub words_days: i64,
    /// Other cases rated from the same device, from which on it is odd.
    pub same_device: u32,
    /// Days in which they are looked for.
    pub device_days: i64,
    /// Minutes after the end within which an answer is odd.
    pub soon_minutes: i64,
}

impl CallbacksConfig {
    /// Key, value, least and most of every number.
    pub(super) fn numbers(&self) -> [(&'static str, Option<u64>, u64, u64); 5] {
        let signed = |number: i64| u64::try_from(number).ok();
        [
            ("callbacks.same_words", Some(self.same_words.into()), 1, 1000),
            ("callbacks.words_days", signed(self.words_days), 1, 3660),
            ("callbacks.same_device", Some(self.same_device.into()), 1, 1000),
            ("callbacks.device_days", signed(self.device_days), 1, 3660),
            ("callbacks.soon_minutes", signed(self.soon_minutes), 0, 1440),
        ]
    }
}
