use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::features::personnel::dto::PersonRef;

/// How often, how large and how long one kind of action may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KindSettings {
    /// Requests a minute and caller, in one burst at most; 0: no limit.
    #[validate(range(min = 0, max = 1_000_000))]
    #[schema(minimum = 0, maximum = 1_000_000, example = 600)]
    pub per_minute: u32,
    /// Bytes of a body in JSON or a form; files have limits of their own.
    #[validate(range(min = 1024, max = 1_073_741_824))]
    #[schema(minimum = 1024, maximum = 1_073_741_824, example = 65_536)]
    pub max_body_bytes: u32,
    /// Seconds until the answer begins.
    #[validate(range(min = 1, max = 3600))]
    #[schema(minimum = 1, maximum = 3600, example = 60)]
    pub max_seconds: u32,
}

/// What to set; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({
    "read": { "per_minute": 60_000, "max_body_bytes": 65_536, "max_seconds": 60 },
    "cors_origins": ["https://county.example.cn"]
}))]
pub struct UpdateApiSettingsRequest {
    /// What checks a password, a code or a client's secret, by address.
    #[validate(nested)]
    pub sign_in: Option<KindSettings>,
    /// What changes nothing, by account or application.
    #[validate(nested)]
    pub read: Option<KindSettings>,
    /// What changes something, by account or application.
    #[validate(nested)]
    pub write: Option<KindSettings>,
    /// What citizens send, by address.
    #[validate(nested)]
    pub public: Option<KindSettings>,
    /// Pages of which origins may call (CORS).
    #[validate(length(max = 50))]
    #[schema(max_items = 50)]
    pub cors_origins: Option<Vec<String>>,
}

/// The settings in force.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ApiSettingsView {
    /// What checks a password, a code or a client's secret, by address.
    pub sign_in: KindSettings,
    /// What changes nothing, by account or application.
    pub read: KindSettings,
    /// What changes something, by account or application.
    pub write: KindSettings,
    /// What citizens send, by address.
    pub public: KindSettings,
    /// Pages of which origins may call (CORS).
    #[schema(example = json!(["https://county.example.cn"]))]
    pub cors_origins: Vec<String>,
    /// The largest body the server itself takes: `server.max_body_bytes`.
    #[schema(example = 1_048_576)]
    pub most_body_bytes: u32,
    /// Whether these are the server's own settings, because nobody set others.
    pub is_default: bool,
    /// Who set them last.
    pub changed_by: Option<PersonRef>,
    /// When.
    pub updated_at: Option<DateTime<Utc>>,
    /// Counts the changes; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do: `update`.
    #[schema(example = json!(["update"]))]
    pub allowed_actions: Vec<&'static str>,
    /// What the caller may not do, and the code of the reason.
    #[schema(required = false, example = json!({ "update": "auth.not_allowed" }))]
    pub refused_actions: BTreeMap<String, String>,
}
