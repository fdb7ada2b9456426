use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::recorder::AuditAction;
use crate::features::calendars::civil_day::at_in_calendar;
use crate::platform::http::Count;

/// Which entries to list.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditFilter {
    /// One of these actions.
    #[serde(default)]
    #[param(example = json!(["auth.sign_in_failed"]))]
    #[param(inline)]
    pub action: Vec<AuditAction>,
    /// Done under this account.
    pub user_id: Option<Uuid>,
    /// From this instant on.
    #[validate(custom(function = "at_in_calendar"))]
    #[param(example = "2026-03-01T00:00:00Z")]
    pub from: Option<DateTime<Utc>>,
    /// Before this instant.
    #[validate(custom(function = "at_in_calendar"))]
    #[param(example = "2026-03-02T00:00:00Z")]
    pub to: Option<DateTime<Utc>>,
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

/// One line of the security log.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditEntryView {
    /// Its id.
    pub id: Uuid,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// The account it was done under; null where none was known.
    pub user_id: Option<Uuid>,
    /// The name of that account now.
    #[schema(example = "wang.xiulan")]
    pub username: Option<String>,
    /// The capacity acted in.
    pub capacity_id: Option<Uuid>,
    /// What was done.
    #[schema(example = "auth.signed_in")]
    pub action: String,
    /// What it was done to.
    #[schema(example = "user")]
    pub object_kind: Option<String>,
    /// Id of what it was done to.
    pub object_id: Option<Uuid>,
    /// What an account, a person, a capacity, a department, a centre or a time-limit rule is called
    /// now.
    #[schema(example = "wang.xiulan（王秀兰）")]
    pub object_name: Option<String>,
    /// Further ids, codes and flags; never personal data.
    #[schema(value_type = Object, example = json!({"role": "clerk"}))]
    pub data: Map<String, Value>,
}
