//! Queries over rules. Every finder takes the centres within the caller's reach.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, FromQueryResult,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::dto::{RunFigures, RunOutcome};
use super::entity::{rule, run, turn, version};
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::IfMatch;
use crate::policy::Permit;

/// The centres whose rules an actor reaches.
#[derive(Debug, Clone)]
pub(super) struct Reach(pub(super) Vec<Uuid>);

impl Reach {
    fn rows(&self) -> Condition {
        Condition::all().add(rule::Column::CenterId.is_in(self.0.iter().copied()))
    }
}

/// How many versions a rule has had.
pub(super) async fn count_versions(db: &impl ConnectionTrait, rule_id: Uuid) -> AppResult<u64> {
    Ok(version::Entity::find().filter(version::Column::RuleId.eq(rule_id)).count(db).await?)
}

/// A rule within reach; 404 otherwise.
pub(super) async fn find(
    db: &impl ConnectionTrait,
    reach: &Reach,
    id: Uuid,
) -> AppResult<rule::Model> {
    let found = rule::Entity::find_by_id(id).filter(reach.rows()).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The rules within reach that `matching` lets through before the id `before`, newest first.
pub(super) async fn list(
    db: &impl ConnectionTrait,
    reach: &Reach,
    matching: Condition,
    before: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<rule::Model>> {
    let before = before.map(|id| rule::Column::Id.lt(id));
    let rows = reach.rows().add(matching).add_option(before);
    let found = rule::Entity::find().filter(rows).order_by_desc(rule::Column::Id);
    Ok(found.limit(limit).all(db).await?)
}

/// How many there are.
pub(super) async fn count(
    db: &impl ConnectionTrait,
    reach: &Reach,
    matching: Condition,
) -> AppResult<u64> {
    Ok(rule::Entity::find().filter(reach.rows().add(matching)).count(db).await?)
}

/// The names of rules by id.
pub(super) async fn names(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> AppResult<HashMap<Uuid, String>> {
    let rows: Vec<(Uuid, String)> = rule::Entity::find()
        .select_only()
        .columns([rule::Column::Id, rule::Column::Name])
        .filter(rule::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The newest versions of rules, by rule.
pub(super) async fn latest(
    db: &impl ConnectionTrait,
    rules: &[rule::Model],
) -> AppResult<HashMap<Uuid, version::Model>> {
    let mut any = Condition::any().add(version::Column::Id.eq(Uuid::nil()));
    for rule in rules {
        let this = Condition::all()
            .add(version::Column::RuleId.eq(rule.id))
            .add(version::Column::Version.eq(rule.latest_version));
        any = any.add(this);
    }
    let rows = version::Entity::find().filter(any).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.rule_id, row)).collect())
}

/// A version of a rule.
pub(super) async fn version(
    db: &impl ConnectionTrait,
    rule_id: Uuid,
    number: i32,
) -> AppResult<Option<version::Model>> {
    Ok(version::Entity::find()
        .filter(version::Column::RuleId.eq(rule_id))
        .filter(version::Column::Version.eq(number))
        .one(db)
        .await?)
}

#[derive(FromQueryResult)]
struct Counted {
    rule_id: Uuid,
    outcome: String,
    runs: i64,
}

/// The runs of rules in the 24 hours before `now`.
pub(super) async fn figures(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
    now: DateTime<Utc>,
) -> AppResult<HashMap<Uuid, RunFigures>> {
    let rows = run::Entity::find()
        .select_only()
        .columns([run::Column::RuleId, run::Column::Outcome])
        .column_as(run::Column::Id.count(), "runs")
        .filter(run::Column::RuleId.is_in(ids))
        .filter(run::Column::RanAt.gt(now - TimeDelta::hours(24)))
        .group_by(run::Column::RuleId)
        .group_by(run::Column::Outcome)
        .into_model::<Counted>()
        .all(db)
        .await?;
    let mut figures: HashMap<Uuid, RunFigures> = HashMap::new();
    for row in rows {
        let of_rule = figures.entry(row.rule_id).or_default();
        let runs = u64::try_from(row.runs).unwrap_or(0);
        match RunOutcome::parse(&row.outcome) {
            Some(RunOutcome::Done) => of_rule.done = runs,
            Some(RunOutcome::Refused) => of_rule.refused = runs,
            Some(RunOutcome::Skipped) | None => of_rule.skipped = runs,
        }
    }
    Ok(figures)
}

/// Keeps a new rule.
pub(super) async fn insert(
    tx: &Tx,
    permit: Permit,
    row: rule::ActiveModel,
) -> AppResult<rule::Model> {
    tracing::debug!(permit = permit.action(), "rule inserted");
    Ok(rule::Entity::insert(row).exec_with_returning(&**tx).await?)
}

/// Keeps a new version.
pub(super) async fn insert_version(tx: &Tx, row: version::ActiveModel) -> AppResult<()> {
    version::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Keeps why a rule was moved to another state.
pub(super) async fn insert_turn(tx: &Tx, row: turn::ActiveModel) -> AppResult<()> {
    turn::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Writes `change` over the version `seen`; 412 when there is another by now.
pub(super) async fn save(
    tx: &Tx,
    permit: Permit,
    id: Uuid,
    seen: IfMatch,
    change: rule::ActiveModel,
) -> AppResult<rule::Model> {
    tracing::debug!(permit = permit.action(), "rule saved");
    let same =
        Condition::all().add(rule::Column::Id.eq(id)).add(rule::Column::RowVersion.eq(seen.0));
    let saved = rule::Entity::update_many().set(change).filter(same);
    if let Some(saved) = saved.exec_with_returning(&**tx).await?.pop() {
        return Ok(saved);
    }
    let current = rule::Entity::find_by_id(id).one(&**tx).await?;
    let current = current.ok_or(ErrorCode::RequestNotFound)?;
    seen.check(current.row_version, ErrorCode::RequestStaleVersion)?;
    Ok(current)
}
