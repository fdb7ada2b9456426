//! Queries over plans, assignments and runs. Every finder for a reader takes what is readable.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _,
};
use uuid::Uuid;

use super::entity::{assignment, plan, run};
use super::reach::Reach;
use super::state::{PlanState, RunState};
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::{Action, Actor, Permit, Scope};

/// Rows written at once: each takes a dozen parameters, of which SQLite takes some ten thousand.
const ROWS_A_WRITE: usize = 500;

/// The plans `actor` may read: drafts only for those who draw them up.
pub fn readable(actor: &Actor) -> Condition {
    let public = PlanState::ALL.iter().filter(|state| state.is_public());
    let published = Condition::all()
        .add(plan::Column::State.is_in(public.map(|state| state.as_str())))
        .add(Scope::of_center(actor, Action::RotationRead, "rotation_plans").condition());
    let drawn = Scope::of_center(actor, Action::RotationDraw, "rotation_plans").condition();
    Condition::any().add(published).add(drawn)
}

/// A plan among `readable`; another does not exist (404).
pub async fn find(
    db: &impl ConnectionTrait,
    readable: Condition,
    id: Uuid,
) -> AppResult<plan::Model> {
    let found = plan::Entity::find_by_id(id).filter(readable).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// As [`find`], held until the end of the transaction.
pub async fn find_for_update(tx: &Tx, readable: Condition, id: Uuid) -> AppResult<plan::Model> {
    let found = plan::Entity::find_by_id(id).filter(readable).lock_exclusive();
    found.one(&**tx).await?.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The plans that `matching` lets through before the id `before`, newest first.
pub async fn list(
    db: &impl ConnectionTrait,
    matching: Condition,
    before: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<plan::Model>> {
    let matching = matching.add_option(before.map(|id| plan::Column::Id.lt(id)));
    let found = plan::Entity::find().filter(matching).order_by_desc(plan::Column::Id);
    Ok(found.limit(limit).all(db).await?)
}

/// How many there are.
pub async fn count(db: &impl ConnectionTrait, matching: Condition) -> AppResult<u64> {
    Ok(plan::Entity::find().filter(matching).count(db).await?)
}

/// The latest edition a centre drew up for some days, for whichever centres; 0 when there is none.
pub async fn last_edition(
    tx: &Tx,
    center_id: Uuid,
    (from, until): (NaiveDate, NaiveDate),
) -> AppResult<i32> {
    let last = plan::Entity::find()
        .filter(plan::Column::CenterId.eq(center_id))
        .filter(plan::Column::FromOn.eq(from))
        .filter(plan::Column::UntilOn.eq(until))
        .order_by_desc(plan::Column::Edition)
        .one(&**tx)
        .await?;
    Ok(last.map_or(0, |plan| plan.edition))
}

/// The published plans a centre drew up that share a day with a period, held; whichever centres they
/// speak for ([`super::reach`]).
pub async fn published_within(
    tx: &Tx,
    center_id: Uuid,
    (from, until): (NaiveDate, NaiveDate),
) -> AppResult<Vec<plan::Model>> {
    Ok(plan::Entity::find()
        .filter(plan::Column::CenterId.eq(center_id))
        .filter(plan::Column::State.eq(PlanState::Published.as_str()))
        .filter(plan::Column::FromOn.lte(until))
        .filter(plan::Column::UntilOn.gte(from))
        .order_by_asc(plan::Column::Id)
        .lock_exclusive()
        .all(&**tx)
        .await?)
}

/// The published plans a centre drew up that ended before a day, the last one first.
pub async fn last_published(
    db: &impl ConnectionTrait,
    center_id: Uuid,
    before: NaiveDate,
    most: u64,
) -> AppResult<Vec<plan::Model>> {
    Ok(plan::Entity::find()
        .filter(plan::Column::CenterId.eq(center_id))
        .filter(plan::Column::State.eq(PlanState::Published.as_str()))
        .filter(plan::Column::UntilOn.lt(before))
        .order_by_desc(plan::Column::UntilOn)
        .order_by_desc(plan::Column::Id)
        .limit(most)
        .all(db)
        .await?)
}

/// The turns of `people` in published plans of whichever centre with a day from `from` to `until`.
pub async fn published_turns_of(
    db: &impl ConnectionTrait,
    people: &BTreeSet<Uuid>,
    (from, until): (NaiveDate, NaiveDate),
) -> AppResult<Vec<assignment::Model>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let published = plan::Entity::find()
        .select_only()
        .column(plan::Column::Id)
        .filter(plan::Column::State.eq(PlanState::Published.as_str()))
        .filter(plan::Column::FromOn.lte(until))
        .filter(plan::Column::UntilOn.gte(from))
        .into_query();
    Ok(assignment::Entity::find()
        .filter(assignment::Column::PersonId.is_in(people.iter().copied()))
        .filter(touching(from, until))
        .filter(assignment::Column::PlanId.in_subquery(published))
        .order_by_asc(assignment::Column::FromOn)
        .order_by_asc(assignment::Column::Id)
        .all(db)
        .await?)
}

/// Days and centres of these plans.
pub async fn reaches(
    db: &impl ConnectionTrait,
    plans: impl Iterator<Item = Uuid>,
) -> AppResult<HashMap<Uuid, Reach>> {
    let ids: BTreeSet<Uuid> = plans.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Uuid, NaiveDate, NaiveDate, String)> = plan::Entity::find()
        .select_only()
        .column(plan::Column::Id)
        .column(plan::Column::FromOn)
        .column(plan::Column::UntilOn)
        .column(plan::Column::CenterIds)
        .filter(plan::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    let rows = rows
        .into_iter()
        .map(|(id, from, until, centers)| Ok((id, Reach::new((from, until), &centers)?)));
    rows.collect()
}

/// The rosters of some plans.
pub async fn rosters(
    db: &impl ConnectionTrait,
    plans: impl Iterator<Item = Uuid>,
) -> AppResult<Vec<assignment::Model>> {
    let ids: Vec<Uuid> = plans.collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(assignment::Entity::find()
        .filter(assignment::Column::PlanId.is_in(ids))
        .order_by_asc(assignment::Column::Id)
        .all(db)
        .await?)
}

/// Draws a plan up.
pub async fn insert(tx: &Tx, permit: Permit, row: plan::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "rotation plan inserted");
    plan::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves a plan that is held.
pub async fn save(tx: &Tx, permit: &Permit, row: plan::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "rotation plan saved");
    plan::Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    Ok(())
}

/// The assignments of a plan that `matching` lets through after the id `after`.
pub async fn assignments(
    db: &impl ConnectionTrait,
    plan_id: Uuid,
    matching: Condition,
    after: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<assignment::Model>> {
    let matching = matching.add_option(after.map(|id| assignment::Column::Id.gt(id)));
    let found = assignment::Entity::find()
        .filter(assignment::Column::PlanId.eq(plan_id))
        .filter(matching)
        .order_by_asc(assignment::Column::Id);
    Ok(found.limit(limit).all(db).await?)
}

/// How many there are.
pub async fn count_assignments(
    db: &impl ConnectionTrait,
    plan_id: Uuid,
    matching: Condition,
) -> AppResult<u64> {
    let found = assignment::Entity::find().filter(assignment::Column::PlanId.eq(plan_id));
    Ok(found.filter(matching).count(db).await?)
}

/// The whole roster of a plan.
pub async fn roster(
    db: &impl ConnectionTrait,
    plan_id: Uuid,
    matching: Condition,
) -> AppResult<Vec<assignment::Model>> {
    Ok(assignment::Entity::find()
        .filter(assignment::Column::PlanId.eq(plan_id))
        .filter(matching)
        .order_by_asc(assignment::Column::FromOn)
        .order_by_asc(assignment::Column::Id)
        .all(db)
        .await?)
}

/// The assignments of a plan with a day from `from` to `to`.
pub fn touching(from: NaiveDate, to: NaiveDate) -> Condition {
    Condition::all()
        .add(assignment::Column::FromOn.lte(to))
        .add(assignment::Column::UntilOn.gte(from))
}

/// Writes a roster in place of the one before.
pub async fn replace_roster(
    tx: &Tx,
    permit: &Permit,
    plan_id: Uuid,
    rows: Vec<assignment::Model>,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "roster written");
    let before = assignment::Entity::delete_many().filter(assignment::Column::PlanId.eq(plan_id));
    before.exec(&**tx).await?;
    for rows in rows.chunks(ROWS_A_WRITE) {
        let rows = rows.iter().cloned().map(|row| row.into_active_model().reset_all());
        assignment::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    }
    Ok(())
}

/// Saves an assignment of a plan that is held.
pub async fn save_assignment(tx: &Tx, permit: Permit, row: assignment::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "assignment saved");
    assignment::Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    Ok(())
}

