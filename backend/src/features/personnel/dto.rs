use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::entity::{capacity, person};
use crate::features::org::directory::Directory;
use crate::platform::error::{ErrorCode, Invalid, not_blank, refused};
use crate::platform::http::{Count, present};
use crate::platform::lang::Lang;
use crate::policy::Role;

/// A person, named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PersonRef {
    /// Their id.
    pub id: Uuid,
    /// Their name.
    #[schema(example = "王秀兰")]
    pub name: String,
}

/// The department of a capacity or a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DepartmentRef {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    #[schema(example = "县人力资源和社会保障局")]
    pub name: String,
}

/// The region a capacity reaches down from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CapacityRegion {
    /// Its id.
    pub id: Uuid,
    /// Its code (GB/T 2260 and GB/T 10114).
    #[schema(example = "330723")]
    pub code: String,
    /// Its name.
    #[schema(example = "示范县")]
    pub name: String,
    /// `county`, `township` or `village`.
    #[schema(example = "county")]
    pub level: String,
}

/// The centre of a capacity's region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CenterRef {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    #[schema(example = "示范县综治中心")]
    pub name: String,
}

/// Where a capacity applies; what cannot be resolved is null.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The department, for roles held in one.
    pub department: Option<DepartmentRef>,
    /// The region.
    pub region: Option<CapacityRegion>,
    /// The region's centre.
    pub center: Option<CenterRef>,
}

impl DepartmentRef {
    /// The department `id`, when there is one.
    pub fn of(directory: &Directory, id: Option<Uuid>) -> Option<Self> {
        let department = directory.departments.get(&id?)?;
        Some(Self { id: department.id, name: department.name.clone() })
    }
}

impl Unit {
    /// Where `capacity` applies.
    pub fn of(directory: &Directory, capacity: &capacity::Model) -> Self {
        let region = directory.regions.get(&capacity.region_id);
        let center = directory.center_by_region.get(&capacity.region_id);
        let center = center.and_then(|id| directory.centers.get(id));
        Self {
            department: DepartmentRef::of(directory, capacity.department_id),
            region: region.map(|region| CapacityRegion {
                id: region.id,
                code: region.code.clone(),
                name: region.name.clone(),
                level: region.level.clone(),
            }),
            center: center.map(|center| CenterRef { id: center.id, name: center.name.clone() }),
        }
    }
}

/// Which people to list.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PersonFilter {
    /// The name starts with this.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[param(min_length = 1, max_length = 100, example = "王")]
    pub q: Option<String>,
    /// The people of one department only.
    pub department_id: Option<Uuid>,
    /// Only those who work here, or only those who no longer do.
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

/// A person to be entered.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreatePersonRequest {
    /// The name.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100, example = "王秀兰")]
    pub name: String,
    /// The department they belong to.
    pub department_id: Option<Uuid>,
    /// The telephone at work.
    #[validate(length(max = 32), custom(function = "is_phone"))]
    #[schema(max_length = 32, pattern = "^[0-9+ -]+$", example = "0579-85550101")]
    pub phone: Option<String>,
}

/// What to change of a person; what is absent stays, null empties.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdatePersonRequest {
    /// The name.
    #[validate(length(min = 1, max = 100), custom(function = "not_blank"))]
    #[schema(min_length = 1, max_length = 100, example = "王秀兰")]
    pub name: Option<String>,
    /// The department they belong to.
    #[serde(default, deserialize_with = "present")]
    pub department_id: Option<Option<Uuid>>,
    /// The telephone at work.
    #[serde(default, deserialize_with = "present")]
    #[validate(length(max = 32), custom(function = "is_phone"))]
    #[schema(max_length = 32, pattern = "^[0-9+ -]+$", example = "0579-85550101")]
    pub phone: Option<Option<String>>,
    /// False when they no longer work here: their accounts and capacities stop at once.
    pub is_active: Option<bool>,
}

/// A person who works here.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PersonView {
    /// Their id.
    pub id: Uuid,
    /// Their name.
    #[schema(example = "王秀兰")]
    pub name: String,
    /// The department they belong to.
    pub department: Option<DepartmentRef>,
    /// The telephone at work.
    #[schema(example = "0579-85550101")]
    pub phone: Option<String>,
    /// Whether they still work here.
    pub is_active: bool,
    /// When they were entered.
    pub created_at: DateTime<Utc>,
    /// When the record was last changed.
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

impl PersonView {
    /// What a caller who may or may not write sees of `row`.
    pub fn of(directory: &Directory, row: person::Model, may_write: bool) -> Self {
        Self {
            id: row.id,
            name: row.name,
            department: DepartmentRef::of(directory, row.department_id),
            phone: row.phone,
            is_active: row.is_active,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions: if may_write { vec!["update"] } else { Vec::new() },
            refused_actions: refused(
                &["update"],
                (!may_write).then_some(ErrorCode::AuthNotAllowed),
            ),
        }
    }
}

/// Which capacities to list.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CapacityFilter {
    /// The capacities of one person only.
    pub person_id: Option<Uuid>,
    /// The capacities for one department only.
    pub department_id: Option<Uuid>,
    /// One role only.
    pub role: Option<Role>,
    /// Only those in force, or only those withdrawn.
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

/// A capacity to be granted.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "person_id": "018f0000-0000-7000-8000-000000000001",
    "role": "mediator",
    "department_id": "018f0000-0000-7000-8000-000000000001"
}))]
pub struct GrantCapacityRequest {
    /// Who is to hold it.
    pub person_id: Uuid,
    /// The role.
    pub role: Role,
    /// The department it is held in; required for `handler` and `mediator`.
    pub department_id: Option<Uuid>,
    /// The region it reaches down from; the department's own when absent.
    pub region_id: Option<Uuid>,
}

/// What to change of a capacity.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateCapacityRequest {
    /// False withdraws it at once, true gives it back.
    pub is_active: bool,
}

/// A role that a person holds for a department or a region.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CapacityView {
    /// Its id.
    pub id: Uuid,
    /// Who holds it.
    pub person: PersonRef,
    /// The role.
    pub role: Role,
    /// The role's official term, in the language asked for.
    #[schema(example = "承办人")]
    pub role_name: &'static str,
    /// The department, for roles held in one.
    pub department: Option<DepartmentRef>,
    /// The region it reaches down from.
    pub region: Option<CapacityRegion>,
    /// The region's centre.
    pub center: Option<CenterRef>,
    /// Whether it may be acted in.
    pub is_active: bool,
    /// When it was granted.
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

impl CapacityView {
    /// `row` for a caller who may or may not write; none when its role is unknown.
    pub fn of(
        directory: &Directory,
        row: &capacity::Model,
        name: String,
        may_write: bool,
        lang: Lang,
    ) -> Option<Self> {
        let role = Role::parse(&row.role)?;
        let Unit { department, region, center } = Unit::of(directory, row);
        Some(Self {
            id: row.id,
            person: PersonRef { id: row.person_id, name },
            role,
            role_name: role.name(lang),
            department,
            region,
            center,
            is_active: row.is_active,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions: if may_write { vec!["update"] } else { Vec::new() },
            refused_actions: refused(
                &["update"],
                (!may_write).then_some(ErrorCode::AuthNotAllowed),
            ),
        })
    }
}

/// Digits, `+`, `-` and spaces.
fn is_phone(phone: &str) -> Result<(), Invalid> {
    let plain = |c: char| c.is_ascii_digit() || "+- ".contains(c);
    if !phone.is_empty() && phone.chars().all(plain) {
        Ok(())
    } else {
        Err(Invalid::new("pattern"))
    }
}
