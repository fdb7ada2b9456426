//! Queries over precedents. Every finder takes a [`Scope`].

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, IntoColumnRef as _, OnConflict};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue, ColumnTrait as _, Condition, ConnectionTrait,
    EntityTrait as _, IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;

use super::entity::precedent::{self, ActiveModel, Column, Entity, Model};
use crate::platform::db::{Tx, portable};
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::IfMatch;
use crate::policy::{Permit, Scope};

/// A ruling that is to be a precedent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// The event of the ruling.
    pub event_id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// 类型 it was ruled on.
    pub type_code: String,
    /// Where the matter lies.
    pub region_id: Uuid,
    /// Its code.
    pub region_code: String,
    /// The centre that ruled.
    pub center_id: Uuid,
    /// Who leads by it.
    pub department_id: Uuid,
    /// Grounds of the returns it settled, oldest first.
    pub grounds: Vec<String>,
    /// 兜底: nobody was competent.
    pub is_fallback: bool,
    /// When.
    pub ruled_at: DateTime<Utc>,
}

/// Makes rulings precedents; one that is a precedent already stays as it is.
pub async fn insert(
    tx: &Tx,
    permit: &Permit,
    rulings: Vec<Ruling>,
    now: DateTime<Utc>,
) -> AppResult<u64> {
    if rulings.is_empty() {
        return Ok(0);
    }
    tracing::debug!(permit = permit.action(), "precedents inserted");
    let rows = rulings.into_iter().map(|ruling| {
        let row = Model {
            id: ruling.event_id,
            case_id: ruling.case_id,
            type_code: ruling.type_code,
            region_id: ruling.region_id,
            region_code: ruling.region_code,
            center_id: ruling.center_id,
            department_id: ruling.department_id,
            grounds: ruling.grounds.join(","),
            is_fallback: ruling.is_fallback,
            ruled_at: ruling.ruled_at,
            retired_at: None,
            retired_by_id: None,
            retire_reason: None,
            created_at: now,
            updated_at: now,
            row_version: 1,
        };
        row.into_active_model().reset_all()
    });
    let known = OnConflict::column(Column::Id).do_nothing().to_owned();
    Ok(Entity::insert_many(rows).on_conflict(known).exec_without_returning(&**tx).await?)
}

/// A precedent within the scope; outside it does not exist (404).
pub async fn find(db: &impl ConnectionTrait, scope: &Scope, id: Uuid) -> AppResult<Model> {
    let found = Entity::find_by_id(id).filter(scope.condition()).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The precedents within the scope that `matching` lets through, newest ruling first, after a place.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    matching: Condition,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: u64,
) -> AppResult<Vec<Model>> {
    let column = |column: Column| Expr::col((precedent::Entity, column).into_column_ref());
    let rest = after.map(|(at, id)| {
        portable::after(&column(Column::RuledAt), &column(Column::Id), Some(at), id, true)
    });
    let found = Entity::find()
        .filter(scope.condition())
        .filter(matching.add_option(rest))
        .order_by_desc(Column::RuledAt)
        .order_by_desc(Column::Id);
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

/// Those still followed that may speak to a case of `type_code`: of the type itself, of one above
/// it or one below it; newest first.
pub async fn in_force_for(
    db: &impl ConnectionTrait,
    scope: &Scope,
    type_code: &str,
    limit: u64,
) -> AppResult<Vec<Model>> {
    let above = (1..=type_code.len()).filter_map(|end| type_code.get(..end));
    let kin = Condition::any()
        .add(Column::TypeCode.is_in(above))
        .add(portable::below(&Expr::col((Entity, Column::TypeCode).into_column_ref()), type_code));
    let followed = Condition::all().add(kin).add(Column::RetiredAt.is_null());
    list(db, scope, followed, None, limit).await
}

/// Retires a precedent seen in this version; 412 when there is another by now.
pub async fn retire(
    tx: &Tx,
    permit: Permit,
    row: &Model,
    seen: IfMatch,
    by: Uuid,
    reason: String,
    now: DateTime<Utc>,
) -> AppResult<Model> {
    tracing::debug!(permit = permit.action(), "precedent retired");
    let change = ActiveModel {
        retired_at: ActiveValue::Set(Some(now)),
        retired_by_id: ActiveValue::Set(Some(by)),
        retire_reason: ActiveValue::Set(Some(reason)),
        updated_at: ActiveValue::Set(now),
        row_version: ActiveValue::Set(seen.0.saturating_add(1)),
        ..Default::default()
    };
    let same = Condition::all().add(Column::Id.eq(row.id)).add(Column::RowVersion.eq(seen.0));
    let saved = Entity::update_many().set(change).filter(same).exec_with_returning(&**tx).await?;
    if let Some(saved) = saved.into_iter().next() {
        return Ok(saved);
    }
    let now = Entity::find_by_id(row.id).one(&**tx).await?.ok_or(ErrorCode::RequestNotFound)?;
    seen.check(now.row_version, ErrorCode::RequestStaleVersion)?;
    Ok(now)
}
