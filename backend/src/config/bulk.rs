use serde::{Deserialize, Serialize};

/// Imports, exports and other jobs; see `config.default.toml`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct BulkConfig {
    /// Hours after which a job, its file and its report are forgotten.
    pub keep_hours: i64,
    /// Jobs of one person that may wait or run at a time.
    pub max_open_jobs: u64,
    /// Largest file of an import in bytes.
    pub max_import_bytes: u64,
    /// Most cases of one export.
    pub max_export_rows: u64,
}

impl BulkConfig {
    /// Key, value, least and most of every number.
    pub(super) fn numbers(&self) -> [(&'static str, Option<u64>, u64, u64); 4] {
        let signed = |number: i64| u64::try_from(number).ok();
        [
            ("bulk.keep_hours", signed(self.keep_hours), 1, 10_000),
            ("bulk.max_open_jobs", Some(self.max_open_jobs), 1, 1_000),
            ("bulk.max_import_bytes", Some(self.max_import_bytes), 1, 1 << 40),
            ("bulk.max_export_rows", Some(self.max_export_rows), 1, 1_048_000),
        ]
    }
}
