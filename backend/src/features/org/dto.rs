use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub use super::listing::UnitSort;
use crate::platform::error::not_blank;
use crate::platform::http::{Count, present};
use crate::platform::words::words;

words! {
    /// 行政区划层级.
    RegionLevel {
        /// 县、市、区、旗
        County = "county";
        /// 乡镇、街道
        Township = "township";
        /// 村、社区
        Village = "village";
    }
}

/// Which regions to list.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RegionFilter {
    /// Directly below these regions; repeat for several.
    #[serde(default)]
    pub parent_id: Vec<Uuid>,
    /// Of these levels; repeat for several.
    #[serde(default)]
    #[param(inline)]
    pub level: Vec<RegionLevel>,
    /// With these codes; repeat for several.
    #[serde(default)]
    #[param(example = json!(["990101"]))]
    pub code: Vec<String>,
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

/// 行政区划.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegionView {
    /// Its id.
    pub id: Uuid,
    /// 6, 9 or 12 digits; codes nest by prefix.
    #[schema(example = "990101001")]
    pub code: String,
    /// Official name.
    #[schema(example = "城关镇")]
    pub name: String,
    /// County, township or village.
    pub level: RegionLevel,
    /// The region above.
    pub parent_id: Option<Uuid>,
    /// The region's centre (综治中心), where it has one.
    pub center_id: Option<Uuid>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// Grows with every change.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
}

/// Which departments to list.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DepartmentFilter {
    /// In this region or below it.
    pub region_id: Option<Uuid>,
    /// Of regions of these levels; repeat for several.
    #[serde(default)]
    #[param(inline)]
    pub level: Vec<RegionLevel>,
    /// Directly below these departments; repeat for several.
    #[serde(default)]
    pub parent_id: Vec<Uuid>,
    /// In use, or closed.
    pub is_active: Option<bool>,
    /// Offices of centres, or other departments.
    pub is_center_office: Option<bool>,
    /// Competent for one of these case types: the duty list names the type, one above or one below
    /// it; repeat for several.
    #[serde(default)]
    #[param(example = json!(["0701"]))]
    pub case_type_code: Vec<String>,
    /// Whose name contains this.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[param(min_length = 1, max_length = 100)]
    pub q: Option<String>,
    /// Order; `region_code` unless given.
    #[serde(default)]
    #[param(inline)]
    pub sort: UnitSort,
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

/// 单位/部门, or the office of a centre.
#[derive(Debug, Serialize, ToSchema)]
pub struct DepartmentView {
    /// Its id.
    pub id: Uuid,
    /// Official name, unique in the region.
    #[schema(example = "清和县人力资源和社会保障局")]
    pub name: String,
    /// Where it is competent: this region and those below.
    pub region_id: Uuid,
    /// The region's code.
    #[schema(example = "990101")]
    pub region_code: String,
    /// The region's name.
    #[schema(example = "清和县")]
    pub region_name: String,
    /// The region's level.
    pub level: RegionLevel,
    /// The department above.
    pub parent_id: Option<Uuid>,
    /// Its name.
    pub parent_name: Option<String>,
    /// Official telephone.
    #[schema(example = "0990-1234567")]
    pub phone: Option<String>,
    /// Whether it is the office of a centre.
    pub is_center_office: bool,
    /// False once it is closed; then nothing new is referred to it.
    pub is_active: bool,
    /// 职责事项清单: the case types it is competent for, in order.
    #[schema(example = json!(["07"]))]
    pub case_type_codes: Vec<String>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// Grows with every change; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do with it.
    #[schema(example = json!(["update"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not do, and the code of the reason.
    #[schema(example = json!({}))]
    pub refused_actions: BTreeMap<String, String>,
}

/// A new department.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateDepartmentRequest {
    /// Official name, unique in the region.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100, example = "清和县水利局")]
    pub name: String,
    /// Where it is competent.
    pub region_id: Uuid,
    /// The department above.
    pub parent_id: Option<Uuid>,
    /// Official telephone.
    #[validate(length(min = 1, max = 50), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 50, example = "0990-1234567")]
    pub phone: Option<String>,
    /// Whether it is the office of a centre.
    #[serde(default)]
    pub is_center_office: bool,
    /// The case types it is competent for.
    #[serde(default)]
    #[validate(length(max = 200))]
    #[schema(max_items = 200, example = json!(["0904"]))]
    pub case_type_codes: Vec<String>,
}

