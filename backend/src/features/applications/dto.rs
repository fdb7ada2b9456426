use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub use super::state::ApplicationState;
use crate::features::personnel::dto::{CapacityRegion, DepartmentRef, PersonRef};
use crate::platform::error::not_blank;
use crate::platform::http::Count;
use crate::policy::{ApiScope, Role};

/// An application to be set up in the capacity acted in. What it may is settled here once: what was
/// approved stays what was approved, and who needs more sets up another.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "12345 热线工单系统", "purpose": "热线工单自动登记并回传办理状态",
    "scopes": ["cases:read", "cases:register"], "expires_on": "2026-12-31"
}))]
pub struct CreateApplicationRequest {
    /// What it is called; the ledger names it so.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// What it is for, in the words of whoever approves it.
    #[validate(length(min = 1, max = 500), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 500)]
    pub purpose: String,
    /// What it may do; only what the capacity may itself.
    #[validate(length(min = 1, max = 50))]
    #[schema(min_items = 1, max_items = 50)]
    pub scopes: Vec<ApiScope>,
    /// Only cases of these classes (code set `case_type`) and below; none: of every class.
    #[serde(default)]
    #[validate(length(max = 20))]
    #[schema(max_items = 20, example = json!([]))]
    pub type_prefixes: Vec<String>,
    /// Only cases in this region and below; within the capacity's.
    pub region_code: Option<String>,
    /// Whether it sees cases whose knowledge is restricted (限制知悉), where the capacity does.
    #[serde(default)]
    pub sees_restricted: bool,
    /// Its last day, within two years.
    pub expires_on: NaiveDate,
}

/// Why an application is stopped.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "对方系统更换，暂停使用" }))]
pub struct StopApplicationRequest {
    /// Why.
    #[validate(length(min = 1, max = 500), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

/// How long the secrets there are go on beside the new one.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "overlap_hours": 24 }))]
pub struct RotateSecretRequest {
    /// Hours; 0 ends them at once.
    #[serde(default = "a_day")]
    #[validate(range(min = 0, max = 720))]
    #[schema(minimum = 0, maximum = 720)]
    pub overlap_hours: i64,
}

const fn a_day() -> i64 {
    24
}

/// Which secret to end.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "secret_id": "018f0000-0000-7000-8000-000000000001" }))]
pub struct RevokeSecretRequest {
    /// The secret.
    pub secret_id: Uuid,
}

/// Which applications to list.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ApplicationFilter {
    /// In one of these states; repeat for several.
    #[param(inline)]
    pub state: Vec<ApplicationState>,
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

/// An application that is thought of: what it would see, before it is set up.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct PreviewParams {
    /// The scopes; repeat for several.
    #[param(inline)]
    pub scope: Vec<ApiScope>,
    /// The classes of matters; repeat for several, none: every class.
    #[validate(length(max = 20))]
    pub type_prefix: Vec<String>,
    /// The region; the capacity's unless given.
    pub region_code: Option<String>,
    /// Whether restricted cases are seen.
    pub sees_restricted: Option<bool>,
}

/// A scope with its words.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ScopeView {
    /// The scope.
    pub scope: ApiScope,
    /// What it allows, in plain words.
    #[schema(example = "登记案件")]
    pub name: String,
}

/// A secret, by what is shown of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SecretView {
    /// Its id.
    pub id: Uuid,
    /// Its first characters.
    #[schema(example = "zzs_Ab3dE6")]
    pub prefix: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends; null: with the application.
    pub expires_at: Option<DateTime<Utc>>,
}

/// The capacity an application acts as.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ApplicationCapacity {
    /// Its id.
    pub id: Uuid,
    /// The role.
    pub role: Option<Role>,
    /// In words.
    #[schema(example = "分流岗")]
    pub role_name: String,
    /// The department, for roles held in one.
    pub department: Option<DepartmentRef>,
    /// The region.
    pub region: Option<CapacityRegion>,
    /// Whether it is still held; an application ends with its capacity.
    pub is_active: bool,
}

/// An application (第三方应用).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ApplicationView {
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "12345 热线工单系统")]
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// The `client_id` of RFC 6749.
    #[schema(example = "zza_0123456789abcdef01234567")]
    pub client_id: String,
    /// Only in the answers to setting up and rotating, and never again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "zzs_…")]
    pub client_secret: Option<String>,
    /// Who set it up.
    pub owner: PersonRef,
    /// What it acts as.
    pub capacity: ApplicationCapacity,
    /// What it may do.
    pub scopes: Vec<ScopeView>,
    /// Only cases of these classes; none: of every class.
    #[schema(example = json!(["02"]))]
    pub type_prefixes: Vec<String>,
    /// Only cases in this region and below; null: wherever the capacity reaches.
    pub region_code: Option<String>,
    /// Its name.
    pub region_name: Option<String>,
    /// Whether it sees restricted cases where the capacity does.
    pub sees_restricted: bool,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// Whether that is past.
    pub is_expired: bool,
    /// Where it stands.
    pub state: ApplicationState,
    /// In words.
    #[schema(example = "已启用")]
    pub state_name: String,
    /// Why it was stopped, where it was.
    pub state_reason: Option<String>,
    /// Who brought it into its state.
    pub decided_by: Option<PersonRef>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
    /// The secrets that may be used, oldest first.
    pub secrets: Vec<SecretView>,
    /// When it was set up.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do.
    #[schema(example = json!(["suspend", "revoke"]))]
    pub allowed_actions: Vec<&'static str>,
    /// What not, with the code of the reason.
    #[schema(example = json!({ "approve": "auth.not_allowed" }))]
    pub refused_actions: BTreeMap<String, String>,
}

/// What an application sees now: the same predicate its own requests are answered by.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VisibleView {
    /// As of when.
    pub as_of: DateTime<Utc>,
    /// What it may and what of, a sentence each.
    #[schema(example = json!(["查看案件（当事人信息遮蔽）：属于本岗位所在行政区划及其下级"]))]
    pub sentences: Vec<String>,
    /// How many cases it sees; null without a scope that shows cases.
    #[schema(example = 12)]
    pub cases: Option<u64>,
    /// Whether there are more than were counted.
    pub is_capped: bool,
    /// The scopes the capacity has a right for, and could give.
    pub offered: Vec<ScopeView>,
    /// The scopes the capacity itself has no right for, which open nothing.
    #[schema(example = json!([]))]
    pub without_right: Vec<ApiScope>,
}

/// A token (RFC 6749, 5.1).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TokenView {
    /// For `Authorization: Bearer`.
    #[schema(example = "eyJhbGciOiJFZERTQSJ9.e30.AA")]
    pub access_token: String,
    /// How it is used.
    #[schema(example = "Bearer")]
    pub token_type: &'static str,
    /// Seconds it is accepted for.
    #[schema(example = 900)]
    pub expires_in: i64,
    /// What it may do, divided by spaces.
    #[schema(example = "cases:read cases:register")]
    pub scope: String,
}

/// A request for a token (RFC 6749, 4.4.2), form-encoded.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(example = json!({ "grant_type": "client_credentials", "scope": "cases:read" }))]
pub struct TokenRequest {
    /// `client_credentials`.
    pub grant_type: Option<String>,
    /// The id of the client, unless `Authorization: Basic` says it.
    pub client_id: Option<String>,
    /// Its secret, likewise.
    pub client_secret: Option<String>,
    /// The scopes wanted, divided by spaces; all it has unless given.
    pub scope: Option<String>,
}
