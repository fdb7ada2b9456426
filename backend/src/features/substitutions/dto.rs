use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::period::SubstitutionState;
use crate::features::calendars::civil_day::in_calendar;
use crate::features::org::directory::Directory;
use crate::features::personnel::dto::{CapacityRegion, DepartmentRef, PersonRef, Unit};
use crate::features::personnel::entity::capacity;
use crate::platform::http::Count;
use crate::platform::lang::Lang;
use crate::policy::Role;

/// Which substitutions to list.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SubstitutionFilter {
    /// Standing so today.
    pub state: Option<SubstitutionState>,
    /// In which this person is absent or replaces somebody.
    pub person_id: Option<Uuid>,
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

/// Whom to find for a capacity.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CandidateFilter {
    /// The capacity to be filled.
    #[param(example = "018f0000-0000-7000-8000-000000000001")]
    pub capacity_id: Uuid,
    /// How the name begins.
    #[validate(length(min = 1, max = 50))]
    #[param(min_length = 1, max_length = 50)]
    pub q: Option<String>,
}

/// Which capacities to find.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReplaceableFilter {
    /// How the holder's name begins.
    #[validate(length(min = 1, max = 50))]
    #[param(min_length = 1, max_length = 50)]
    pub q: Option<String>,
}

/// Who replaces whom.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "capacity_id": "018f0000-0000-7000-8000-000000000001",
    "substitute_id": "018f0000-0000-7000-8000-000000000001",
    "from_on": "2026-11-30",
    "until_on": "2026-12-04"
}))]
pub struct SetSubstituteRequest {
    /// The capacity of whoever is absent: one's own, or, for those who may, another's.
    pub capacity_id: Uuid,
    /// Who replaces them.
    pub substitute_id: Uuid,
    /// The first day.
    #[validate(custom(function = "in_calendar"))]
    #[schema(example = "2026-11-30")]
    pub from_on: NaiveDate,
    /// The last day.
    #[validate(custom(function = "in_calendar"))]
    #[schema(example = "2026-12-04")]
    pub until_on: NaiveDate,
}

/// A capacity that can be filled by somebody else for a time.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReplaceableCapacity {
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
}

impl ReplaceableCapacity {
    /// `row` with its holder's name; none when its role is unknown.
    pub fn of(
        directory: &Directory,
        row: &capacity::Model,
        name: String,
        lang: Lang,
    ) -> Option<Self> {
        let role = Role::parse(&row.role)?;
        let Unit { department, region, .. } = Unit::of(directory, row);
        Some(Self {
            id: row.id,
            person: PersonRef { id: row.person_id, name },
            role,
            role_name: role.name(lang),
            department,
            region,
        })
    }
}

/// A substitution.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SubstitutionView {
    /// Its id.
    pub id: Uuid,
    /// The capacity, with who is absent.
    pub capacity: ReplaceableCapacity,
    /// Who replaces them.
    pub substitute: PersonRef,
    /// The first day.
    #[schema(example = "2026-11-30")]
    pub from_on: NaiveDate,
    /// The last day.
    #[schema(example = "2026-12-04")]
    pub until_on: NaiveDate,
    /// Where it stands today.
    pub state: SubstitutionState,
    /// The same in words, in the language asked for.
    #[schema(example = "未开始")]
    pub state_name: &'static str,
    /// Who set it.
    pub set_by: PersonRef,
    /// When it was set.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes; also the `ETag`.
    #[schema(example = 1)]
    pub version: i32,
    /// What the caller may do: `revoke`.
    #[schema(example = json!(["revoke"]))]
    pub allowed_actions: Vec<&'static str>,
    /// What the caller may not do, and the code of the reason.
    #[schema(required = false, example = json!({ "revoke": "substitution.over" }))]
    pub refused_actions: BTreeMap<String, String>,
}
