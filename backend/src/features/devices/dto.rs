use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::national_code::NationalCode;
use crate::features::cases::dto::RegionRef;
use crate::features::personnel::dto::{CenterRef, DepartmentRef, PersonRef};
use crate::platform::error::{ErrorCode, Invalid, not_blank};
use crate::platform::http::{Count, present};
use crate::platform::words::words;

words! {
    /// Whether a device can be looked through.
    DeviceState {
        InUse = "in_use", "在用", "In use";
        Faulty = "faulty", "故障", "Faulty";
        Retired = "retired", "停用", "Retired";
    }
}

/// A device to be entered.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = "is_whole_point"))]
pub struct CreateDeviceRequest {
    /// Its code (GB/T 28181, annex D, rule A); once.
    #[validate(custom(function = "is_device"))]
    #[schema(pattern = "^[1-9][0-9]{9}1[1-9][0-9]{8}$", example = "99010100001320000001")]
    pub national_code: String,
    /// Its name.
    #[validate(length(min = 1, max = 60), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 60, example = "人民广场东入口")]
    pub name: String,
    /// Where it stands; within the caller's region.
    pub region_id: Uuid,
    /// The place.
    #[serde(default)]
    #[validate(length(min = 1, max = 200), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 200)]
    pub address: Option<String>,
    /// Longitude in degrees, CGCS2000; with `lat`.
    #[serde(default)]
    #[validate(range(min = -180.0, max = 180.0))]
    #[schema(minimum = -180, maximum = 180)]
    pub lng: Option<f64>,
    /// Latitude in degrees, CGCS2000; with `lng`.
    #[serde(default)]
    #[validate(range(min = -90.0, max = 90.0))]
    #[schema(minimum = -90, maximum = 90)]
    pub lat: Option<f64>,
    /// Whose it is.
    #[serde(default)]
    pub owner_department_id: Option<Uuid>,
}

fn is_device(code: &str) -> Result<(), Invalid> {
    if NationalCode::parse(code).is_some() {
        return Ok(());
    }
    Err(Invalid::new(ErrorCode::DeviceCodeInvalid.as_str()))
}

fn is_whole_point(request: &CreateDeviceRequest) -> Result<(), Invalid> {
    whole(request.lng.is_some(), request.lat.is_some())
}

/// Half a point is none.
pub(super) fn whole(has_lng: bool, has_lat: bool) -> Result<(), Invalid> {
    let pointer = match (has_lng, has_lat) {
        (true, false) => "/lat",
        (false, true) => "/lng",
        (true, true) | (false, false) => return Ok(()),
    };
    let mut invalid = Invalid::new("missing_field");
    invalid.add_param("pointer".into(), &pointer);
    Err(invalid)
}

/// What to change of a device; what is absent stays, null empties. Its code stays: another is another
/// device.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateDeviceRequest {
    /// Its name.
    #[validate(length(min = 1, max = 60), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 60)]
    pub name: Option<String>,
    /// The place.
    #[serde(default, deserialize_with = "present")]
    #[validate(length(min = 1, max = 200), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 200)]
    pub address: Option<Option<String>>,
    /// Longitude; with `lat`.
    #[serde(default, deserialize_with = "present")]
    #[validate(range(min = -180.0, max = 180.0))]
    #[schema(minimum = -180, maximum = 180)]
    pub lng: Option<Option<f64>>,
    /// Latitude; with `lng`.
    #[serde(default, deserialize_with = "present")]
    #[validate(range(min = -90.0, max = 90.0))]
    #[schema(minimum = -90, maximum = 90)]
    pub lat: Option<Option<f64>>,
    /// Whose it is.
    #[serde(default, deserialize_with = "present")]
    pub owner_department_id: Option<Option<Uuid>>,
    /// Whether it can be looked through.
    #[schema(example = "faulty")]
    pub state: Option<DeviceState>,
}

/// Which devices to list.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct DeviceFilter {
    /// In this region and below it.
    pub region_id: Option<Uuid>,
    /// Of this department.
    pub owner_department_id: Option<Uuid>,
    /// In this state; repeat for several.
    #[param(inline)]
    pub state: Vec<DeviceState>,
    /// With this code.
    #[validate(length(min = 1, max = 20))]
    #[param(min_length = 1, max_length = 20)]
    pub national_code: Option<String>,
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

/// A video device.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeviceView {
    /// Its id.
    pub id: Uuid,
    /// Its code (GB/T 28181).
    #[schema(example = "99010100001320000001")]
    pub national_code: String,
    /// Its name.
    #[schema(example = "人民广场东入口")]
    pub name: String,
    /// The centre in charge of where it stands.
    pub center: CenterRef,
    /// Where it stands.
    pub region: RegionRef,
    /// The place.
    pub address: Option<String>,
    /// Longitude, CGCS2000.
    pub lng: Option<f64>,
    /// Latitude, CGCS2000.
    pub lat: Option<f64>,
    /// Whose it is.
    pub owner_department: Option<DepartmentRef>,
    /// Whether it can be looked through.
    pub state: DeviceState,
    /// The same in words.
    #[schema(example = "在用")]
    pub state_name: &'static str,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; also the `ETag`.
    #[schema(minimum = 1, example = 1)]
    pub version: i32,
    /// What the caller may do: `update`, `look`, `read_looks`.
    #[schema(example = json!(["look"]))]
    pub allowed_actions: Vec<&'static str>,
    /// What the caller may not do, and the code of the reason.
    #[schema(required = false, example = json!({ "look": "device.not_in_use" }))]
    pub refused_actions: BTreeMap<String, String>,
}

/// Asking to look through a device.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "case_id": "018f0000-0000-7000-8000-000000000001",
    "reason": "核实群众反映的占道堵路现场" }))]
pub struct LookThroughDeviceRequest {
    /// The case it is for; one the caller may read.
    #[serde(default)]
    pub case_id: Option<Uuid>,
    /// What for. It is kept; parties of the case are masked in it.
    #[validate(length(min = 5, max = 500), custom(function = "not_blank"))]
    #[schema(min_length = 5, max_length = 500)]
    pub reason: String,
}

/// Where to look: the player of the platform that has the device.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DeviceLookTicket {
    /// Names the look in the log; also `jti` of the ticket.
    pub id: Uuid,
    /// Opens the player for this caller until `expires_at`. Not to be passed on.
    #[schema(example = "https://video.county.example.cn/player#ticket=…")]
    pub url: String,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// Which looks to list.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct DeviceLookFilter {
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

/// Who looked through a device, when and why.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeviceLookView {
    /// Its id.
    pub id: Uuid,
    /// Who.
    pub person: PersonRef,
    /// In which capacity.
    pub capacity_id: Uuid,
    /// What for.
    #[schema(example = "核实群众反映的占道堵路现场")]
    pub reason: String,
    /// Whether it was for a case.
    pub is_for_case: bool,
    /// The case, for those who may read it.
    pub case_id: Option<Uuid>,
    /// When.
    pub at: DateTime<Utc>,
    /// Until when the ticket held.
    pub expires_at: DateTime<Utc>,
}
