//! Webhooks as they are answered, and what of a row is read elsewhere.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use reqwest::Url;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::dto::{WebhookApplication, WebhookView};
use super::entity::webhook::Model;
use super::{WebhookDisabledCode, WebhookState};
use crate::app::AppState;
use crate::features::applications;
use crate::features::personnel;
use crate::features::personnel::dto::PersonRef;
use crate::features::personnel::entity::capacity;
use crate::platform::error::{AppError, AppResult};
use crate::platform::http::idempotency::Sealer as _;
use crate::policy::{Action, Actor, Facts, Role, holds};

/// A webhook, to the rights table.
pub(super) fn facts_of(row: &Model) -> Facts<'_> {
    Facts {
        region_code: Some(&row.region_code),
        center_id: row.center_id,
        holder_id: Some(row.person_id),
        ..Facts::default()
    }
}

/// The types of events it wants; none: all.
pub(super) fn event_types(row: &Model) -> Vec<String> {
    serde_json::from_str(&row.event_types).unwrap_or_default()
}

pub(super) fn state_of(row: &Model) -> AppResult<WebhookState> {
    let state = WebhookState::parse(&row.state);
    state.ok_or_else(|| AppError::internal(format!("no state of a webhook: {}", row.state)))
}

/// The host of an address, for what others read of it: the rest may hold a key.
pub(super) fn host_of(url: &str) -> String {
    let url = Url::parse(url).ok();
    url.as_ref().and_then(Url::host_str).unwrap_or_default().to_owned()
}

/// The address without path and query, which may hold a key.
fn origin_of(url: &str) -> String {
    Url::parse(url).map(|url| url.origin().ascii_serialization()).unwrap_or_default()
}

/// For whom a secret is sealed.
pub(super) fn sealed_for(id: Uuid) -> String {
    format!("webhook {id}")
}

/// The former secrets, the newest first, while they sign as well.
pub(super) fn former(row: &Model, now: DateTime<Utc>) -> Option<(Vec<&str>, DateTime<Utc>)> {
    let until = row.former_until.filter(|until| now < *until)?;
    Some((row.former_secret.as_deref()?.split(' ').collect(), until))
}

/// The secrets that sign now, the newest first.
pub(super) fn secrets(state: &AppState, row: &Model) -> AppResult<Vec<String>> {
    let owner = sealed_for(row.id);
    let former = former(row, state.clock.now()).map(|(sealed, _)| sealed);
    let sealed = row.secret.as_deref().into_iter().chain(former.into_iter().flatten());
    sealed.map(|sealed| state.open(sealed, &owner)).collect()
}

/// What is needed to write webhooks out.
pub(super) struct Reader<'a> {
    actor: &'a Actor,
    now: DateTime<Utc>,
    names: HashMap<Uuid, String>,
    capacities: HashMap<Uuid, capacity::Model>,
    applications: HashMap<Uuid, String>,
}

impl<'a> Reader<'a> {
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        actor: &'a Actor,
        now: DateTime<Utc>,
        rows: &[Model],
    ) -> AppResult<Self> {
        let people: BTreeSet<Uuid> = rows.iter().map(|row| row.person_id).collect();
        let names = personnel::repo::list_names(db, people).await?;
        let capacities: BTreeSet<Uuid> = rows.iter().map(|row| row.capacity_id).collect();
        let capacities = personnel::repo::list_capacities_of(db, capacities).await?;
        let bound: BTreeSet<Uuid> = rows.iter().filter_map(|row| row.application_id).collect();
        let applications = applications::repo::list_names(db, bound).await?;
        Ok(Self { actor, now, names, capacities, applications })
    }

    pub(super) fn view(&self, row: &Model) -> AppResult<WebhookView> {
        let state = state_of(row)?;
        let capacity = self.capacities.get(&row.capacity_id);
        let is_own = holds(self.actor, Action::WebhookKeep, &facts_of(row));
        Ok(WebhookView {
            id: row.id,
            url: if is_own { row.url.clone() } else { origin_of(&row.url) },
            description: row.description.clone(),
            event_types: event_types(row),
            state,
            disabled_code: row.disabled_code.as_deref().and_then(WebhookDisabledCode::parse),
            disabled_reason: row.disabled_reason.clone(),
            disabled_at: row.disabled_at,
            failing_since: row.failing_since,
            former_secret_until: former(row, self.now).map(|(_, until)| until),
            owner: PersonRef {
                id: row.person_id,
                name: self.names.get(&row.person_id).cloned().unwrap_or_default(),
            },
            capacity_id: row.capacity_id,
            application: row.application_id.map(|id| WebhookApplication {
                id,
                name: self.applications.get(&id).cloned().unwrap_or_default(),
            }),
            role: capacity.and_then(|capacity| Role::parse(&capacity.role)),
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.row_version,
            allowed_actions: self.allowed(row, state),
        })
    }

    fn allowed(&self, row: &Model, state: WebhookState) -> Vec<&'static str> {
        let facts = facts_of(row);
        let keeps = holds(self.actor, Action::WebhookKeep, &facts);
        let stops = holds(self.actor, Action::WebhookDisable, &facts);
        let all = [
            ("update", keeps),
            ("rotate_secret", keeps),
            ("enable", keeps && state == WebhookState::Disabled),
            ("disable", stops && state == WebhookState::Enabled),
            ("test", keeps && state == WebhookState::Enabled),
            ("replay", keeps && state == WebhookState::Enabled),
            ("remove", keeps),
        ];
        let is_there = state != WebhookState::Removed;
        all.into_iter().filter(|(_, may)| is_there && *may).map(|(name, _)| name).collect()
    }
}
