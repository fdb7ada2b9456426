//! Queries over tasks. Every finder for a reader takes a [`Scope`].

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, IntoColumnRef as _};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, Order, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;

use super::entity::case_task::{Column, Entity, Model};
use crate::features::calendars::civil_day::start_of_day;
use crate::platform::db::{Tx, portable};
use crate::platform::error::{AppResult, ErrorCode};
use crate::policy::{Permit, Scope};

/// A task within the scope; outside it does not exist (404).
pub async fn find(db: &impl ConnectionTrait, scope: &Scope, id: Uuid) -> AppResult<Model> {
    let found = Entity::find_by_id(id).filter(scope.condition()).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// As [`find`], held until the end of the transaction.
pub async fn find_for_update(tx: &Tx, scope: &Scope, id: Uuid) -> AppResult<Model> {
    let found = Entity::find_by_id(id).filter(scope.condition()).lock_exclusive().one(&**tx);
    found.await?.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The tasks within the scope that `matching` lets through, by their days, after a place.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
    after: Option<(NaiveDate, Uuid)>,
    is_descending: bool,
    limit: u64,
) -> AppResult<Vec<Model>> {
    let column = |column: Column| Expr::col((Entity, column).into_column_ref());
    let rest = after.map(|(day, id)| {
        let (key, by) = (column(Column::DueOn), column(Column::Id));
        portable::after(&key, &by, Some(day), id, is_descending)
    });
    let direction = if is_descending { Order::Desc } else { Order::Asc };
    let found = Entity::find()
        .filter(scope.condition())
        .filter(matching.add_option(rest))
        .order_by(Column::DueOn, direction.clone())
        .order_by(Column::Id, direction);
    Ok(found.limit(limit).all(db).await?)
}

/// How many there are.
pub async fn count(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
) -> AppResult<u64> {
    Ok(Entity::find().filter(scope.condition()).filter(matching).count(db).await?)
}

/// Neither done nor withdrawn.
pub fn owed() -> Condition {
    Condition::all().add(Column::DoneAt.is_null()).add(Column::WithdrawnAt.is_null())
}

/// What is still owed to a centre: promises and decisions, the earliest first.
pub async fn owed_to(db: &impl ConnectionTrait, center_id: Uuid) -> AppResult<Vec<Model>> {
    let owed = Entity::find().filter(Column::CenterId.eq(center_id)).filter(owed());
    Ok(owed.order_by_asc(Column::DueOn).order_by_asc(Column::Id).all(db).await?)
}

/// The tasks that these receptions left, within the scope.
pub async fn of_receptions(
    db: &impl ConnectionTrait,
    scope: &Scope,
    ids: Vec<Uuid>,
) -> AppResult<Vec<Model>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = Entity::find().filter(scope.condition()).filter(Column::ReceptionId.is_in(ids));
    Ok(found.order_by_asc(Column::DueOn).order_by_asc(Column::Id).all(db).await?)
}

/// What was decided on these items of agendas, within the scope, in the order it was decided.
pub async fn of_items(
    db: &impl ConnectionTrait,
    scope: &Scope,
    items: Vec<Uuid>,
) -> AppResult<Vec<Model>> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let found = Entity::find().filter(scope.condition()).filter(Column::ItemId.is_in(items));
    Ok(found.order_by_asc(Column::SetAt).order_by_asc(Column::Id).all(db).await?)
}

/// These tasks, within the scope.
pub async fn by_ids(
    db: &impl ConnectionTrait,
    scope: &Scope,
    ids: Vec<Uuid>,
) -> AppResult<Vec<Model>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = Entity::find().filter(scope.condition()).filter(Column::Id.is_in(ids));
    Ok(found.order_by_asc(Column::DueOn).order_by_asc(Column::Id).all(db).await?)
}

/// Tasks whose day has passed and nobody was told, the earliest first.
pub async fn overdue(
    db: &impl ConnectionTrait,
    today: NaiveDate,
    limit: u64,
) -> AppResult<Vec<Uuid>> {
    let found = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::WatchedOn.lt(today))
        .order_by_asc(Column::WatchedOn)
        .order_by_asc(Column::Id)
        .limit(limit);
    Ok(found.into_tuple().all(db).await?)
}

/// Tasks whose day is from today to `soon`, set before today and not reminded of, the earliest first.
pub async fn due_soon(
    db: &impl ConnectionTrait,
    today: NaiveDate,
    soon: NaiveDate,
    limit: u64,
) -> AppResult<Vec<Uuid>> {
    let found = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::WatchedOn.between(today, soon))
        .filter(Column::RemindedAt.is_null())
        // Whoever was given it today was told today.
        .filter(Column::SetAt.lt(start_of_day(today)))
        .order_by_asc(Column::WatchedOn)
        .order_by_asc(Column::Id)
        .limit(limit);
    Ok(found.into_tuple().all(db).await?)
}

/// Notes that the unit of a task is reminded; none when somebody was faster, or it is done.
pub async fn note_reminder(
    tx: &Tx,
    permit: Permit,
    id: Uuid,
    now: DateTime<Utc>,
) -> AppResult<Option<Model>> {
    tracing::debug!(permit = permit.action(), "case task reminded of");
    let found = Entity::find_by_id(id)
        .filter(Column::WatchedOn.is_not_null())
        .filter(Column::RemindedAt.is_null())
        .lock_exclusive();
    let Some(row) = found.one(&**tx).await? else { return Ok(None) };
    let row = Model { reminded_at: Some(now), updated_at: now, ..row };
    Entity::update(row.clone().into_active_model().reset_all()).exec(&**tx).await?;
    Ok(Some(row))
}

/// Takes an overdue task off the watch; none when somebody was faster.
pub async fn unwatch(
    tx: &Tx,
    permit: Permit,
    id: Uuid,
    now: DateTime<Utc>,
) -> AppResult<Option<Model>> {
    tracing::debug!(permit = permit.action(), "case task told");
    let found = Entity::find_by_id(id).filter(Column::WatchedOn.is_not_null()).lock_exclusive();
    let Some(row) = found.one(&**tx).await? else { return Ok(None) };
    let row = Model { watched_on: None, updated_at: now, ..row };
    Entity::update(row.clone().into_active_model().reset_all()).exec(&**tx).await?;
    Ok(Some(row))
}

/// Enters a task.
pub async fn insert(tx: &Tx, permit: Permit, row: Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "case task inserted");
    Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves a task that is held.
pub async fn save(tx: &Tx, permit: Permit, row: Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "case task saved");
    Entity::update(row.into_active_model().reset_all()).exec(&**tx).await?;
    Ok(())
}
