//! Other cases a case names: where it was merged into, what it was split from and into. Whoever reads a
//! case knows of them, but for applications, which see nothing beyond their limits.

use std::collections::HashSet;

use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _,
};
use serde_json::Value;
use uuid::Uuid;

use super::change::Change;
use super::entity::case;
use crate::platform::error::AppResult;
use crate::policy::{Action, Actor, Scope};

/// Those of the cases `named` that must not be named to `actor`; one query for an application, none for
/// people.
pub(super) async fn unseen(
    db: &impl ConnectionTrait,
    actor: &Actor,
    mut named: HashSet<Uuid>,
) -> AppResult<HashSet<Uuid>> {
    if actor.application.is_none() || named.is_empty() {
        return Ok(HashSet::new());
    }
    let seen: Vec<Uuid> = case::Entity::find()
        .select_only()
        .column(case::Column::Id)
        .filter(case::Column::Id.is_in(named.iter().copied()))
        .filter(Scope::cases(actor, Action::CaseRead).condition())
        .into_tuple()
        .all(db)
        .await?;
    for id in seen {
        named.remove(&id);
    }
    Ok(named)
}

/// The other cases an event names.
pub(super) fn named(change: &Change) -> Vec<Uuid> {
    if let Change::Registered { split_from_id, .. } = change {
        return split_from_id.iter().copied().collect();
    }
    if let Change::Merged { into_case_id, .. } | Change::Unsplit { into_case_id, .. } = change {
        return vec![*into_case_id];
    }
    if let Change::Split { parts, .. } = change {
        return parts.iter().map(|part| part.case_id).collect();
    }
    Vec::new()
}

/// The data of an event without the other cases it names.
pub(super) fn without_names(mut data: Value) -> Value {
    for member in ["into_case_id", "into_case_no", "split_from_id", "parts"] {
        if let Some(value) = data.get_mut(member) {
            *value = Value::Null;
        }
    }
    data
}
