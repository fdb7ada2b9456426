//! What the objects of a page of entries are called now, in a constant number of statements: only
//! what the auditor may look up. Of a case there is only that it was one.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::entity::entry::Model;
use crate::app::AppState;
use crate::features::org::directory::Directory;
use crate::features::personnel::dto::Unit;
use crate::features::personnel::entity::capacity;
use crate::features::procedure_rules::ProcedureRuleSet;
use crate::features::time_limits::RuleSet;
use crate::features::{personnel, users};
use crate::platform::error::AppResult;
use crate::platform::lang::Lang;
use crate::policy::Role;

/// The names a page needs.
pub(super) struct Names {
    /// User name and person of each account.
    accounts: HashMap<Uuid, (String, Uuid)>,
    capacities: HashMap<Uuid, capacity::Model>,
    people: HashMap<Uuid, String>,
    directory: Arc<Directory>,
    rules: Arc<RuleSet>,
    procedures: Arc<ProcedureRuleSet>,
    lang: Lang,
}

impl Names {
    /// Those of `page`.
    pub(super) async fn of(
        state: &AppState,
        db: &impl ConnectionTrait,
        page: &[Model],
        lang: Lang,
    ) -> AppResult<Self> {
        let on = |kind: &'static str| {
            let of_kind = page.iter().filter(move |row| row.object_kind.as_deref() == Some(kind));
            of_kind.filter_map(|row| row.object_id)
        };
        let users = page.iter().filter_map(|row| row.user_id).chain(on("user"));
        let accounts = users::repo::list_accounts(db, users).await?;
        let capacities = personnel::repo::list_capacities_of(db, on("capacity")).await?;
        let people = accounts.values().map(|(_, person_id)| *person_id);
        let people = people.chain(capacities.values().map(|row| row.person_id)).chain(on("person"));
        let people = personnel::repo::list_names(db, people).await?;
        let now = state.clock.now();
        let directory = state.directory.get(&state.db, now).await?;
        let rules = state.time_limits.get(&state.db, now).await?;
        let procedures = state.procedure_rules.get(&state.db, now).await?;
        Ok(Self { accounts, capacities, people, directory, rules, procedures, lang })
    }

    /// The user name of an account.
    pub(super) fn username(&self, id: Uuid) -> Option<String> {
        self.accounts.get(&id).map(|(username, _)| username.clone())
    }

    /// What the object of `row` is called.
    pub(super) fn object(&self, row: &Model) -> Option<String> {
        let id = row.object_id?;
        match row.object_kind.as_deref()? {
            "user" => {
                let (username, person_id) = self.accounts.get(&id)?;
                Some(self.noted(username, self.people.get(person_id)?))
            }
            "person" => self.people.get(&id).cloned(),
            "capacity" => {
                let capacity = self.capacities.get(&id)?;
                let person = self.people.get(&capacity.person_id)?;
                Some(self.noted(person, &self.capacity(capacity)?))
            }
            "department" => self.directory.departments.get(&id).map(|row| row.name.clone()),
            "center" => self.directory.centers.get(&id).map(|row| row.name.clone()),
            "procedure_rule" => {
                self.procedures.get(id).map(|rule| rule.code.name(self.lang).to_owned())
            }
            "time_limit_rule" => self.rules.get(id).map(|rule| rule.code.clone()),
            _ => None,
        }
    }

    /// The role and where it is held.
    fn capacity(&self, row: &capacity::Model) -> Option<String> {
        let role = Role::parse(&row.role)?.name(self.lang);
        let Unit { department, region, center } = Unit::of(&self.directory, row);
        let place = department.map(|one| one.name).or(center.map(|one| one.name));
        let place = place.or(region.map(|one| one.name));
        Some(place.map_or_else(|| role.to_owned(), |place| format!("{role} · {place}")))
    }

    fn noted(&self, name: &str, note: &str) -> String {
        self.lang
            .pick("{name}（{note}）", "{name} ({note})")
            .replace("{name}", name)
            .replace("{note}", note)
    }
}
