use uuid::Uuid;

use super::role::Role;

/// Who acts, and in which capacity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub user_id: Uuid,
    /// The person behind the account.
    pub person_id: Uuid,
    /// Their name, for what they are shown of their own acts.
    pub person_name: String,
    /// The capacity chosen to act in; recorded on every action.
    pub capacity_id: Uuid,
    /// The role of that capacity.
    pub role: Role,
    /// The department of that capacity; none for roles held for a whole region.
    pub department_id: Option<Uuid>,
    /// Code of the region the capacity reaches down from; none when it cannot be resolved.
    pub region_code: Option<String>,
    /// The region's centre (综治中心), where it has one.
    pub center_id: Option<Uuid>,
}
