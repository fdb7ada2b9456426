use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::entity::capacity;
use crate::features::org::directory::Directory;

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
pub struct RegionRef {
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
    pub region: Option<RegionRef>,
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
            region: region.map(|region| RegionRef {
                id: region.id,
                code: region.code.clone(),
                name: region.name.clone(),
                level: region.level.clone(),
            }),
            center: center.map(|center| CenterRef { id: center.id, name: center.name.clone() }),
        }
    }
}
