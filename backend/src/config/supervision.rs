use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

/// The supervision ladder and supervision orders; see `config.default.toml`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SupervisionConfig {
    /// First moment of office hours, in China.
    pub office_opens: NaiveTime,
    /// Last moment of office hours, in China.
    pub office_closes: NaiveTime,
    /// The working day after expiry on which the department is urged.
    pub urge_after_days: u32,
    /// The working day after expiry on which a supervision order is issued.
    pub order_after_days: u32,
    /// The working day after expiry on which the matter is put into the bulletin.
    pub bulletin_after_days: u32,
    /// Working days for the reply to a supervision order.
    pub reply_days: u32,
}
