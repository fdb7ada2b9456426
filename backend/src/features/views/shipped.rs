//! The views that come with the system: data with an id that never changes, because people put
//! them in places of their own.

use serde::Deserialize;
use uuid::Uuid;

use super::dto::CaseColumn;
use crate::features::cases::dto::CaseFilter;
use crate::platform::error::AppResult;
use crate::platform::lang::Lang;
use crate::policy::Role;

const DATA: &str = include_str!("../../../data/case_views.json");

/// A view that comes with the system.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shipped {
    /// Its id.
    pub id: Uuid,
    /// For whom.
    pub roles: Vec<Role>,
    name: String,
    name_en: String,
    /// What it shows.
    pub filters: CaseFilter,
    /// In which columns.
    #[serde(default)]
    pub columns: Vec<CaseColumn>,
}

impl Shipped {
    /// What it is called.
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.name, &self.name_en)
    }
}

/// All of them, in their order.
pub fn all() -> AppResult<Vec<Shipped>> {
    Ok(serde_json::from_str(DATA)?)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::policy::{Action, rules};

    #[test]
    fn each_has_an_id_of_its_own_and_is_for_roles_that_see_cases() {
        let all = all().expect("the data");
        let ids: HashSet<_> = all.iter().map(|view| view.id).collect();
        assert_eq!(ids.len(), all.len());
        for role in all.iter().flat_map(|view| &view.roles) {
            assert!(rules::of(*role, Action::CaseRead).next().is_some(), "{role:?}");
        }
        for role in Role::ALL {
            let sees = rules::of(*role, Action::CaseRead).next().is_some();
            let has = all.iter().any(|view| view.roles.contains(role));
            assert_eq!(sees, has, "{role:?}");
        }
    }
}
