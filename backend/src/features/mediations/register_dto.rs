use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::workflow::{MediatorKind, MediatorTieKind};
use crate::features::calendars::civil_day::in_calendar;
use crate::features::cases::dto::{CenterRef, DepartmentRef};
use crate::features::personnel::dto::PersonRef;
use crate::platform::error::{Invalid, not_blank};
use crate::platform::http::{Count, present};

/// A room to be entered, for the caller's centre.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateRoomRequest {
    /// Its name, once a centre.
    #[validate(length(min = 1, max = 50), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 50, example = "第三调解室")]
    pub name: String,
    /// Where it is.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100, example = "一楼东侧")]
    pub place: Option<String>,
    /// Seats.
    #[validate(range(min = 2, max = 500))]
    #[schema(minimum = 2, maximum = 500, example = 8)]
    pub seats: i32,
    /// Whether parties far away can take part over video.
    #[serde(default)]
    pub is_video: bool,
}

/// What to change of a room; what is absent stays, null empties.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateRoomRequest {
    /// Its name.
    #[validate(length(min = 1, max = 50), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 50)]
    pub name: Option<String>,
    /// Where it is.
    #[serde(default, deserialize_with = "present")]
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100)]
    pub place: Option<Option<String>>,
    /// Seats.
    #[validate(range(min = 2, max = 500))]
    #[schema(minimum = 2, maximum = 500, example = 10)]
    pub seats: Option<i32>,
    /// Whether parties far away can take part over video.
    pub is_video: Option<bool>,
    /// False when nobody books it any more.
    pub is_active: Option<bool>,
}

/// Which rooms to list.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct RoomFilter {
    /// Of this centre; the caller's own unless given.
    pub center_id: Option<Uuid>,
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

/// A room (调解室).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoomView {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub center: CenterRef,
    /// Its name.
    #[schema(example = "第一调解室")]
    pub name: String,
    /// Where it is.
    pub place: Option<String>,
    /// Seats.
    #[schema(example = 8)]
    pub seats: i32,
    /// Whether parties far away can take part over video.
    pub is_video: bool,
    /// Whether it can be booked.
    pub is_active: bool,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; also the `ETag`.
    #[schema(example = 1)]
    pub version: i32,
    /// What the caller may do: `update`.
    #[schema(example = json!(["update"]))]
    pub allowed_actions: Vec<&'static str>,
    /// What the caller may not do, and the code of the reason.
    #[schema(required = false, example = json!({ "update": "auth.not_allowed" }))]
    pub refused_actions: BTreeMap<String, String>,
}

/// Somebody a mediator is close to. The name is compared with those of parties and never shown.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MediatorTieRequest {
    /// How.
    pub kind: MediatorTieKind,
    /// The name of the person or organisation.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100, example = "清和物业服务有限公司")]
    pub name: String,
}

/// A mediator to be entered, for the caller's centre.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = "is_period"))]
pub struct CreateMediatorRequest {
    /// Who it is.
    pub person_id: Uuid,
    /// What they are one of.
    pub kind: MediatorKind,
    /// The number of their certificate.
    #[validate(length(min = 1, max = 50), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 50, example = "TJ-2026-0001")]
    pub certificate_no: String,
    /// First day of the qualification.
    #[validate(custom(function = "in_calendar"))]
    #[schema(example = "2026-01-01")]
    pub qualified_from_on: NaiveDate,
    /// Last day of it.
    #[validate(custom(function = "in_calendar"))]
    #[schema(example = "2028-12-31")]
    pub qualified_until_on: NaiveDate,
    /// Whom they declared to be close to.
    #[serde(default)]
    #[validate(length(max = 50), nested)]
    #[schema(max_items = 50)]
    pub ties: Vec<MediatorTieRequest>,
}

fn is_period(body: &CreateMediatorRequest) -> Result<(), Invalid> {
    if body.qualified_from_on <= body.qualified_until_on {
        return Ok(());
    }
    let mut invalid = Invalid::new("mediator.validity");
    invalid.add_param("pointer".into(), &"/qualified_until_on");
    Err(invalid)
}

/// What to change of a mediator; what is absent stays.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateMediatorRequest {
    /// What they are one of.
    pub kind: Option<MediatorKind>,
    /// The number of their certificate.
    #[validate(length(min = 1, max = 50), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 50)]
    pub certificate_no: Option<String>,
    /// First day of the qualification.
    #[validate(custom(function = "in_calendar"))]
    pub qualified_from_on: Option<NaiveDate>,
    /// Last day of it.
    #[validate(custom(function = "in_calendar"))]
    #[schema(example = "2030-12-31")]
    pub qualified_until_on: Option<NaiveDate>,
    /// False when they no longer mediate.
    pub is_active: Option<bool>,
    /// Everybody they declare to be close to, in place of what was declared before.
    #[validate(length(max = 50), nested)]
    #[schema(max_items = 50)]
    pub ties: Option<Vec<MediatorTieRequest>>,
}

/// Which mediators to list.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct MediatorFilter {
    /// Of this centre; the caller's own unless given.
    pub center_id: Option<Uuid>,
    /// Only those who mediate, or only those who no longer do.
    pub is_active: Option<bool>,
    /// Whose qualification has ended by this day.
    #[validate(custom(function = "in_calendar"))]
    pub lapses_by: Option<NaiveDate>,
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

/// Whom to find for the register.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MediatorCandidateFilter {
    /// How the name begins.
    #[validate(length(min = 1, max = 50))]
    #[param(min_length = 1, max_length = 50)]
    pub q: Option<String>,
}

/// A declared closeness, its name masked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MediatorTieView {
    /// How.
    pub kind: MediatorTieKind,
    /// The name, masked.
    #[schema(example = "王*")]
    pub name: String,
}

/// An entry of the register of mediators (调解员名册).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MediatorView {
    /// Its id.
    pub id: Uuid,
    /// Who it is.
    pub person: PersonRef,
    /// The centre that keeps the entry.
    pub center: CenterRef,
    /// The unit they work for.
    pub department: Option<DepartmentRef>,
    /// What they are one of.
    pub kind: MediatorKind,
    /// The number of their certificate.
    #[schema(example = "TJ-2026-0001")]
    pub certificate_no: String,
    /// First day of the qualification.
    pub qualified_from_on: NaiveDate,
    /// Last day of it.
    pub qualified_until_on: NaiveDate,
    /// Whether they are qualified today.
    pub is_qualified: bool,
    /// Whether they mediate.
    pub is_active: bool,
    /// Whom they declared to be close to, the names masked.
    pub ties: Vec<MediatorTieView>,
    /// When the entry was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; also the `ETag`.
    #[schema(example = 1)]
    pub version: i32,
    /// What the caller may do: `update`.
    #[schema(example = json!(["update"]))]
    pub allowed_actions: Vec<&'static str>,
    /// What the caller may not do, and the code of the reason.
    #[schema(required = false, example = json!({ "update": "auth.not_allowed" }))]
    pub refused_actions: BTreeMap<String, String>,
}