/// Keeps an assignment of a plan that is held.
pub async fn insert_assignment(tx: &Tx, permit: Permit, row: assignment::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "assignment inserted");
    let row = row.into_active_model().reset_all();
    assignment::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Takes an assignment out of a plan that is held.
pub async fn delete_assignment(tx: &Tx, permit: Permit, id: Uuid) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "assignment deleted");
    assignment::Entity::delete_by_id(id).exec(&**tx).await?;
    Ok(())
}

/// A run.
pub async fn find_run(db: &impl ConnectionTrait, id: Uuid) -> AppResult<Option<run::Model>> {
    Ok(run::Entity::find_by_id(id).one(db).await?)
}

/// A run, held until the end of the transaction.
pub async fn hold_run(tx: &Tx, id: Uuid) -> AppResult<Option<run::Model>> {
    Ok(run::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?)
}

/// The latest run over a plan.
pub async fn last_run(db: &impl ConnectionTrait, plan_id: Uuid) -> AppResult<Option<run::Model>> {
    let found = run::Entity::find().filter(run::Column::PlanId.eq(plan_id));
    Ok(found.order_by_desc(run::Column::Id).one(db).await?)
}

/// The oldest run that has something to do.
pub async fn next_run(db: &impl ConnectionTrait) -> AppResult<Option<run::Model>> {
    let open = RunState::ALL.iter().filter(|state| state.is_open());
    let found = run::Entity::find()
        .filter(run::Column::State.is_in(open.map(|state| state.as_str())))
        .order_by_asc(run::Column::Id);
    Ok(found.one(db).await?)
}

