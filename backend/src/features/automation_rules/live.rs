//! The rules that act now.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    QueryOrder as _,
};
use uuid::Uuid;

use super::definition::{self, Definition, Trusting};
use super::dto::{AutomationRuleState, RuleDefinition};
use super::entity::{rule, version};
use crate::app::AppState;
use crate::features::calendars::civil_day::local_date;
use crate::features::cases::by_rule::ByRule;
use crate::features::org::directory::Directory;
use crate::platform::error::{AppError, AppResult};
use crate::policy::Scope;

/// An active rule under the version that was activated.
#[derive(Debug, Clone)]
pub struct LiveRule {
    /// The rule.
    pub id: Uuid,
    /// The version.
    pub version: i32,
    /// Its name under it.
    pub name: String,
    /// The centre on whose cases it acts.
    pub center_id: Uuid,
    /// Code of the centre's region.
    pub region_code: String,
    /// What it says.
    pub definition: Definition,
    /// Since when it acts.
    pub activated_at: DateTime<Utc>,
    /// The last sealed block before.
    pub from_block: i64,
    /// How far the round over standing cases has come.
    pub scanned_to_id: Option<Uuid>,
}

impl LiveRule {
    /// The cases it may act on: those of its centre.
    pub fn scope(&self) -> Scope {
        Scope::center(self.center_id, &self.region_code)
    }

    /// How its events name it.
    pub fn by(&self, depth: u16) -> ByRule {
        ByRule { id: self.id, version: self.version, name: self.name.clone(), depth }
    }
}

/// The rules that are active and valid today.
pub async fn load(state: &AppState) -> AppResult<Vec<LiveRule>> {
    let db = state.db.reader();
    let is_active = rule::Column::State.eq(AutomationRuleState::Active.as_str());
    let rows = rule::Entity::find().filter(is_active);
    let rows = rows.order_by_asc(rule::Column::Id).all(db).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let now = state.clock.now();
    let directory = state.directory.get(&state.db, now).await?;
    let versions = versions(db, &rows).await?;
    let mut live = Vec::with_capacity(rows.len());
    for row in rows {
        let version = versions.iter().find(|version| {
            version.rule_id == row.id && Some(version.version) == row.active_version
        });
        let Some(version) = version else { continue };
        match of(&directory, &row, version) {
            Ok(Some(rule)) if rule.definition.is_valid_on(local_date(now)) => live.push(rule),
            Ok(_) => {}
            // One that cannot be read must not hold up the others.
            Err(error) => tracing::error!(%error, rule.id = %version.rule_id, "unreadable rule"),
        }
    }
    Ok(live)
}

async fn versions(
    db: &impl ConnectionTrait,
    rows: &[rule::Model],
) -> AppResult<Vec<version::Model>> {
    let wanted = rows.iter().filter_map(|row| Some((row.id, row.active_version?)));
    let any = wanted.fold(Condition::any(), |any, (id, number)| {
        any.add(
            Condition::all()
                .add(version::Column::RuleId.eq(id))
                .add(version::Column::Version.eq(number)),
        )
    });
    Ok(version::Entity::find().filter(any).all(db).await?)
}

fn of(
    directory: &Directory,
    row: &rule::Model,
    version: &version::Model,
) -> AppResult<Option<LiveRule>> {
    let region = directory.centers.get(&row.center_id);
    let region = region.and_then(|center| directory.regions.get(&center.region_id));
    let (Some(region), Some(activated_at)) = (region, row.activated_at) else { return Ok(None) };
    Ok(Some(LiveRule {
        id: row.id,
        version: version.version,
        name: version.name.clone(),
        center_id: row.center_id,
        region_code: region.code.clone(),
        definition: definition::read(&stored(version)?, &Trusting)?,
        activated_at,
        from_block: row.from_block.unwrap_or(0),
        scanned_to_id: row.scanned_to_id,
    }))
}

/// What a version says, as it was sent.
pub fn stored(version: &version::Model) -> AppResult<RuleDefinition> {
    serde_json::from_str(&version.definition).map_err(AppError::from)
}
