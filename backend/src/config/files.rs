use serde::{Deserialize, Serialize};

use super::Secret;

/// Attachments and where they are kept; see `config.default.toml`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FilesConfig {
    /// Folder of the files, unless a bucket is named.
    pub root: String,
    /// Folder of what is arriving.
    pub spool: String,
    /// Largest file in bytes.
    pub max_file_bytes: u64,
    /// Most attachments of one case.
    pub max_per_case: u64,
    /// How many times its size an archive may declare to expand to.
    pub max_expansion: u64,
    /// Most pixels of a picture.
    pub max_pixels: u64,
    /// Longest side of a thumbnail in pixels.
    pub thumbnail_edge: u32,
    /// Minutes a ticket is valid.
    pub ticket_minutes: i64,
    /// Minutes in which an upload has to begin, and then to end.
    pub upload_minutes: i64,
    /// An S3-compatible store.
    pub s3: S3Config,
    /// The virus scanner.
    pub scan: ScanConfig,
}

/// An S3-compatible store; see `config.default.toml`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct S3Config {
    /// The bucket; empty: files are kept in the folder.
    pub bucket: String,
    /// Address of the store; empty: that of the region.
    pub endpoint: String,
    /// The region.
    pub region: String,
    /// The key's name.
    pub access_key_id: String,
    /// The key.
    pub secret_access_key: Secret,
    /// Whether plain HTTP will do.
    pub allow_http: bool,
}

/// A virus scanner that speaks clamd's protocol; see `config.default.toml`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ScanConfig {
    /// Its address; empty: nothing is scanned.
    pub address: String,
    /// Longest wait for its answer in seconds.
    pub timeout_seconds: u64,
    /// Whether a file is refused that could not be scanned.
    pub is_required: bool,
}

impl FilesConfig {
    /// Key, value, least and most of every number.
    pub(super) fn numbers(&self) -> [(&'static str, Option<u64>, u64, u64); 8] {
        let signed = |number: i64| u64::try_from(number).ok();
        [
            ("files.max_file_bytes", Some(self.max_file_bytes), 1, 1 << 40),
            ("files.max_per_case", Some(self.max_per_case), 1, 1000),
            ("files.max_expansion", Some(self.max_expansion), 1, 100_000),
            ("files.max_pixels", Some(self.max_pixels), 1, 1 << 30),
            ("files.thumbnail_edge", Some(self.thumbnail_edge.into()), 16, 2048),
            ("files.ticket_minutes", signed(self.ticket_minutes), 1, 60),
            ("files.upload_minutes", signed(self.upload_minutes), 1, 100_000),
            ("files.scan.timeout_seconds", Some(self.scan.timeout_seconds), 1, 3600),
        ]
    }

    /// Whether a scan that is required could be made, and the store is named completely.
    pub(super) fn is_complete(&self) -> bool {
        let scans = !self.scan.is_required || !self.scan.address.is_empty();
        let keeps = if self.s3.bucket.is_empty() {
            !self.root.is_empty()
        } else {
            !self.s3.access_key_id.is_empty() && !self.s3.region.is_empty()
        };
        scans && keeps && !self.spool.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;

    #[test]
    fn a_store_is_named_completely_and_its_key_never_shown() {
        let mut config = Config::defaults().expect("the defaults");
        assert!(config.files.is_complete());
        "county".clone_into(&mut config.files.s3.bucket);
        assert!(!config.files.is_complete());
        "key".clone_into(&mut config.files.s3.access_key_id);
        assert!(config.files.is_complete());
        config.files.scan.is_required = true;
        assert!(!config.files.is_complete());
        config.files.s3.secret_access_key = "s3cret".into();
        assert!(!config.masked().contains("s3cret"));
    }
}
