use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::features::personnel::dto::{CenterRef, DepartmentRef};
use crate::platform::error::not_blank;
use crate::platform::http::Count;
use crate::platform::words::words;

words! {
    /// Whether a precedent is followed.
    PrecedentState {
        /// Cited by the next suggestion.
        InForce = "in_force";
        /// No longer to be followed.
        Retired = "retired";
    }
}

/// Which precedents to list. A repeated name is OR, different names are AND.
#[derive(Debug, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct PrecedentFilter {
    /// 事件类型: a code or the first digits of codes.
    #[param(explode = true, max_items = 50)]
    #[validate(length(max = 50))]
    pub type_code: Vec<String>,
    /// Who leads by them.
    #[param(explode = true, max_items = 50)]
    #[validate(length(max = 50))]
    pub department_id: Vec<Uuid>,
    /// A region and all below it.
    #[param(explode = true, max_items = 50)]
    #[validate(length(max = 50))]
    pub region_id: Vec<Uuid>,
    /// Followed, or retired.
    #[param(inline)]
    pub state: Option<PrecedentState>,
    /// Rows a page, 50 unless given.
    #[validate(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// `exact` fills `total`.
    #[param(inline)]
    pub count: Option<Count>,
}

/// Why a precedent is no longer to be followed.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RetirePrecedentRequest {
    /// What has changed, such as a new duty list.
    #[validate(length(min = 2, max = 500), custom(function = "not_blank"))]
    #[schema(min_length = 2, max_length = 500, example = "职责事项清单已修订，由新主管单位办理")]
    pub reason: String,
}

/// Where the matter lies.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PrecedentRegion {
    /// The region.
    pub id: Uuid,
    /// Its code.
    #[schema(example = "990101101")]
    pub code: String,
    /// Its name.
    #[schema(example = "东岭镇")]
    pub name: String,
}

/// A ruling as a precedent. No words of the ruling: they may name people.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PrecedentView {
    /// Its id, that of the event of the ruling.
    pub id: Uuid,
    /// 事件类型 it was ruled on.
    #[schema(example = "0402")]
    pub type_code: String,
    /// Where.
    pub region: PrecedentRegion,
    /// The centre that ruled.
    pub center: CenterRef,
    /// Who leads by it.
    pub department: DepartmentRef,
    /// Grounds of the returns it settled, code set `return_ground`, oldest first.
    #[schema(example = json!(["01", "03"]))]
    pub ground_codes: Vec<String>,
    /// 兜底: nobody was competent, so it says nothing about competence.
    pub is_fallback: bool,
    /// When.
    pub ruled_at: DateTime<Utc>,
    /// Whether it is followed.
    pub state: PrecedentState,
    /// Since when it is not.
    pub retired_at: Option<DateTime<Utc>>,
    /// Why not.
    pub retire_reason: Option<String>,
    /// The case, for those who may see it.
    pub case_id: Option<Uuid>,
    /// Its number, for those who may see it.
    pub case_no: Option<String>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// Grows with every change; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do with it.
    #[schema(example = json!(["retire"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not do, and the code of the reason.
    #[schema(example = json!({}))]
    pub refused_actions: BTreeMap<String, String>,
}
