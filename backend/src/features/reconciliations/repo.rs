//! Queries over reconciliations, and over the cases they are held against. Every finder for a reader
//! takes a [`Scope`].

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Alias, Expr, IntoColumnRef as _, Query};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::entity::{item, run};
use super::matching::ReconciliationState;
use crate::features::cases::entity::case;
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::{Action, Actor, Permit, Scope};

/// Numbers a statement asks about, and rows it inserts, below the limits of either database.
const AT_ONCE: usize = 500;

/// A case of a source: id, its number there, when the source received it, when it was registered, the
/// lead, and whether few may know of it.
pub type OfSource =
    (Uuid, String, Option<DateTime<Utc>>, DateTime<Utc>, Option<Uuid>, Option<String>);

/// Cases of a source within a centre's reach.
fn of_source(scope: &Scope, system: &str) -> sea_orm::Select<case::Entity> {
    case::Entity::find()
        .select_only()
        .columns([
            case::Column::Id,
            case::Column::SourceNumber,
            case::Column::SourceReceivedAt,
            case::Column::RegisteredAt,
            case::Column::LeadDepartmentId,
            case::Column::Restriction,
        ])
        .filter(scope.condition())
        .filter(case::Column::SourceSystem.eq(system))
        .filter(case::Column::SourceNumber.is_not_null())
}

/// Whether there is any case of a source within a centre's reach.
pub async fn has_cases(db: &impl ConnectionTrait, scope: &Scope, system: &str) -> AppResult<bool> {
    let found = of_source(scope, system).limit(1).into_tuple::<OfSource>();
    Ok(found.one(db).await?.is_some())
}

/// Those with one of these numbers, whenever they were registered.
pub async fn cases_numbered(
    db: &impl ConnectionTrait,
    scope: &Scope,
    system: &str,
    numbers: &[&str],
) -> AppResult<Vec<OfSource>> {
    let mut found = Vec::new();
    for some in numbers.chunks(AT_ONCE) {
        let numbered = case::Column::SourceNumber.is_in(some.iter().copied());
        let rows = of_source(scope, system).filter(numbered).into_tuple::<OfSource>();
        found.extend(rows.all(db).await?);
    }
    Ok(found)
}

/// Those registered in a period, by their ids.
pub async fn cases_registered(
    db: &impl ConnectionTrait,
    scope: &Scope,
    system: &str,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> AppResult<Vec<OfSource>> {
    let found = of_source(scope, system)
        .filter(case::Column::RegisteredAt.gte(from))
        .filter(case::Column::RegisteredAt.lt(until))
        .order_by_asc(case::Column::Id);
    Ok(found.into_tuple().all(db).await?)
}

/// Stores a run with its items.
pub async fn insert(
    tx: &Tx,
    permit: Permit,
    row: run::Model,
    items: Vec<item::Model>,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), items = items.len(), "reconciliation inserted");
    let row = row.into_active_model().reset_all();
    run::Entity::insert(row).exec_without_returning(&**tx).await?;
    for some in items.chunks(AT_ONCE) {
        let rows = some.iter().map(|one| one.clone().into_active_model().reset_all());
        item::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    }
    Ok(())
}

/// A run within the scope; outside it does not exist (404).
pub async fn find(db: &impl ConnectionTrait, scope: &Scope, id: Uuid) -> AppResult<run::Model> {
    let found = run::Entity::find_by_id(id).filter(scope.condition()).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The runs within the scope that `matching` lets through, the last first, before an id.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
    before: Option<Uuid>,
    limit: u64,
) -> AppResult<Vec<run::Model>> {
    let found = run::Entity::find()
        .filter(scope.condition())
        .filter(matching.add_option(before.map(|id| run::Column::Id.lt(id))))
        .order_by_desc(run::Column::Id);
    Ok(found.limit(limit).all(db).await?)
}

/// How many there are.
pub async fn count(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
) -> AppResult<u64> {
    Ok(run::Entity::find().filter(scope.condition()).filter(matching).count(db).await?)
}

