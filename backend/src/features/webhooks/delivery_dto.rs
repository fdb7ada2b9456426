use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::{WebhookAttemptError, WebhookDeliveryState};
use crate::platform::http::Count;

/// Which deliveries to list.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct WebhookDeliveryFilter {
    /// Only those that stand like this.
    #[param(inline)]
    pub state: Option<WebhookDeliveryState>,
    /// Only those of this case.
    pub case_id: Option<Uuid>,
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

/// Which attempts to list.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct WebhookAttemptFilter {
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

/// An event on its way to a webhook (推送记录).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WebhookDeliveryView {
    /// Its id.
    pub id: Uuid,
    /// The webhook.
    pub webhook_id: Uuid,
    /// Id of the event, sent as `webhook-id`: the same in every attempt and every replay.
    pub event_id: Uuid,
    /// Its type.
    #[schema(example = "cn.zongzhi.case.dispatched.v1")]
    pub event_type: String,
    /// The case; none for a test.
    pub case_id: Option<Uuid>,
    /// Its place among the events of the case.
    #[schema(example = 3)]
    pub sequence: Option<i32>,
    /// Where it stands.
    pub state: WebhookDeliveryState,
    /// Attempts so far.
    #[schema(minimum = 0, example = 1)]
    pub attempts: i32,
    /// Not before when it is tried next, while it is pending; events of one case wait for each other.
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// What the receiver answered last.
    #[schema(example = 200)]
    pub last_status: Option<i32>,
    /// Why the last attempt failed.
    pub last_error: Option<WebhookAttemptError>,
    /// When it was taken or given up.
    pub finished_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do: `replay`.
    #[schema(example = json!(["replay"]))]
    pub allowed_actions: Vec<&'static str>,
}

/// One attempt. What was answered is not kept: it may hold anything.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WebhookAttemptView {
    /// Its id.
    pub id: Uuid,
    /// Which one it was.
    #[schema(minimum = 1, example = 1)]
    pub number: i32,
    /// When.
    pub attempted_at: DateTime<Utc>,
    /// How long it took, in milliseconds.
    #[schema(minimum = 0, example = 120)]
    pub duration_ms: i64,
    /// The status of the answer, where there was one.
    #[schema(example = 200)]
    pub status: Option<i32>,
    /// Why it failed; null when the receiver took it.
    pub error: Option<WebhookAttemptError>,
    /// How much was answered, in bytes; at most about 64 KiB are read.
    #[schema(minimum = 0, example = 2)]
    pub response_bytes: Option<i64>,
}
