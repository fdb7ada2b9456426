use std::sync::Arc;

use uuid::Uuid;

use super::application::Limits;
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
    /// Whose capacity it is, while the person replaces an absent colleague (代班) in it.
    pub on_behalf_of: Option<Uuid>,
    /// The application that acts in the capacity, and how narrow its rights are; none for people.
    pub application: Option<Arc<Limits>>,
}

impl Actor {
    /// Whose capacity it is: the absent colleague's, or the person's own.
    pub fn holder_id(&self) -> Uuid {
        self.on_behalf_of.unwrap_or(self.person_id)
    }

    /// Whose records count as one's own: the person's, and those of whom they replace.
    pub fn own_ids(&self) -> impl Iterator<Item = Uuid> + use<> {
        std::iter::once(self.person_id).chain(self.on_behalf_of)
    }
}
