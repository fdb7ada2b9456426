use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::features::cases::dto::CaseFilter;
use crate::features::personnel::dto::PersonRef;
use crate::platform::error::{AppError, AppResult, FieldError, not_blank};
use crate::platform::http::{part, present};
use crate::platform::words::words;
use crate::policy::Role;

words! {
    /// A column the list of cases can show beside the matter itself.
    CaseColumn {
        /// The next limit.
        Limit = "limit";
        /// Where it stands.
        Status = "status";
        /// 等级.
        Level = "level";
        /// 事件类型.
        Type = "type";
        /// Who has it.
        Owner = "owner";
        /// Where it happened.
        Region = "region";
        /// 来源渠道.
        Channel = "channel";
        /// 涉及人数.
        People = "people";
        /// When it was registered.
        RegisteredAt = "registered_at";
        /// When it last changed.
        UpdatedAt = "updated_at";
    }
}

words! {
    /// Where a view comes from.
    ViewOrigin {
        /// The caller saved it.
        Own = "own";
        /// Somebody published it for the caller's role in the caller's centre.
        Published = "published";
        /// It comes with the system, for the caller's role.
        Shipped = "shipped";
    }
}

/// A view to be saved.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "临近期限的复杂案件",
    "filters": { "lamp": ["yellow"], "level": ["complex"], "sort": "due_at" },
    "columns": ["limit", "owner"],
}))]
pub struct SaveViewRequest {
    /// What it is called; each of a person's views is called something else.
    #[validate(length(min = 1, max = 40), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 40)]
    pub name: String,
    /// What `GET /cases` takes as parameters, but for paging; where a name may repeat, a list.
    #[schema(value_type = Object)]
    pub filters: Map<String, Value>,
    /// The columns to show; empty: the usual ones.
    #[serde(default)]
    #[validate(length(max = 20))]
    #[schema(max_items = 20)]
    pub columns: Vec<CaseColumn>,
    /// Publishes it for a role of the caller's centre.
    pub role: Option<Role>,
}

/// What is to be changed of a view; what is absent stays.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "临近期限" }))]
pub struct UpdateViewRequest {
    /// What it is called.
    #[validate(length(min = 1, max = 40), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 40)]
    pub name: Option<String>,
    /// What `GET /cases` takes as parameters, but for paging; where a name may repeat, a list.
    #[schema(value_type = Option<Object>)]
    pub filters: Option<Map<String, Value>>,
    /// The columns to show.
    #[validate(length(max = 20))]
    #[schema(max_items = 20)]
    pub columns: Option<Vec<CaseColumn>>,
    /// Publishes it for a role of the caller's centre; null: for nobody any longer.
    #[serde(default, deserialize_with = "present")]
    pub role: Option<Option<Role>>,
}

/// The caller's views in the order they are to stand.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "places": [] }))]
pub struct ArrangeViewsRequest {
    /// The views, each once; those left out follow after these.
    #[validate(length(max = 200))]
    #[schema(max_items = 200)]
    pub places: Vec<ViewPlaceRequest>,
}

/// One view in its place.
#[derive(Debug, Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewPlaceRequest {
    /// The view.
    pub id: Uuid,
    /// Whether the caller does not want to see it.
    #[serde(default)]
    pub is_hidden: bool,
}

/// A saved view, as the caller has it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SavedView {
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "临近期限")]
    pub name: String,
    /// Where it comes from.
    pub origin: ViewOrigin,
    /// The role it is published or shipped for.
    pub role: Option<Role>,
    /// Who saved it; null for those shipped.
    pub person: Option<PersonRef>,
    /// What `GET /cases` takes as parameters, but for paging; where a name may repeat, a list.
    #[schema(value_type = Object, example = json!({ "lamp": ["yellow"], "sort": "due_at" }))]
    pub filters: CaseFilter,
    /// The columns to show; empty: the usual ones.
    pub columns: Vec<CaseColumn>,
    /// Whether the caller does not want to see it.
    pub is_hidden: bool,
    /// When it was saved; null for those shipped.
    pub created_at: Option<DateTime<Utc>>,
    /// When it was last changed; null for those shipped.
    pub updated_at: Option<DateTime<Utc>>,
    /// Counts the changes; also the `ETag`.
    #[schema(example = 1)]
    pub version: i32,
    /// What the caller may do: `update`, `remove`.
    #[schema(example = json!(["update", "remove"]))]
    pub allowed_actions: Vec<&'static str>,
}

/// Filters as they are read: by name only, and without where a list was left off.
pub fn filters_of(members: Map<String, Value>) -> AppResult<CaseFilter> {
    const AT: &str = "/filters";
    let paging = ["limit", "cursor", "count"].into_iter().find(|name| members.contains_key(*name));
    if let Some(name) = paging {
        let rule = FieldError::rule(format!("{AT}/{name}"), "unknown_field", Map::new());
        return Err(AppError::Validation(vec![rule]));
    }
    part(members, AT)
}
