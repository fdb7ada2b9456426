use serde::{Deserialize, Serialize};

/// The ledger; see `config.default.toml`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerConfig {
    /// Folder of the checkpoints; empty: none are kept.
    pub checkpoint_dir: String,
}
