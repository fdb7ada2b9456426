//! Applications as callers see them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::acting::limits_of;
use super::dto::{ApplicationCapacity, ApplicationView, ScopeView, SecretView};
use super::entity::{application, secret};
use super::repo;
use super::state::{ApplicationState, ApplicationStep, Whose};
use crate::features::org::directory::Directory;
use crate::features::personnel;
use crate::features::personnel::dto::{PersonRef, Unit};
use crate::features::personnel::entity::capacity;
use crate::platform::error::{AppError, AppResult, ErrorCode};
use crate::platform::lang::Lang;
use crate::policy::{Action, Actor, ApiScope, Facts, Role, holds};

/// What the rights table looks at.
pub(super) fn facts_of(row: &application::Model) -> Facts<'_> {
    Facts { holder_id: Some(row.person_id), ..Facts::default() }
}

/// The right by which `actor` may take a step; none where they may not.
pub(super) fn right(
    actor: &Actor,
    row: &application::Model,
    step: ApplicationStep,
) -> Option<Action> {
    let facts = facts_of(row);
    let rights: &[Action] = match step.whose() {
        Whose::Administrators => &[Action::ApplicationDecide],
        Whose::Owners => &[Action::ApplicationWrite],
        Whose::Both => &[Action::ApplicationDecide, Action::ApplicationWrite],
    };
    rights.iter().copied().find(|right| holds(actor, *right, &facts))
}

/// Why a step may not be taken by somebody who may take it otherwise.
pub(super) fn refusal(
    actor: &Actor,
    row: &application::Model,
    step: ApplicationStep,
) -> Option<ErrorCode> {
    if right(actor, row, step).is_none() {
        return Some(ErrorCode::AuthNotAllowed);
    }
    if state_of(row).after(step).is_none() {
        return Some(ErrorCode::ApplicationWrongState);
    }
    let is_administrator = holds(actor, Action::ApplicationDecide, &facts_of(row));
    // What is stopped already is stopped again by an administrator whose word is to count instead of
    // its owner's, and by nobody else.
    let is_stopped = state_of(row) == ApplicationState::Suspended;
    let is_taken_over = is_administrator && row.decided_by_id == Some(row.person_id);
    if step == ApplicationStep::Suspend && is_stopped && !is_taken_over {
        return Some(ErrorCode::ApplicationWrongState);
    }
    // What somebody else stopped is not for its owner to let run again.
    let is_by_other = row.decided_by_id != Some(actor.person_id);
    if step == ApplicationStep::Resume && is_by_other && !is_administrator {
        return Some(ErrorCode::ApplicationSuspendedByOther);
    }
    None
}

/// The same as it is answered, with what may be done instead.
pub(super) fn refused(actor: &Actor, row: &application::Model, code: ErrorCode) -> AppError {
    let steps = ApplicationStep::ALL.iter();
    let open = steps.filter(|step| refusal(actor, row, **step).is_none());
    AppError::from(code).standing(&row.state, open.map(|step| step.as_str()))
}

/// Where an application stands; a word nobody knows lets nothing be done.
pub(super) fn state_of(row: &application::Model) -> ApplicationState {
    ApplicationState::parse(&row.state).unwrap_or(ApplicationState::Revoked)
}

/// A scope with its words.
pub(super) fn scope_view(scope: ApiScope, lang: Lang) -> ScopeView {
    ScopeView { scope, name: scope.name(lang).to_owned() }
}

/// What is needed to write applications out.
pub(super) struct Reader<'a> {
    actor: &'a Actor,
    directory: &'a Directory,
    lang: Lang,
    now: DateTime<Utc>,
    names: HashMap<Uuid, String>,
    capacities: HashMap<Uuid, capacity::Model>,
    secrets: HashMap<Uuid, Vec<secret::Model>>,
}

impl<'a> Reader<'a> {
    /// For these applications, in three statements.
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        (actor, directory): (&'a Actor, &'a Directory),
        (lang, now): (Lang, DateTime<Utc>),
        rows: &[application::Model],
    ) -> AppResult<Self> {
        let people = rows.iter().flat_map(|row| [Some(row.person_id), row.decided_by_id]);
        let people: BTreeSet<Uuid> = people.flatten().collect();
        let names = personnel::repo::list_names(db, people).await?;
        let ids: BTreeSet<Uuid> = rows.iter().map(|row| row.capacity_id).collect();
        let capacities = personnel::repo::list_capacities_of(db, ids).await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let secrets = repo::secrets_of(db, &ids, now).await?;
        Ok(Self { actor, directory, lang, now, names, capacities, secrets })
    }

    fn person(&self, id: Uuid) -> PersonRef {
        PersonRef { id, name: self.names.get(&id).cloned().unwrap_or_default() }
    }

    fn capacity(&self, id: Uuid) -> ApplicationCapacity {
        let row = self.capacities.get(&id);
        let unit = row.map(|row| Unit::of(self.directory, row));
        let role = row.and_then(|row| Role::parse(&row.role));
        let (department, region) =
            unit.map_or((None, None), |Unit { department, region, .. }| (department, region));
        ApplicationCapacity {
            id,
            role,
            role_name: role.map(|role| role.name(self.lang).to_owned()).unwrap_or_default(),
            department,
            region,
            is_active: row.is_some_and(|row| row.is_active),
        }
    }

    fn actions(&self, row: &application::Model) -> (Vec<&'static str>, BTreeMap<String, String>) {
        let (mut allowed, mut refused) = (Vec::new(), BTreeMap::new());
        for step in ApplicationStep::ALL {
            match refusal(self.actor, row, *step) {
                Some(code) => {
                    refused.insert(step.as_str().to_owned(), code.as_str().to_owned());
                }
                None => allowed.push(step.as_str()),
            }
        }
        (allowed, refused)
    }

    /// One application; `secret` only where it is told.
    pub(super) fn view(
        &self,
        row: &application::Model,
        client_secret: Option<String>,
    ) -> ApplicationView {
        let limits = limits_of(row);
        let region = row
            .region_code
            .as_ref()
            .and_then(|code| self.directory.regions.get(self.directory.region_by_code.get(code)?));
        let secrets = self.secrets.get(&row.id).into_iter().flatten().map(|secret| SecretView {
            id: secret.id,
            prefix: secret.prefix.clone(),
            created_at: secret.created_at,
            expires_at: secret.expires_at,
        });
        let (allowed_actions, refused_actions) = self.actions(row);
        let state = state_of(row);
        ApplicationView {
            id: row.id,
            name: row.name.clone(),
            purpose: row.purpose.clone(),
            client_id: row.client_id.clone(),
            client_secret,
            owner: self.person(row.person_id),
            capacity: self.capacity(row.capacity_id),
            scopes: limits.scopes.iter().map(|scope| scope_view(*scope, self.lang)).collect(),
            type_prefixes: limits.type_prefixes,
            region_code: row.region_code.clone(),
            region_name: region.map(|region| region.name.clone()),
            sees_restricted: row.sees_restricted,
            expires_at: row.expires_at,
            is_expired: row.expires_at <= self.now,
            state,
            state_name: state.name(self.lang).to_owned(),
            state_reason: row.state_reason.clone(),
            decided_by: row.decided_by_id.map(|id| self.person(id)),
            decided_at: row.decided_at,
            last_used_at: row.last_used_at,
            secrets: secrets.collect(),
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions,
            refused_actions,
        }
    }
}
