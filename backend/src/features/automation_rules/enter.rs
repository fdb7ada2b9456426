//! Entering rules that were decided elsewhere, such as those of the demo county.

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue;
use uuid::Uuid;

use super::dto::{AutomationRuleState, RuleDefinition};
use super::entity::{rule, turn, version};
use super::{definition, repo};
use crate::app::AppState;
use crate::platform::db::Tx;
use crate::platform::error::AppResult;
use crate::policy::Permit;

/// A rule in its first version.
#[derive(Debug)]
pub struct NewRule {
    /// The centre on whose cases it acts.
    pub center_id: Uuid,
    /// Its name.
    pub name: String,
    /// What it says.
    pub definition: RuleDefinition,
    /// Who wrote it.
    pub by_id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Since when it acts, and why; none: a draft.
    pub active: Option<(DateTime<Utc>, String)>,
}

/// Enters a rule.
pub async fn enter(state: &AppState, tx: &Tx, permit: Permit, new: NewRule) -> AppResult<()> {
    definition::read(&new.definition, &definition::Trusting)?;
    let id = state.ids.next();
    let is_active = new.active.is_some();
    let to = if is_active { AutomationRuleState::Active } else { AutomationRuleState::Draft };
    let since = new.active.as_ref().map(|(since, _)| *since);
    let row = rule::ActiveModel {
        id: ActiveValue::Set(id),
        center_id: ActiveValue::Set(new.center_id),
        name: ActiveValue::Set(new.name.clone()),
        name_key: ActiveValue::Set(new.name.to_lowercase()),
        state: ActiveValue::Set(to.as_str().to_owned()),
        latest_version: ActiveValue::Set(1),
        active_version: ActiveValue::Set(is_active.then_some(1)),
        activated_at: ActiveValue::Set(since),
        from_block: ActiveValue::Set(is_active.then_some(0)),
        created_at: ActiveValue::Set(new.at),
        updated_at: ActiveValue::Set(since.unwrap_or(new.at)),
        row_version: ActiveValue::Set(if is_active { 2 } else { 1 }),
        ..Default::default()
    };
    let first = version::ActiveModel {
        id: ActiveValue::Set(state.ids.next()),
        rule_id: ActiveValue::Set(id),
        version: ActiveValue::Set(1),
        name: ActiveValue::Set(new.name),
        definition: ActiveValue::Set(serde_json::to_string(&new.definition)?),
        changed_by_id: ActiveValue::Set(new.by_id),
        reason: ActiveValue::Set(None),
        created_at: ActiveValue::Set(new.at),
    };
    repo::insert(tx, permit, row).await?;
    repo::insert_version(tx, first).await?;
    if let Some((turned_at, reason)) = new.active {
        let activated = turn::ActiveModel {
            id: ActiveValue::Set(state.ids.next()),
            rule_id: ActiveValue::Set(id),
            version: ActiveValue::Set(1),
            turn: ActiveValue::Set("activate".to_owned()),
            reason: ActiveValue::Set(reason),
            turned_by_id: ActiveValue::Set(new.by_id),
            turned_at: ActiveValue::Set(turned_at),
        };
        repo::insert_turn(tx, activated).await?;
    }
    Ok(())
}