/// The newest runs a person asked for, after one of them.
pub async fn runs_of(
    db: &impl ConnectionTrait,
    person_id: Uuid,
    states: &[&str],
    after: Option<Uuid>,
    most: u64,
) -> AppResult<Vec<run::Model>> {
    let states = (!states.is_empty()).then(|| run::Column::State.is_in(states.iter().copied()));
    let wanted = Condition::all()
        .add(run::Column::AskedById.eq(person_id))
        .add_option(states)
        .add_option(after.map(|id| run::Column::Id.lt(id)));
    let found = run::Entity::find().filter(wanted).order_by_desc(run::Column::Id).limit(most);
    Ok(found.all(db).await?)
}

/// How many runs a person asked for, of plans as far as `scope` reaches.
pub async fn count_runs_of(
    db: &impl ConnectionTrait,
    scope: Condition,
    person_id: Uuid,
    states: &[&str],
) -> AppResult<u64> {
    let states = (!states.is_empty()).then(|| run::Column::State.is_in(states.iter().copied()));
    let plans = plan::Entity::find().select_only().column(plan::Column::Id).filter(scope);
    let wanted = Condition::all()
        .add(run::Column::AskedById.eq(person_id))
        .add(run::Column::PlanId.in_subquery(plans.into_query()))
        .add_option(states);
    Ok(run::Entity::find().filter(wanted).count(db).await?)
}

/// Plans by id, as far as `scope` reaches.
pub async fn list_of(
    db: &impl ConnectionTrait,
    scope: Condition,
    ids: impl IntoIterator<Item = Uuid>,
) -> AppResult<Vec<plan::Model>> {
    let wanted = Condition::all().add(scope).add(plan::Column::Id.is_in(ids));
    Ok(plan::Entity::find().filter(wanted).all(db).await?)
}

/// Keeps a run that was asked for.
pub async fn insert_run(tx: &Tx, row: run::Model) -> AppResult<()> {
    run::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves a run that is held.
pub async fn save_run(tx: &Tx, row: run::Model, now: DateTime<Utc>) -> AppResult<run::Model> {
    let row = run::Model { updated_at: now, row_version: row.row_version + 1, ..row };
    run::Entity::update(row.clone().into_active_model().reset_all()).exec(&**tx).await?;
    Ok(row)
}
