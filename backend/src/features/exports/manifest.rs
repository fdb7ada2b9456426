//! What an export says of itself. Pure.

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

/// The first words of a manifest; another version has others.
pub(super) const KIND: &str = "zongzhi-export/1";

/// `manifest.json` of an export.
#[derive(Debug, Serialize)]
pub(super) struct Manifest<'a> {
    /// What this is.
    pub(super) kind: &'static str,
    /// The export.
    pub(super) id: Uuid,
    /// The file beside it.
    pub(super) file: &'a str,
    /// What that is written in.
    pub(super) format: &'a str,
    /// Its columns in their order; of JSON Lines the members are those of `GET /cases`.
    pub(super) columns: Vec<&'static str>,
    /// Which cases.
    pub(super) filters: Value,
    /// As of when (RFC 3339).
    pub(super) as_of: String,
    /// How many cases.
    pub(super) row_count: i64,
    /// SHA-256 of the file.
    pub(super) file_sha256: &'a str,
    /// SHA-256 over the rows: the cells of each as a JSON array with a line feed behind, as they stand in
    /// the file; of JSON Lines the file itself.
    pub(super) rows_sha256: &'a str,
    /// Who exported it, of which unit, and when.
    pub(super) mark: &'a str,
    /// Their account.
    pub(super) user_id: Uuid,
    /// In which capacity.
    pub(super) capacity_id: Uuid,
}
