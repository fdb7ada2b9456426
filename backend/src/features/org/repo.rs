//! Writes of the organisation. What saves takes the [`Permit`] by value.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::entity::{center, department, department_duty};
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::IfMatch;
use crate::platform::ids::Ids;
use crate::policy::Permit;

/// A department as it is stored now.
pub(super) async fn find_department(tx: &Tx, id: Uuid) -> AppResult<Option<department::Model>> {
    Ok(department::Entity::find_by_id(id).one(&**tx).await?)
}

/// A centre as it is stored now.
pub(super) async fn find_center(tx: &Tx, id: Uuid) -> AppResult<Option<center::Model>> {
    Ok(center::Entity::find_by_id(id).one(&**tx).await?)
}

/// The duty list of a department, in order.
pub(super) async fn duties(
    connection: &impl sea_orm::ConnectionTrait,
    department_id: Uuid,
) -> AppResult<Vec<String>> {
    let rows = department_duty::Entity::find()
        .filter(department_duty::Column::DepartmentId.eq(department_id))
        .order_by_asc(department_duty::Column::CaseTypeCode)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| row.case_type_code).collect())
}

/// Each department with the one above it. Locked, so that two moves cannot make a ring.
pub(super) async fn department_parents(tx: &Tx) -> AppResult<Vec<(Uuid, Option<Uuid>)>> {
    let rows = department::Entity::find().lock_exclusive().all(&**tx).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.parent_id)).collect())
}

pub(super) async fn insert_department(
    tx: &Tx,
    _permit: Permit,
    row: &department::Model,
) -> AppResult<()> {
    let row = row.clone().into_active_model();
    department::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Replaces the whole duty list.
pub(super) async fn replace_duties(
    tx: &Tx,
    ids: &Ids,
    department_id: Uuid,
    codes: &[String],
) -> AppResult<()> {
    department_duty::Entity::delete_many()
        .filter(department_duty::Column::DepartmentId.eq(department_id))
        .exec(&**tx)
        .await?;
    if codes.is_empty() {
        return Ok(());
    }
    let rows = codes.iter().map(|code| department_duty::ActiveModel {
        id: ActiveValue::Set(ids.next()),
        department_id: ActiveValue::Set(department_id),
        case_type_code: ActiveValue::Set(code.clone()),
    });
    department_duty::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves `row` over version `seen`; 412 when somebody was faster.
pub(super) async fn save_department(
    tx: &Tx,
    _permit: Permit,
    row: &department::Model,
    seen: i32,
) -> AppResult<()> {
    use department::Column;
    let done = department::Entity::update_many()
        .col_expr(Column::Name, Expr::value(row.name.clone()))
        .col_expr(Column::ParentId, Expr::value(row.parent_id))
        .col_expr(Column::Phone, Expr::value(row.phone.clone()))
        .col_expr(Column::IsActive, Expr::value(row.is_active))
        .col_expr(Column::UpdatedAt, Expr::value(row.updated_at))
        .col_expr(Column::RowVersion, Expr::value(row.row_version))
        .filter(Column::Id.eq(row.id))
        .filter(Column::RowVersion.eq(seen))
        .exec(&**tx)
        .await?;
    if done.rows_affected > 0 {
        return Ok(());
    }
    let current = find_department(tx, row.id).await?.ok_or(ErrorCode::RequestNotFound)?;
    IfMatch(seen).check(current.row_version, ErrorCode::RequestStaleVersion)
}

pub(super) async fn insert_center(tx: &Tx, _permit: Permit, row: &center::Model) -> AppResult<()> {
    center::Entity::insert(row.clone().into_active_model()).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves `row` over version `seen`; 412 when somebody was faster.
pub(super) async fn save_center(
    tx: &Tx,
    _permit: Permit,
    row: &center::Model,
    seen: i32,
) -> AppResult<()> {
    use center::Column;
    let done = center::Entity::update_many()
        .col_expr(Column::Name, Expr::value(row.name.clone()))
        .col_expr(Column::DepartmentId, Expr::value(row.department_id))
        .col_expr(Column::FallbackDepartmentId, Expr::value(row.fallback_department_id))
        .col_expr(Column::Address, Expr::value(row.address.clone()))
        .col_expr(Column::Phone, Expr::value(row.phone.clone()))
        .col_expr(Column::OpeningHours, Expr::value(row.opening_hours.clone()))
        .col_expr(Column::UpdatedAt, Expr::value(row.updated_at))
        .col_expr(Column::RowVersion, Expr::value(row.row_version))
        .filter(Column::Id.eq(row.id))
        .filter(Column::RowVersion.eq(seen))
        .exec(&**tx)
        .await?;
    if done.rows_affected > 0 {
        return Ok(());
    }
    let current = find_center(tx, row.id).await?.ok_or(ErrorCode::RequestNotFound)?;
    IfMatch(seen).check(current.row_version, ErrorCode::RequestStaleVersion)
}
