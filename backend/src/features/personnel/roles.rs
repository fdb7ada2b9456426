//! Which roles one person may hold, and where. Pure.

use crate::policy::Role;

/// Whether a person who holds `held` may also hold `role`.
///
/// The three administrator roles (三员) exclude each other and every other role: who maintains,
/// who watches and who does the work are different people (GB/T 22239-2019, level 3).
pub fn may_hold(held: &[Role], role: Role) -> bool {
    held.iter().all(|&other| other == role || !(other.is_separated() || role.is_separated()))
}

/// Whether the role is held in a department.
pub fn needs_department(role: Role) -> bool {
    matches!(role, Role::Handler | Role::Mediator)
}

/// Whether the role exists at a level of regions (`county`, `township`, `village` or above).
pub fn exists_at(role: Role, level: &str) -> bool {
    match role {
        Role::VillageOfficer => level == "village",
        Role::SystemAdmin | Role::SecurityAdmin | Role::Auditor => {
            !matches!(level, "township" | "village")
        }
        Role::Leader | Role::Supervisor => level != "village",
        Role::Clerk | Role::Dispatcher | Role::Handler | Role::Mediator | Role::CenterDirector => {
            true
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{exists_at, may_hold};
    use crate::policy::Role;

    #[test]
    fn an_administrator_holds_nothing_else() {
        for &admin in Role::ALL.iter().filter(|role| role.is_separated()) {
            for &other in Role::ALL {
                assert_eq!(may_hold(&[admin], other), admin == other, "{admin:?} {other:?}");
                assert_eq!(may_hold(&[other], admin), admin == other, "{other:?} {admin:?}");
            }
        }
        assert!(may_hold(&[Role::Clerk, Role::Dispatcher], Role::Supervisor));
        assert!(may_hold(&[], Role::Auditor));
    }

    #[test]
    fn a_role_exists_where_its_work_is() {
        assert!(exists_at(Role::VillageOfficer, "village"));
        assert!(!exists_at(Role::VillageOfficer, "county"));
        assert!(!exists_at(Role::SystemAdmin, "township"));
        assert!(!exists_at(Role::Leader, "village"));
        assert!(exists_at(Role::Clerk, "village"));
    }
}
