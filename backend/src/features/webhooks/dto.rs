use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::{WebhookDisabledCode, WebhookState};
use crate::features::personnel::dto::PersonRef;
use crate::platform::error::not_blank;
use crate::platform::http::Count;
use crate::policy::Role;

/// A webhook to be set up for the capacity acted in.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "url": "https://grid.example.cn/hooks/zongzhi",
    "description": "网格平台",
    "event_types": ["cn.zongzhi.case.dispatched.v1", "cn.zongzhi.case.closed.v1"],
}))]
pub struct CreateWebhookRequest {
    /// Where events are sent, over https unless the settings allow the network.
    #[validate(length(min = 1, max = 500))]
    #[schema(min_length = 1, max_length = 500)]
    pub url: String,
    /// What it is for.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100)]
    pub description: String,
    /// The types of events wanted; empty: all.
    #[serde(default)]
    #[validate(length(max = 200))]
    #[schema(max_items = 200)]
    pub event_types: Vec<String>,
    /// The application of whoever receives: nothing beyond its limits is delivered, and nothing while it
    /// is not active. One of the capacity acted in, which may see cases. Absent: whatever the capacity may
    /// read.
    pub application_id: Option<Uuid>,
}

/// What is to be changed of a webhook; what is absent stays.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "description": "网格平台（新）" }))]
pub struct UpdateWebhookRequest {
    /// Where events are sent.
    #[validate(length(min = 1, max = 500))]
    #[schema(min_length = 1, max_length = 500)]
    pub url: Option<String>,
    /// What it is for.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100)]
    pub description: Option<String>,
    /// The types of events wanted; empty: all.
    #[validate(length(max = 200))]
    #[schema(max_items = 200)]
    pub event_types: Option<Vec<String>>,
}

/// Asks for a new secret.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "overlap_hours": 24 }))]
pub struct RotateWebhookSecretRequest {
    /// Hours the former secret signs as well; 24 unless the settings or this say otherwise, 0 where it
    /// fell into wrong hands.
    #[validate(range(max = 168))]
    #[schema(maximum = 168)]
    pub overlap_hours: Option<u32>,
}

/// How a webhook goes on.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "is_missed_skipped": false }))]
pub struct EnableWebhookRequest {
    /// Whether what happened while it was disabled is passed over. It is delivered otherwise.
    #[serde(default)]
    pub is_missed_skipped: bool,
}

/// Why a webhook stops.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "对方系统停机维护" }))]
pub struct DisableWebhookRequest {
    /// Why.
    #[validate(length(min = 1, max = 200), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 200)]
    pub reason: String,
}

/// From when on everything is delivered again.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "since": "2026-03-02T00:00:00Z" }))]
pub struct ReplayWebhookRequest {
    /// Events recorded since then, those of before the webhook was set up as well.
    pub since: DateTime<Utc>,
}

/// Which webhooks to list.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct WebhookFilter {
    /// Only those that stand like this.
    #[param(inline)]
    pub state: Option<WebhookState>,
    /// Rows a page, 50 unless given.
    #[validate(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200, example = 50)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether to count all rows.
    #[param(inline)]
    pub count: Option<Count>,
}

/// A webhook (事件推送), without its secret.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WebhookView {
    /// Its id.
    pub id: Uuid,
    /// Where events are sent; to others than its owner without path and query, which may hold a key.
    #[schema(example = "https://grid.example.cn/hooks/zongzhi")]
    pub url: String,
    /// What it is for.
    #[schema(example = "网格平台")]
    pub description: String,
    /// The types of events wanted; empty: all.
    #[schema(example = json!(["cn.zongzhi.case.dispatched.v1"]))]
    pub event_types: Vec<String>,
    /// Where it stands.
    pub state: WebhookState,
    /// Why it is disabled.
    pub disabled_code: Option<WebhookDisabledCode>,
    /// What somebody said about it.
    #[schema(example = "对方系统停机维护")]
    pub disabled_reason: Option<String>,
    /// Since when.
    pub disabled_at: Option<DateTime<Utc>>,
    /// Since when every attempt has failed.
    pub failing_since: Option<DateTime<Utc>>,
    /// Until when the former secret signs as well.
    pub former_secret_until: Option<DateTime<Utc>>,
    /// Whose it is.
    pub owner: PersonRef,
    /// The capacity whose rights decide which events leave.
    pub capacity_id: Uuid,
    /// The application whose limits decide as well; null: only the capacity.
    pub application: Option<WebhookApplication>,
    /// Its role.
    pub role: Option<Role>,
    /// When it was set up.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do: `update`, `rotate_secret`, `enable`, `disable`, `test`, `replay`,
    /// `remove`.
    #[schema(example = json!(["update", "rotate_secret", "disable", "test", "replay", "remove"]))]
    pub allowed_actions: Vec<&'static str>,
}

/// The application a webhook is bound to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WebhookApplication {
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "12345 热线工单系统")]
    pub name: String,
}

/// A webhook with its new secret, which is shown this once: an answer that is given again under the same
/// `Idempotency-Key` has none.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WebhookSecretView {
    /// The webhook.
    pub webhook: WebhookView,
    /// Signs what is delivered (Standard Webhooks): keep it like a password.
    /// Null in an answer that is given again; another change of the secret gives one.
    #[schema(example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    pub secret: Option<String>,
}

/// A type of events.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WebhookEventType {
    /// As it stands in an event.
    #[schema(example = "cn.zongzhi.case.dispatched.v1")]
    pub code: &'static str,
    /// The word for people.
    #[schema(example = "转办")]
    pub name: String,
}