/// What to change of a department; what is absent stays.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateDepartmentRequest {
    /// Official name, unique in the region.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100, example = "清和县水务局")]
    pub name: Option<String>,
    /// The department above; null: none.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Uuid>)]
    pub parent_id: Option<Option<Uuid>>,
    /// Official telephone; null: none.
    #[serde(default, deserialize_with = "present")]
    #[validate(length(min = 1, max = 50), custom(function = "not_blank"))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 50)]
    pub phone: Option<Option<String>>,
    /// False closes it.
    pub is_active: Option<bool>,
    /// The whole duty list anew.
    #[validate(length(max = 200))]
    #[schema(max_items = 200)]
    pub case_type_codes: Option<Vec<String>>,
}

/// Which centres to list.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CenterFilter {
    /// In this region or below it.
    pub region_id: Option<Uuid>,
    /// Directly below these centres; repeat for several.
    #[serde(default)]
    pub parent_id: Vec<Uuid>,
    /// Of the regions directly below these; repeat for several.
    #[serde(default)]
    pub parent_region_id: Vec<Uuid>,
    /// Of these levels; repeat for several.
    #[serde(default)]
    #[param(inline)]
    pub level: Vec<RegionLevel>,
    /// Whose name contains this.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[param(min_length = 1, max_length = 100)]
    pub q: Option<String>,
    /// Order; `region_code` unless given.
    #[serde(default)]
    #[param(inline)]
    pub sort: UnitSort,
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

/// 综治中心.
#[derive(Debug, Serialize, ToSchema)]
pub struct CenterView {
    /// Its id.
    pub id: Uuid,
    /// Official name (GB/T 33200-2016: uniform sign).
    #[schema(example = "清和县社会治安综合治理中心")]
    pub name: String,
    /// That of its region.
    pub level: RegionLevel,
    /// Its region; one centre a region.
    pub region_id: Uuid,
    /// The region's code.
    #[schema(example = "990101")]
    pub region_code: String,
    /// The region's name.
    #[schema(example = "清和县")]
    pub region_name: String,
    /// The region above.
    pub parent_region_id: Option<Uuid>,
    /// The centre of the region above, where it has one.
    pub parent_id: Option<Uuid>,
    /// The department that is its office.
    pub department_id: Option<Uuid>,
    /// Its name.
    pub department_name: Option<String>,
    /// 兜底单位: who takes what nobody is competent for; null: the office itself.
    pub fallback_department_id: Option<Uuid>,
    /// Its name.
    pub fallback_department_name: Option<String>,
    /// Where it is.
    #[schema(example = "清和县城关镇人民路1号")]
    pub address: Option<String>,
    /// Telephone for citizens.
    #[schema(example = "0990-1234567")]
    pub phone: Option<String>,
    /// When it is open, in words.
    #[schema(example = "工作日 8:30-12:00，14:30-17:30")]
    pub opening_hours: Option<String>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// Grows with every change; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do with it.
    #[schema(example = json!(["update"]))]
    pub allowed_actions: Vec<String>,
    /// What the caller may not do, and the code of the reason.
    #[schema(example = json!({}))]
    pub refused_actions: BTreeMap<String, String>,
}

/// A new centre; its level is that of its region.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateCenterRequest {
    /// Its region, which has none yet.
    pub region_id: Uuid,
    /// Official name.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100, example = "柳河镇社会治安综合治理中心")]
    pub name: String,
    /// The department that is its office; of the same region.
    pub department_id: Option<Uuid>,
    /// Where it is.
    #[validate(length(min = 1, max = 200), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 200)]
    pub address: Option<String>,
    /// Telephone for citizens.
    #[validate(length(min = 1, max = 50), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 50)]
    pub phone: Option<String>,
    /// When it is open, in words.
    #[validate(length(min = 1, max = 200), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 200)]
    pub opening_hours: Option<String>,
}

/// What to change of a centre; what is absent stays.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateCenterRequest {
    /// Official name.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100)]
    pub name: Option<String>,
    /// 兜底单位, of the same region or one above; null: the office itself.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Uuid>)]
    pub fallback_department_id: Option<Option<Uuid>>,
    /// The department that is its office, of the same region; null: none.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Uuid>)]
    pub department_id: Option<Option<Uuid>>,
    /// Where it is; null: unknown.
    #[serde(default, deserialize_with = "present")]
    #[validate(length(min = 1, max = 200), custom(function = "not_blank"))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    pub address: Option<Option<String>>,
    /// Telephone for citizens; null: none.
    #[serde(default, deserialize_with = "present")]
    #[validate(length(min = 1, max = 50), custom(function = "not_blank"))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 50)]
    pub phone: Option<Option<String>>,
    /// When it is open, in words; null: unknown.
    #[serde(default, deserialize_with = "present")]
    #[validate(length(min = 1, max = 200), custom(function = "not_blank"))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    pub opening_hours: Option<Option<String>>,
}
