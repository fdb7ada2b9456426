//! Queries over visits. Every finder takes a [`Scope`].

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, IntoColumnRef as _};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, Order, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;

use super::entity::visit::{Column, Entity, Model};
use super::entity::visit_event;
use crate::platform::db::{Tx, portable};
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::IfMatch;
use crate::policy::{Permit, Scope};

/// A visit within the scope; outside it does not exist (404).
pub async fn find(db: &impl ConnectionTrait, scope: &Scope, id: Uuid) -> AppResult<Model> {
    let found = Entity::find_by_id(id).filter(scope.condition()).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The visits within the scope that `matching` lets through, by when they came, after a place.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
    after: Option<(DateTime<Utc>, Uuid)>,
    is_descending: bool,
    limit: u64,
) -> AppResult<Vec<Model>> {
    let column = |column: Column| Expr::col((Entity, column).into_column_ref());
    let rest = after.map(|(at, id)| {
        let (key, by) = (column(Column::CameAt), column(Column::Id));
        portable::after(&key, &by, Some(at), id, is_descending)
    });
    let direction = if is_descending { Order::Desc } else { Order::Asc };
    let found = Entity::find()
        .filter(scope.condition())
        .filter(matching.add_option(rest))
        .order_by(Column::CameAt, direction.clone())
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

/// The chain of a visit, oldest first.
pub async fn chain(
    db: &impl ConnectionTrait,
    visit_id: Uuid,
) -> AppResult<Vec<visit_event::Model>> {
    Ok(visit_event::Entity::find()
        .filter(visit_event::Column::VisitId.eq(visit_id))
        .order_by_asc(visit_event::Column::Seq)
        .all(db)
        .await?)
}

/// Notes a visit with its first step.
pub async fn insert(
    tx: &Tx,
    permit: Permit,
    row: Model,
    step: visit_event::Model,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "visit inserted");
    Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&**tx).await?;
    add_step(tx, step).await
}

/// Saves a visit seen in this version with its next step; 412 when there is another by now.
pub async fn save(
    tx: &Tx,
    permit: Permit,
    seen: IfMatch,
    row: Model,
    step: visit_event::Model,
) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "visit saved");
    let id = row.id;
    let same = Condition::all().add(Column::Id.eq(id)).add(Column::RowVersion.eq(seen.0));
    let change = row.into_active_model().reset_all();
    let done = Entity::update_many().set(change).filter(same).exec(&**tx).await?;
    if done.rows_affected == 0 {
        let now = Entity::find_by_id(id).one(&**tx).await?.ok_or(ErrorCode::RequestNotFound)?;
        seen.check(now.row_version, ErrorCode::RequestStaleVersion)?;
    }
    add_step(tx, step).await
}

async fn add_step(tx: &Tx, step: visit_event::Model) -> AppResult<()> {
    let step = step.into_active_model().reset_all();
    visit_event::Entity::insert(step).exec_without_returning(&**tx).await?;
    Ok(())
}
