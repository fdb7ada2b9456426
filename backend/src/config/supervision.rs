use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

/// When steps of the supervision ladder are taken; see `config.default.toml`.
///
/// Its days are versioned rows (`/procedure-rules`), not settings.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SupervisionConfig {
    /// First moment of office hours, in China.
    pub office_opens: NaiveTime,
    /// Last moment of office hours, in China.
    pub office_closes: NaiveTime,
}
