//! Queries over stand-ins, and over what was published.

use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _,
};
use uuid::Uuid;

use super::entity::stand_in;
use super::workflow::StandInState;
use crate::features::rotation_plans::entity::{assignment, plan};
use crate::features::rotation_plans::state::PlanState;
use crate::features::stationing_obligations::entity::{nominee, obligation};
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::{Permit, Scope};

/// The published plans with a day from `from` to `to`, of any centre: a county's may speak for a
/// township.
pub async fn published(
    db: &impl ConnectionTrait,
    from: NaiveDate,
    to: NaiveDate,
) -> AppResult<Vec<plan::Model>> {
    Ok(plan::Entity::find()
        .filter(plan::Column::State.eq(PlanState::Published.as_str()))
        .filter(plan::Column::FromOn.lte(to))
        .filter(plan::Column::UntilOn.gte(from))
        .order_by_asc(plan::Column::Id)
        .all(db)
        .await?)
}

/// What these plans say of these obligations from `from` to `to`.
pub async fn assigned(
    db: &impl ConnectionTrait,
    plans: &[Uuid],
    obligations: &[Uuid],
    (from, to): (NaiveDate, NaiveDate),
) -> AppResult<Vec<assignment::Model>> {
    if plans.is_empty() || obligations.is_empty() {
        return Ok(Vec::new());
    }
    Ok(assignment::Entity::find()
        .filter(assignment::Column::PlanId.is_in(plans.iter().copied()))
        .filter(assignment::Column::ObligationId.is_in(obligations.iter().copied()))
        .filter(assignment::Column::FromOn.lte(to))
        .filter(assignment::Column::UntilOn.gte(from))
        .order_by_asc(assignment::Column::FromOn)
        .order_by_asc(assignment::Column::Id)
        .all(db)
        .await?)
}

/// The approved stand-ins at these obligations with a day from `from` to `to`.
pub async fn approved(
    db: &impl ConnectionTrait,
    obligations: &[Uuid],
    (from, to): (NaiveDate, NaiveDate),
) -> AppResult<Vec<stand_in::Model>> {
    if obligations.is_empty() {
        return Ok(Vec::new());
    }
    Ok(stand_in::Entity::find()
        .filter(stand_in::Column::ObligationId.is_in(obligations.iter().copied()))
        .filter(stand_in::Column::State.eq(StandInState::Approved.as_str()))
        .filter(touching(Some(from), Some(to)))
        .order_by_asc(stand_in::Column::Id)
        .all(db)
        .await?)
}

/// The obligations at whose posts somebody may be due from `from` to `to`: they are named for it, a
/// published plan gives it to them, or they stand in there.
pub fn near(person_id: Uuid, (from, to): (NaiveDate, NaiveDate)) -> Condition {
    let named = nominee::Entity::find()
        .select_only()
        .column(nominee::Column::ObligationId)
        .filter(nominee::Column::PersonId.eq(person_id))
        .into_query();
    let plans = plan::Entity::find()
        .select_only()
        .column(plan::Column::Id)
        .filter(plan::Column::State.eq(PlanState::Published.as_str()))
        .filter(plan::Column::FromOn.lte(to))
        .filter(plan::Column::UntilOn.gte(from))
        .into_query();
    let given = assignment::Entity::find()
        .select_only()
        .column(assignment::Column::ObligationId)
        .filter(assignment::Column::PersonId.eq(person_id))
        .filter(assignment::Column::PlanId.in_subquery(plans))
        .into_query();
    let standing = stand_in::Entity::find()
        .select_only()
        .column(stand_in::Column::ObligationId)
        .filter(stand_in::Column::StandInId.eq(person_id))
        .filter(stand_in::Column::State.eq(StandInState::Approved.as_str()))
        .filter(touching(Some(from), Some(to)))
        .into_query();
    Condition::any()
        .add(obligation::Column::Id.in_subquery(named))
        .add(obligation::Column::Id.in_subquery(given))
        .add(obligation::Column::Id.in_subquery(standing))
}

/// Stand-ins with a day from `from` to `to`.
pub fn touching(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Condition {
    Condition::all()
        .add_option(from.map(|from| stand_in::Column::UntilOn.gte(from)))
        .add_option(to.map(|to| stand_in::Column::FromOn.lte(to)))
}

/// The stand-ins within the scope that `matching` lets through before the id `before`, newest first.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
    before: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<stand_in::Model>> {
    let matching = matching.add_option(before.map(|id| stand_in::Column::Id.lt(id)));
    let found = stand_in::Entity::find().filter(scope.condition()).filter(matching);
    Ok(found.order_by_desc(stand_in::Column::Id).limit(limit).all(db).await?)
}

/// How many there are.
pub async fn count(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
) -> AppResult<u64> {
    Ok(stand_in::Entity::find().filter(scope.condition()).filter(matching).count(db).await?)
}

/// Whether some of what `matching` lets through is there, whoever asks.
pub async fn is_any(db: &impl ConnectionTrait, matching: Condition) -> AppResult<bool> {
    Ok(stand_in::Entity::find().filter(matching).count(db).await? > 0)
}

/// A stand-in within the scope; outside it does not exist (404).
pub async fn find(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: Uuid,
) -> AppResult<stand_in::Model> {
    let found = stand_in::Entity::find_by_id(id).filter(scope.condition()).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// As [`find`], held until the end of the transaction.
pub async fn find_for_update(tx: &Tx, scope: &Scope, id: Uuid) -> AppResult<stand_in::Model> {
    let found = stand_in::Entity::find_by_id(id).filter(scope.condition()).lock_exclusive();
    found.one(&**tx).await?.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// Keeps a stand-in.
pub async fn insert(tx: &Tx, permit: Permit, row: stand_in::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "stand-in inserted");
    let row = row.into_active_model().reset_all();
    stand_in::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves a stand-in that is held.
pub async fn save(tx: &Tx, permit: Permit, row: stand_in::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "stand-in saved");
    stand_in::Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    Ok(())
}
