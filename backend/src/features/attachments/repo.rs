//! Queries over attachments. They are found through their case, which is found within a scope.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::dto::AttachmentState;
use super::entity::attachment::{Column, Entity, Model};
use crate::platform::db::Tx;
use crate::platform::error::{AppResult, ErrorCode};
use crate::platform::http::IfMatch;
use crate::policy::Permit;

/// An attachment of a case that was found within the caller's scope.
pub async fn find(db: &impl ConnectionTrait, case_id: Uuid, id: Uuid) -> AppResult<Model> {
    let found = Entity::find_by_id(id).filter(Column::CaseId.eq(case_id)).one(db).await?;
    found.ok_or_else(|| ErrorCode::RequestNotFound.into())
}

/// The attachments of a case, as they came.
pub async fn list(
    db: &impl ConnectionTrait,
    case_id: Uuid,
    states: &[AttachmentState],
) -> AppResult<Vec<Model>> {
    Ok(Entity::find()
        .filter(Column::CaseId.eq(case_id))
        .filter(Column::State.is_in(states.iter().map(|state| state.as_str())))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .all(db)
        .await?)
}

/// How many a case has or awaits.
pub async fn count(db: &impl ConnectionTrait, case_id: Uuid) -> AppResult<u64> {
    let counted = Entity::find()
        .filter(Column::CaseId.eq(case_id))
        .filter(Column::State.ne(AttachmentState::Removed.as_str()));
    Ok(counted.count(db).await?)
}

/// Announces an attachment.
pub async fn insert(tx: &Tx, permit: Permit, row: Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "attachment inserted");
    Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&**tx).await?;
    Ok(())
}

/// Saves `row`, which counts its version itself, where it is still as it was seen.
pub async fn save(tx: &Tx, permit: &Permit, seen: IfMatch, row: Model) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "attachment saved");
    let saved = Entity::update_many()
        .set(row.clone().into_active_model().reset_all())
        .filter(Column::Id.eq(row.id))
        .filter(Column::RowVersion.eq(seen.0))
        .exec(&**tx)
        .await?;
    if saved.rows_affected == 0 {
        let now = find(&**tx, row.case_id, row.id).await?;
        seen.check(now.row_version, ErrorCode::RequestStaleVersion)?;
    }
    Ok(())
}

/// Takes `key` for the content of an attachment that is awaited; false when somebody has.
pub async fn claim(
    tx: &Tx,
    permit: &Permit,
    id: Uuid,
    key: Uuid,
    now: DateTime<Utc>,
) -> AppResult<bool> {
    tracing::debug!(permit = permit.action(), "attachment claimed");
    let claimed = Entity::update_many()
        .col_expr(Column::StorageKey, Expr::value(key))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(AttachmentState::Awaiting.as_str()))
        .filter(Column::StorageKey.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .exec(&**tx)
        .await?;
    Ok(claimed.rows_affected > 0)
}

/// Whether an attachment is kept with the content it took `key` for.
pub async fn is_kept(db: &impl ConnectionTrait, id: Uuid, key: Uuid) -> AppResult<bool> {
    let kept = Entity::find_by_id(id)
        .filter(Column::StorageKey.eq(key))
        .filter(Column::State.eq(AttachmentState::Kept.as_str()));
    Ok(kept.one(db).await?.is_some())
}

/// Gives `key` back: nothing is kept under it. What is kept stays as it is.
pub async fn release(tx: &Tx, permit: &Permit, id: Uuid, key: Uuid) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "attachment released");
    Entity::update_many()
        .col_expr(Column::StorageKey, Expr::value(None::<Uuid>))
        .filter(Column::Id.eq(id))
        .filter(Column::StorageKey.eq(key))
        .filter(Column::State.ne(AttachmentState::Kept.as_str()))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// What was announced and did not come until `before`, and what was removed and is still kept.
pub async fn left_behind(
    db: &impl ConnectionTrait,
    before: DateTime<Utc>,
    most: u64,
) -> AppResult<Vec<Model>> {
    let stale = Condition::all()
        .add(Column::State.eq(AttachmentState::Awaiting.as_str()))
        .add(Column::ExpiresAt.lt(before));
    let removed = Condition::all()
        .add(Column::State.eq(AttachmentState::Removed.as_str()))
        .add(Column::StorageKey.is_not_null());
    Ok(Entity::find()
        .filter(Condition::any().add(stale).add(removed))
        .order_by_asc(Column::Id)
        .limit(most)
        .all(db)
        .await?)
}

/// Forgets what was announced and never came.
pub async fn forget(tx: &Tx, permit: &Permit, id: Uuid) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "attachment forgotten");
    Entity::delete_many()
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(AttachmentState::Awaiting.as_str()))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Gives up what took `key` and did not come: it can be kept no more, and is cleared away next. False
/// where it came after all.
pub async fn give_up(tx: &Tx, permit: &Permit, id: Uuid, key: Uuid) -> AppResult<bool> {
    tracing::debug!(permit = permit.action(), "attachment given up");
    let given_up = Entity::update_many()
        .col_expr(Column::State, Expr::value(AttachmentState::Removed.as_str()))
        // Who is just keeping it has seen another version.
        .col_expr(Column::RowVersion, Expr::col(Column::RowVersion).add(1))
        .filter(Column::Id.eq(id))
        .filter(Column::StorageKey.eq(key))
        .filter(Column::State.eq(AttachmentState::Awaiting.as_str()))
        .exec(&**tx)
        .await?;
    Ok(given_up.rows_affected > 0)
}

/// Forgets what was given up.
pub async fn discard(tx: &Tx, permit: &Permit, id: Uuid) -> AppResult<()> {
    tracing::debug!(permit = permit.action(), "attachment discarded");
    Entity::delete_many()
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(AttachmentState::Removed.as_str()))
        .filter(Column::KeptAt.is_null())
        .exec(&**tx)
        .await?;
    Ok(())
}

/// The row again, as the caller of a replayed request may see it.
pub fn successor(row: &Model, now: DateTime<Utc>) -> Model {
    Model { row_version: row.row_version + 1, updated_at: now, ..row.clone() }
}
