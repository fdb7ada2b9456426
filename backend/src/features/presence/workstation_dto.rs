use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::features::personnel::dto::{CenterRef, PersonRef};
use crate::features::stationing_obligations::dto::PostRef;
use crate::platform::error::not_blank;
use crate::platform::http::Count;

/// A computer that stands at a window: the one the request is sent from.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "post_id": "018f0000-0000-7000-8000-000000000001", "name": "A05 窗口电脑"
}))]
pub struct CreateWorkstationRequest {
    /// The post it stands at.
    pub post_id: Uuid,
    /// What it is called.
    #[validate(length(min = 1, max = 50), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 50, example = "A05 窗口电脑")]
    pub name: String,
}

/// Which computers to list.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct WorkstationFilter {
    /// Of this centre.
    pub center_id: Option<Uuid>,
    /// At this post.
    pub post_id: Option<Uuid>,
    /// Only those in use, or only those that are not.
    pub is_active: Option<bool>,
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

/// A computer of a window (窗口电脑). Its key is in a cookie of its browser, and nowhere else.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WorkstationView {
    /// Its id.
    pub id: Uuid,
    /// The post it stands at.
    pub post: PostRef,
    /// The centre.
    pub center: CenterRef,
    /// What it is called.
    #[schema(example = "A05 窗口电脑")]
    pub name: String,
    /// Whether sign-ins at it say where somebody is.
    pub is_active: bool,
    /// Who named it.
    pub set_up_by: PersonRef,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do: `remove`.
    #[schema(example = json!(["remove"]))]
    pub allowed_actions: Vec<&'static str>,
    /// What the caller may not do, and the code of the reason.
    #[schema(required = false, example = json!({ "remove": "duty_workstation.removed" }))]
    pub refused_actions: BTreeMap<String, String>,
}