/// The items of a run `actor` may see: a number that is in no list is known from the case alone, so it
/// is for who may read that case.
fn seen(actor: &Actor, run_id: Uuid) -> Condition {
    let id = Expr::col((case::Entity, case::Column::Id).into_column_ref());
    let readable = Query::select()
        .expr(id)
        .from(Alias::new("cases"))
        .cond_where(Scope::cases(actor, Action::CaseRead).condition())
        .take();
    let listed = item::Column::State.ne(ReconciliationState::Beyond.as_str());
    Condition::all()
        .add(item::Column::ReconciliationId.eq(run_id))
        .add(Condition::any().add(listed).add(item::Column::CaseId.in_subquery(readable)))
}

/// An item of a run that was found within the scope.
pub async fn find_item(
    db: &impl ConnectionTrait,
    actor: &Actor,
    run_id: Uuid,
    id: Uuid,
) -> AppResult<item::Model> {
    let found = item::Entity::find_by_id(id).filter(seen(actor, run_id)).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// As [`find_item`], held until the end of the transaction.
pub async fn find_item_for_update(
    tx: &Tx,
    actor: &Actor,
    run_id: Uuid,
    id: Uuid,
) -> AppResult<item::Model> {
    let found = item::Entity::find_by_id(id).filter(seen(actor, run_id)).lock_exclusive();
    found.one(&**tx).await?.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The items of a run that `matching` lets through, in the order of the list, after a place.
pub async fn list_items(
    db: &impl ConnectionTrait,
    actor: &Actor,
    run_id: Uuid,
    matching: Condition,
    after: Option<i32>,
    limit: u64,
) -> AppResult<Vec<item::Model>> {
    let found = item::Entity::find()
        .filter(seen(actor, run_id))
        .filter(matching.add_option(after.map(|place| item::Column::Place.gt(place))))
        .order_by_asc(item::Column::Place);
    Ok(found.limit(limit).all(db).await?)
}

/// How many there are.
pub async fn count_items(
    db: &impl ConnectionTrait,
    actor: &Actor,
    run_id: Uuid,
    matching: Condition,
) -> AppResult<u64> {
    Ok(item::Entity::find().filter(seen(actor, run_id)).filter(matching).count(db).await?)
}

/// Numbers of a run by unit and state: the unit as it is named, its department, the state, how many.
pub type UnitCount = (Option<String>, Option<Uuid>, String, i64);

/// How many numbers of the list came to what, unit by unit.
pub async fn unit_counts(db: &impl ConnectionTrait, run_id: Uuid) -> AppResult<Vec<UnitCount>> {
    let found = item::Entity::find()
        .select_only()
        .columns([item::Column::Unit, item::Column::DepartmentId, item::Column::State])
        .column_as(item::Column::Id.count(), "numbers")
        .filter(item::Column::ReconciliationId.eq(run_id))
        .filter(item::Column::State.ne(ReconciliationState::Beyond.as_str()))
        .group_by(item::Column::Unit)
        .group_by(item::Column::DepartmentId)
        .group_by(item::Column::State);
    Ok(found.into_tuple().all(db).await?)
}

/// The cases among `ids` that `actor` may read: id, number, the source's number.
pub async fn readable_cases(
    db: &impl ConnectionTrait,
    actor: &Actor,
    ids: Vec<Uuid>,
) -> AppResult<Vec<(Uuid, String, Option<String>)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = case::Entity::find()
        .select_only()
        .columns([case::Column::Id, case::Column::CaseNo, case::Column::SourceNumber])
        .filter(Scope::cases(actor, Action::CaseRead).condition())
        .filter(case::Column::Id.is_in(ids));
    Ok(found.into_tuple().all(db).await?)
}

/// Saves an item that is held.
pub async fn save_item(tx: &Tx, permit: Permit, row: item::Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "reconciliation item saved");
    item::Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    Ok(())
}
