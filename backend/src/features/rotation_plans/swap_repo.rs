//! Queries over swaps of turns, and over the published rosters they are about.

use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::entity::swap::{Column, Entity, Model};
use super::entity::{assignment, plan};
use super::state::PlanState;
use super::swap_state::SwapRequestState;
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::{Action, Actor, Permit, Scope, may_ever};

/// The swaps `actor` may read: one's own, and for the director those of the centre.
pub fn readable(actor: &Actor) -> Condition {
    let own = Condition::any()
        .add(Column::AskedById.eq(actor.person_id))
        .add(Column::AskedOfId.eq(actor.person_id));
    let own = may_ever(actor, Action::RotationSwap).then_some(own);
    let decided = Scope::of_center(actor, Action::RotationSwapDecide, "swap_requests").condition();
    Condition::any().add(decided).add_option(own)
}

/// A swap among `readable`; another does not exist (404).
pub async fn find(db: &impl ConnectionTrait, readable: Condition, id: Uuid) -> AppResult<Model> {
    let found = Entity::find_by_id(id).filter(readable).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// As [`find`], held until the end of the transaction.
pub async fn find_for_update(tx: &Tx, readable: Condition, id: Uuid) -> AppResult<Model> {
    let found = Entity::find_by_id(id).filter(readable).lock_exclusive();
    found.one(&**tx).await?.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The swaps that `matching` lets through before the id `before`, newest first.
pub async fn list(
    db: &impl ConnectionTrait,
    matching: Condition,
    before: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<Model>> {
    let matching = matching.add_option(before.map(|id| Column::Id.lt(id)));
    let found = Entity::find().filter(matching).order_by_desc(Column::Id);
    Ok(found.limit(limit).all(db).await?)
}

/// How many there are.
pub async fn count(db: &impl ConnectionTrait, matching: Condition) -> AppResult<u64> {
    Ok(Entity::find().filter(matching).count(db).await?)
}

/// The swaps of a centre that are open and touch one of these turns: obligation, first day, whose.
pub async fn open_over(
    db: &impl ConnectionTrait,
    center_id: Uuid,
    turns: &[(Uuid, NaiveDate, Uuid)],
) -> AppResult<u64> {
    let open = SwapRequestState::ALL.iter().filter(|state| state.is_open());
    let touching = turns.iter().fold(Condition::any(), |any, (obligation, from, person)| {
        let whose =
            Condition::any().add(Column::AskedById.eq(*person)).add(Column::AskedOfId.eq(*person));
        let given = Condition::all()
            .add(Column::GivesObligationId.eq(*obligation))
            .add(Column::GivesFromOn.eq(*from))
            .add(whose.clone());
        let taken = Condition::all()
            .add(Column::TakesObligationId.eq(*obligation))
            .add(Column::TakesFromOn.eq(*from))
            .add(whose);
        any.add(given).add(taken)
    });
    let matching = Condition::all()
        .add(Column::CenterId.eq(center_id))
        .add(Column::State.is_in(open.map(|state| state.as_str())))
        .add(touching);
    count(db, matching).await
}

/// Keeps a swap that was asked for.
pub async fn insert(tx: &Tx, permit: Permit, row: Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "swap inserted");
    Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves a swap that is held.
pub async fn save(tx: &Tx, permit: Permit, row: Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "swap saved");
    Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    Ok(())
}

/// An assignment of whichever plan.
pub async fn find_assignment(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> AppResult<Option<assignment::Model>> {
    Ok(assignment::Entity::find_by_id(id).one(db).await?)
}

/// The published plan drawn up by a centre that has a turn of somebody: obligation and first day. Others
/// of the same days may speak for other centres.
pub async fn published_with(
    db: &impl ConnectionTrait,
    center_id: Uuid,
    person_id: Uuid,
    (obligation_id, from_on): (Uuid, NaiveDate),
) -> AppResult<Option<plan::Model>> {
    let turn = Condition::all()
        .add(assignment::Column::PersonId.eq(person_id))
        .add(assignment::Column::ObligationId.eq(obligation_id))
        .add(assignment::Column::FromOn.eq(from_on));
    Ok(plan::Entity::find()
        .filter(plan::Column::CenterId.eq(center_id))
        .filter(plan::Column::State.eq(PlanState::Published.as_str()))
        .filter(plan::Column::Id.in_subquery(plans_with(turn)))
        .order_by_desc(plan::Column::Id)
        .one(db)
        .await?)
}

/// The assignments of a person in published plans with a day from `from` to `to`.
pub async fn published_turns(
    db: &impl ConnectionTrait,
    person_id: Uuid,
    from: NaiveDate,
    to: NaiveDate,
) -> AppResult<Vec<(assignment::Model, plan::Model)>> {
    let own = Condition::all().add(assignment::Column::PersonId.eq(person_id));
    let plans = plan::Entity::find()
        .filter(plan::Column::State.eq(PlanState::Published.as_str()))
        .filter(plan::Column::FromOn.lte(to))
        .filter(plan::Column::UntilOn.gte(from))
        .filter(plan::Column::Id.in_subquery(plans_with(own)))
        .all(db)
        .await?;
    let ids: Vec<Uuid> = plans.iter().map(|plan| plan.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = assignment::Entity::find()
        .filter(assignment::Column::PlanId.is_in(ids))
        .filter(assignment::Column::PersonId.eq(person_id))
        .filter(assignment::Column::FromOn.lte(to))
        .filter(assignment::Column::UntilOn.gte(from))
        .order_by_asc(assignment::Column::FromOn)
        .order_by_asc(assignment::Column::Id)
        .all(db)
        .await?;
    let plan_of = |id: Uuid| plans.iter().find(|plan| plan.id == id).cloned();
    Ok(rows.into_iter().filter_map(|row| plan_of(row.plan_id).map(|plan| (row, plan))).collect())
}

/// The ids of the plans that have a turn `matching` lets through.
pub(super) fn plans_with(matching: Condition) -> sea_orm::sea_query::SelectStatement {
    use sea_orm::QueryTrait as _;
    assignment::Entity::find()
        .select_only()
        .column(assignment::Column::PlanId)
        .filter(matching)
        .into_query()
}
