//! What a simulation was made under: the rules, the calendar and the changes still under way. A
//! publication under anything else is refused.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::limit_change;
use super::store::{PUBLICATION, SIMULATION};
use crate::features::calendars::entity::calendar;
use crate::features::cases::ledger::{canonical, sha256};
use crate::features::time_limits::RuleSet;
use crate::platform::error::AppResult;

/// A digest of it.
pub(super) async fn now(db: &impl ConnectionTrait) -> AppResult<String> {
    let rules = RuleSet::load(db).await?;
    let rules: Vec<_> =
        rules.all().iter().map(|rule| (rule.id, rule.valid_from, rule.valid_to)).collect();
    let newest = calendar::Entity::find().order_by_desc(calendar::Column::Version).one(db).await?;
    // They are carried through one after the other: the last one tells of all.
    let last = limit_change::Entity::find()
        .filter(limit_change::Column::Purpose.eq(PUBLICATION))
        .order_by_desc(limit_change::Column::Id)
        .one(db)
        .await?;
    let last = last.map(|change| (change.id, change.state));
    Ok(sha256(canonical(&(rules, newest.map(|newest| newest.version), last))?.as_bytes()))
}

/// A simulation that was finished.
pub(super) async fn simulation(
    db: &impl ConnectionTrait,
    id: uuid::Uuid,
) -> AppResult<Option<limit_change::Model>> {
    Ok(limit_change::Entity::find_by_id(id)
        .filter(limit_change::Column::Purpose.eq(SIMULATION))
        .filter(limit_change::Column::FinishedAt.is_not_null())
        .one(db)
        .await?)
}
